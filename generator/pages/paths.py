"""The only speller of a page's path. Stable, readable, and safe whatever a name holds.

A readable slug alone would let two names meet in one file (``Fraud`` and ``fraud`` on some file systems, ``a/b`` and
``a b`` everywhere), so a name that is not its own slug carries ten hexadecimal digits of its SHA-256. A name that
already ends like that carries them too, so that none can be forged.
"""

import hashlib
import posixpath
import re
import unicodedata
from functools import lru_cache

HOME = "index.html"
EXPERIMENTS = "experiments/index.html"
DATASETS = "datasets/index.html"
PROMPTS = "prompts.html"
FINDINGS = "findings.html"
AUDIT = "audit/index.html"
WAIVERS = "audit/waivers.html"
CONTROLS = "controls/index.html"
FRAMEWORKS = "frameworks/index.html"
FEED = "feed.xml"
TIMELINE = "timeline.html"
GLOSSARY = "glossary.html"
MONITORING = "monitoring.html"
EVIDENCE = "evidence/index.html"
EVIDENCE_DIGESTS = "api/evidence.sha256"
FINDINGS_DATA = "api/findings.json"
ASSESSMENT_DATA = "api/assessment.json"
POPULATION_DATA = "api/population.csv"
LEDGER_DATA = "api/ledger.json"

_UNSAFE = re.compile(r"[^a-z0-9]+")
_DIGEST_TAIL = re.compile(r"-[0-9a-f]{10}$")
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d|index)$")
"""Names that Windows keeps for devices, and the one that a web server opens by itself."""
_LONGEST = 60


@lru_cache(maxsize=20_000)
def slug(name: str) -> str:
    """A file name for any text: the text itself where it is lower case, short and plain, else a digest behind it."""
    plain = _readable(name)
    if (
        name
        and plain == name
        and len(name) <= _LONGEST
        and not _DIGEST_TAIL.search(name)
        and not _RESERVED.match(name)
    ):
        return name
    return _marked(plain, name)


def model(name: str) -> str:
    """The model card."""
    return f"models/{slug(name)}/index.html"


def version(name: str, number: str) -> str:
    """One version of a model."""
    return f"models/{slug(name)}/v{slug(number)}.html"


def comparison(name: str, baseline: str, candidate: str) -> str:
    """Two versions of a model against one another."""
    return f"models/{slug(name)}/compare-{_paired(baseline, candidate)}.html"


def run_comparison(baseline: str, candidate: str) -> str:
    """Two runs against one another; in a folder, where no run can have its own page."""
    return f"runs/compare/{_paired(baseline, candidate)}.html"


def model_audit(name: str) -> str:
    """What the controls found on a model and its versions."""
    return f"models/{slug(name)}/audit.html"


def version_audit(name: str, number: str) -> str:
    """What the controls found on one version."""
    return f"models/{slug(name)}/audit-v{slug(number)}.html"


def control(control_id: str) -> str:
    """What one control asks for, and everything it found."""
    return f"controls/{slug(control_id.lower())}.html"


def framework(framework_id: str) -> str:
    """One law, standard or piece of guidance, clause by clause."""
    return f"frameworks/{slug(framework_id.lower())}.html"


def changelog(name: str) -> str:
    """What changed from version to version."""
    return f"models/{slug(name)}/changelog.html"


def timeline(name: str) -> str:
    """Which version held each alias and stage of a model, and when."""
    return f"models/{slug(name)}/timeline.html"


def lineage(name: str) -> str:
    """Where all versions of a model come from."""
    return f"models/{slug(name)}/lineage.html"


def lineage_figure(name: str) -> str:
    """The figure of the lineage page as a file; beside the page, so that its links lead where the page's do."""
    return f"models/{slug(name)}/lineage.svg"


def experiment(store: str, experiment_id: str, name: str, part: int = 1) -> str:
    """One experiment and its runs, of which each part has a page; the id keeps it apart from others of that name."""
    following = f"-{part}" if part > 1 else ""
    return f"experiments/{_marked(_readable(name), f'{store}/{experiment_id}')}{following}.html"


def experiment_data(store: str, experiment_id: str, name: str) -> str:
    """All runs of an experiment as JSON."""
    return f"api/experiments/{_marked(_readable(name), f'{store}/{experiment_id}')}.json"


def run(run_id: str) -> str:
    """One run."""
    return f"runs/{slug(run_id)}.html"


def dataset(name: str, digest: str) -> str:
    """One dataset; the digest keeps it apart from other states of the same name."""
    return f"datasets/{_marked(_readable(name), f'{name}@{digest}')}.html"


def evidence_group(title: str, part: int) -> str:
    """One part, counted from 1, of the files below one folder."""
    ending = "" if part == 1 else f"-{part}"
    return f"evidence/{_marked(_readable(title), title)}{ending}.html"


def evidence_anchor(path: str) -> str:
    """The anchor of one file on its evidence page."""
    return "f-" + _digest(path)


def monitoring_data(name: str) -> str:
    """Every signal, value, alert, retraining and deployment of a model as JSON."""
    return f"api/monitoring/{slug(name)}.json"


def model_data(name: str) -> str:
    """The whole card as JSON."""
    return f"api/models/{slug(name)}.json"


def lineage_data(name: str) -> str:
    """The lineage of all versions as JSON."""
    return f"api/lineage/{slug(name)}.json"


def relative(page: str, target: str) -> str:
    """The link from one page to another, such as ``../../index.html#models``.

    Args:
        page: path of the page that holds the link.
        target: path within the site, with or without a fragment.
    """
    path, mark, fragment = target.partition("#")
    if not path or path == page:
        return mark + fragment if fragment else posixpath.basename(page)
    folder, slash, name = path.rpartition("/")
    return _way(page.rpartition("/")[0], folder + slash) + name + mark + fragment


@lru_cache(maxsize=10_000)
def _way(start: str, folder: str) -> str:
    """From one folder to another, empty or with a slash at its end."""
    way = posixpath.relpath(folder or ".", start or ".")
    return "" if way == "." else f"{way}/"


def _paired(first: str, second: str) -> str:
    """A file name for two names; hyphens in one of them would let two pairs meet in one file."""
    parts = slug(first), slug(second)
    joined = "-".join(parts)
    return _marked(joined, f"{first}\n{second}") if any("-" in part for part in parts) else joined


def _readable(name: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return _UNSAFE.sub("-", ascii_only.lower()).strip("-")[:_LONGEST].strip("-")


def _marked(readable: str, identity: str) -> str:
    return f"{readable}-{_digest(identity)}" if readable else f"x-{_digest(identity)}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:10]
