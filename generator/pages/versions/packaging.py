"""What a version was made with and packed in: code, Python, packages, container image."""

from collections.abc import Iterator

from generator.analyses.origin import Origin
from generator.analyses.packaging.container_images import container_images
from generator.analyses.packaging.pinning import lock_files, pinning_of
from generator.analyses.wording import listed
from generator.messages import say
from generator.pages.fact_rows import FactRow
from generator.pages.portfolio import Portfolio
from generator.pages.text import instant, number
from generator.pages.versions import facts as version_facts
from generator.provenance import Fact, derived, missing, recorded

_IMAGES = 6
"""Container images that are listed."""


def code_rows(origin: Origin) -> Iterator[FactRow]:
    """The code that the run says it came from, and how it was started; nothing when it says nothing."""
    code = origin.code
    if code is None:
        return
    yield FactRow(label=say("Commit"), fact=recorded(code.commit, code.source), code=True)
    yield FactRow(label=say("Working tree"), fact=recorded(_tree(code.dirty), code.source))
    yield FactRow(label=say("Branch"), fact=recorded(code.branch, code.source))
    yield FactRow(label=say("Repository"), fact=recorded(code.repository, code.source))
    yield FactRow(label=say("Started by"), fact=recorded(code.entry_point, code.source, detail=code.kind))


def packaging_rows(portfolio: Portfolio, origin: Origin) -> Iterator[FactRow]:
    """What the model is packed in; nothing but its container images when no package was found."""
    if origin.package is not None:
        if origin.version.model_id:
            yield FactRow(label=say("Logged model"), fact=version_facts.logged_model_fact(origin))
        yield FactRow(label=say("Packed with"), fact=version_facts.environment_fact(origin))
        packed = recorded(instant(origin.package.creation_time), origin.package.source.at("utc_time_created"))
        yield FactRow(label=say("Packed on"), fact=packed)
        yield FactRow(label=say("Size"), fact=version_facts.size_fact(origin))
        yield FactRow(label=say("Packages pinned"), fact=_pinned(origin))
        yield FactRow(label=say("Lock file"), fact=_locked(origin))
    images = container_images(portfolio.catalog, origin)
    for image in images[:_IMAGES]:
        detail = "" if image.digest else say("without a digest: the name may mean another image tomorrow")
        fact = recorded(image.reference, image.source, detail=detail)
        yield FactRow(label=say("Container image, {of}", of=image.of), fact=fact)
    if not images and origin.package is not None:
        yield FactRow(
            label=say("Container image"),
            fact=missing(origin.version.source, detail=say("no tag or deployment names one")),
        )


def _pinned(origin: Origin) -> Fact:
    """How many of the packages that the model asks for are exact, and which are not."""
    package = origin.package
    pinning = pinning_of(package.requirements if package else ())
    total = len(pinning.exact) + len(pinning.loose)
    place = package.source if package else origin.version.source
    if not total:
        return missing(place, detail=say("no requirement is recorded"))
    names = listed([each.name or each.line for each in pinning.loose], 6)
    return derived(
        say("{exact} of {total}", exact=number(len(pinning.exact)), total=number(total)),
        *dict.fromkeys(each.source for each in (*pinning.loose, *pinning.exact)[:1]),
        detail=say("not exact: {names}", names=names) if pinning.loose else "",
    )


def _locked(origin: Origin) -> Fact:
    """The file that holds every package with its exact version."""
    found = lock_files(origin.artifacts)
    if not found:
        return missing(
            origin.package.source if origin.package else origin.version.source,
            detail=say("what the packages pull in is not recorded"),
        )
    return recorded(found[0].path, found[0].source)


def _tree(dirty: bool | None) -> str:
    return {True: say("with uncommitted changes"), False: say("clean"), None: ""}[dirty]
