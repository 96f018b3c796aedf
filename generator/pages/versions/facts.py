"""What is recorded of one version, as facts for a page."""

import posixpath

from generator.analyses.origin import Origin
from generator.analyses.wording import version_label
from generator.catalog import Artifact, CodeVersion, Flavor, ModelVersion, Signature
from generator.messages import put_together, say, say_many
from generator.pages import paths
from generator.pages.portfolio import Portfolio, run_title
from generator.pages.text import instant, size
from generator.provenance import Fact, derived, missing, recorded

COMMIT_SHOWN = 10
"""Characters of a commit id that a narrow place shows, as ``git log`` does."""
_BESIDE_THE_MODEL = frozenset(
    {
        *("MLmodel", "registered_model_meta", "conda.yaml", "python_env.yaml", "requirements.txt"),
        *("input_example.json", "serving_input_example.json"),
    }
)
"""Files that MLflow writes beside the model."""
_GENERIC = "python_function"
"""The flavor that every other one is wrapped in."""


def flavor_name(flavor: Flavor) -> str:
    """The flavor with its library's version where recorded, such as ``sklearn 1.8.1``."""
    library = dict(flavor.fields).get(f"{flavor.name}_version", "")
    return f"{flavor.name} {library}" if library else flavor.name


def type_fact(origin: Origin) -> Fact:
    """Which library made the model: its flavor, the generic one last."""
    package = origin.package
    if package is None:
        return missing(origin.version.source, detail=say("no MLmodel file was found"))
    flavors = sorted(package.flavors, key=lambda flavor: (flavor.name == _GENERIC, flavor.name))
    if not flavors:
        return missing(package.source.at("flavors"))
    others = ", ".join(flavor.name for flavor in flavors[1:])
    return recorded(
        flavor_name(flavors[0]),
        flavors[0].source,
        detail=say("also {others}", others=others) if others else "",
    )


def logged_model_fact(origin: Origin, *, with_id: bool = True) -> Fact:
    """The logged model behind a version."""
    logged = origin.logged_model
    if logged is None:
        wanted = origin.version.model_id
        return missing(
            origin.version.source,
            detail=say("{wanted}, which no store holds", wanted=wanted) if wanted else "none",
        )
    return recorded(logged.name or logged.model_id, logged.source, detail=logged.model_id if with_id else "")


def size_fact(origin: Origin) -> Fact:
    """How large the model is: the files found, else what was recorded while saving it."""
    if origin.artifacts:
        total = size(sum(artifact.size for artifact in origin.artifacts))
        files = say_many(len(origin.artifacts), "{n} file", "{n} files")
        return derived(
            total,
            *(artifact.source for artifact in origin.artifacts),
            detail=say("{files} found", files=files),
        )
    package = origin.package
    if package is None or package.size_bytes is None:
        return missing(package.source.at("model_size_bytes") if package else origin.version.source)
    return recorded(
        size(package.size_bytes),
        package.source.at("model_size_bytes"),
        detail=say("as measured while saving"),
    )


def model_files(origin: Origin) -> tuple[Artifact, ...]:
    """The files that are the model itself: all but those that tell how it was packed, and examples."""
    return tuple(
        artifact
        for artifact in origin.artifacts
        if posixpath.basename(artifact.path) not in _BESIDE_THE_MODEL
    )


def model_file_fact(origin: Origin, href: str) -> Fact:
    """The SHA-256 of the model's file, the largest where there are several.

    Args:
        origin: what stands behind the version.
        href: where all its files are listed.
    """
    files = sorted(model_files(origin), key=lambda artifact: (-artifact.size, artifact.path))
    read = [artifact for artifact in files if artifact.source.sha256]
    if not read:
        words = say("no digest could be taken") if files else say("no model file was found in the store")
        return missing(origin.version.source, detail=words)
    detail = read[0].path + (
        say(" and {files}", files=say_many(len(files) - 1, "{n} other file", "{n} other files"))
        if len(files) > 1
        else ""
    )
    return derived(read[0].source.sha256, read[0].source, href=href, detail=detail)


def code_fact(origin: Origin) -> Fact:
    """The commit that the run says it came from."""
    code = origin.code
    if code is None or not code.commit:
        place = code.source if code else origin.run.source if origin.run else origin.version.source
        return missing(place, detail=say("no commit recorded"))
    return recorded(code.commit[:COMMIT_SHOWN], code.source, detail=code_detail(code))


def code_detail(code: CodeVersion) -> str:
    """Branch and state of the working tree, such as ``on main, clean tree``."""
    parts = [say("on {branch}", branch=code.branch)] if code.branch else []
    if code.dirty is not None:
        parts.append(say("with uncommitted changes") if code.dirty else say("clean tree"))
    return put_together(parts, ", ")


def signature_fact(origin: Origin, detail: str = "") -> Fact:
    """What goes in and comes out, such as ``28 inputs → 1 output``."""
    package = origin.package
    signature = package.signature if package else None
    if signature is None:
        return missing(package.source.at("signature") if package else origin.version.source)
    return recorded(signature_words(signature), signature.source, detail=detail)


def signature_words(signature: Signature) -> str:
    """``28 inputs → 1 output, 2 parameters``."""
    said = say(
        "{inputs} → {outputs}",
        inputs=say_many(len(signature.inputs), "{n} input", "{n} inputs"),
        outputs=say_many(len(signature.outputs), "{n} output", "{n} outputs"),
    )
    return (
        say(
            "{said}, {params}",
            said=said,
            params=say_many(len(signature.params), "{n} parameter", "{n} parameters"),
        )
        if signature.params
        else said
    )


def environment_fact(origin: Origin) -> Fact:
    """The Python and MLflow that packed the model."""
    package = origin.package
    if package is None:
        return missing(origin.version.source)
    named = ((say("Python"), package.python_version), ("MLflow", package.mlflow_version))
    words = ", ".join(f"{name} {version}" for name, version in named if version)
    return recorded(words, package.source)


def registered_fact(version: ModelVersion) -> Fact:
    """When the version was registered."""
    return recorded(instant(version.creation_time), version.at("creation_time"))


def user_fact(version: ModelVersion) -> Fact:
    """Who registered it; MLflow believes what the client says."""
    return recorded(version.user, version.at("user"), detail="self-declared" if version.user else "")


def run_fact(portfolio: Portfolio, origin: Origin) -> Fact:
    """The run behind a version."""
    run = origin.run
    if run is not None:
        return recorded(run_title(run), run.source, href=portfolio.run_href(run))
    wanted = origin.version.run_id
    detail = say("{wanted}, which no store holds", wanted=wanted) if wanted else say("no run recorded")
    return missing(origin.version.at("run_id"), detail=detail)


def copied_fact(portfolio: Portfolio, version: ModelVersion) -> Fact | None:
    """The version it is a copy of; None when it is none."""
    copied = version.copied_from
    if copied is None:
        return None
    known = (copied.name, copied.version) in portfolio.version_pages
    href = paths.version(copied.name, copied.version) if known else ""
    return recorded(f"{copied.name} {version_label(copied.version)}", version.at("source_uri"), href=href)
