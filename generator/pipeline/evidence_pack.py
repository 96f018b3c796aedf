"""The evidence pack of one model or of the whole portfolio."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from markupsafe import Markup

from generator.catalog import FileRead, Rule, Treatment
from generator.errors import StoreError
from generator.exports.pack.archive import zipped
from generator.exports.pack.build import Inputs, pack_files
from generator.exports.pack.copies import COPY_LIMIT, Copy, absent, copied, placed, without_copy
from generator.exports.pack.quotes import Quote, quotes
from generator.exports.pack.retention import retentions
from generator.exports.pack.scope import Scope
from generator.exports.report import inlined_style
from generator.governance.editions import treatments_of
from generator.pages import paths
from generator.pages.audit.model import versions_in_use
from generator.pages.evidence.index import index_evidence
from generator.pages.view import Page
from generator.pipeline.originals import Originals
from generator.pipeline.pipeline import Pipeline
from generator.pipeline.secrecy import refuse_secrets
from generator.pipeline.shipped import shipped
from generator.screening.screen import masked, matches
from generator.screening.shapes import Sensitivity
from generator.site import assets
from generator.site.manifest import library_versions

_IN_TEXT = frozenset({Rule.PERSONAL_DATA, Rule.PEOPLE})
"""What an edition can take out of any text; other rules are about records, which a file holds in ways of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidencePack:
    """A pack, ready to be written."""

    content: bytes
    count: int
    """Files in it."""
    sha256: str
    """Of the list of digests in it."""


def evidence_pack(pipeline: Pipeline, model: str = "") -> EvidencePack:
    """Make the pack; the same inputs give the same bytes.

    Args:
        pipeline: the build that it is made of.
        model: a registered model; empty for the whole portfolio.

    Raises:
        StoreError: when a file changed since it was read.
        SiteError: when a file of the pack holds what looks like a secret; nothing is written then.
    """
    scope = Scope(portfolio=pipeline.portfolio, model=model)
    chapters = pipeline.render(tuple(_chapters(scope, pipeline.pages)))
    kept = retentions(scope)
    quoted = quotes(scope, chapters, kept)
    files = pack_files(
        Inputs(
            scope=scope,
            chapters=chapters,
            style=_style(pipeline),
            language=pipeline.language,
            retentions=kept,
            quotes=quoted,
            copies={copy.file.path: copy for copy in placed(_copies(pipeline, quoted))},
            evidence=index_evidence(pipeline.catalog.files),
            libraries=library_versions(),
        )
    )
    for file in files:
        refuse_secrets(file.content.decode("utf-8", "replace"), file.path)
    return EvidencePack(
        content=zipped(files, pipeline.snapshot.as_of), count=len(files), sha256=files[-1].sha256
    )


def _chapters(scope: Scope, pages: Sequence[Page]) -> Iterator[Page]:
    """The pages of the report: what is found on the whole, then each model and its versions in use."""
    by_path = {page.path: page for page in pages}
    wanted = [] if scope.model else [paths.AUDIT, paths.WAIVERS, paths.FINDINGS]
    for model in scope.models:
        wanted += [paths.model(model.name)] if scope.model else []
        wanted.append(paths.model_audit(model.name))
        wanted += (paths.version_audit(model.name, number) for number in versions_in_use(model))
    return (by_path[path] for path in wanted if path in by_path)


def _style(pipeline: Pipeline) -> Markup:
    snapshot = pipeline.snapshot
    files = {
        file.path: file.content
        for file in assets.asset_files(
            shipped("site_config"), snapshot, snapshot.site_name, pipeline.language
        )
    }
    fonts = {path.removeprefix("assets/"): content for path, content in files.items()}
    return inlined_style(files["assets/modelfolio.css"], fonts)


def _copies(pipeline: Pipeline, quoted: Iterable[Quote]) -> Iterator[Copy]:
    """What is kept of every file that is quoted."""
    known = {file.path: file for file in pipeline.catalog.files}
    unsure = {each.source.path for each in pipeline.catalog.sensitive if not each.confident}
    withheld = _withheld(pipeline)
    hide = _hiding(pipeline)
    with closing(Originals(pipeline.settings)) as originals:
        for path in sorted({quote.source.path for quote in quoted}):
            file = known.get(path)
            if file is None:
                yield absent(path)
            elif withheld:
                yield without_copy(file, withheld)
            elif path in unsure:
                yield without_copy(file, "holds what may be a secret of no known shape")
            else:
                yield _copy(file, originals, hide)


def _copy(file: FileRead, originals: Originals, hide: Callable[[str], str]) -> Copy:
    if not file.sha256:
        return without_copy(file, "could not be read")
    if file.size > COPY_LIMIT:
        return without_copy(file, "is greater than what is copied")
    try:
        data = originals.read(file, COPY_LIMIT)
    except StoreError as error:
        if error.slug == "file-changed":
            raise
        return without_copy(file, f"cannot be read again: {error.message}")
    if data is None:
        return without_copy(file, "cannot be found by the path that is shown")
    return copied(file, data, hide)


def _withheld(pipeline: Pipeline) -> str:
    """Why this edition holds no copies at all; empty where it may."""
    treatments = treatments_of(pipeline.catalog.policy, pipeline.settings.audience)
    rules = [rule for rule, done in treatments.items() if done is not Treatment.SHOW and rule not in _IN_TEXT]
    named = ", ".join(sorted(rule.value for rule in rules))
    return (
        f"the {pipeline.settings.audience.value} edition withholds {named}, which it may hold"
        if rules
        else ""
    )


def _hiding(pipeline: Pipeline) -> Callable[[str], str]:
    """Masks secrets, and what the edition redacts in any text."""
    policy = pipeline.catalog.policy
    allowed = frozenset(text.casefold() for text in (policy.allowed_texts if policy else ()))
    redact = pipeline.edition.redact

    def hide(text: str) -> str:
        shown: str = redact(masked(text, matches(text, Sensitivity.SECRET, allowed)))
        return shown

    return hide
