"""What a run records of how it could be repeated, fact by fact; what it does not record is shown as missing."""

from collections.abc import Iterator

from generator.analyses.origin import Ingredients, ingredients_of
from generator.analyses.packaging.container_images import image_tags
from generator.analyses.packaging.pinning import lock_files, pinning_of
from generator.analyses.packaging.recorded import hardware_of, python_of, requirements_of, system_of
from generator.analyses.runs.repeat import command_of, file_checks, seeds_of
from generator.analyses.wording import listed
from generator.catalog import Run
from generator.messages import say, say_many
from generator.pages.portfolio import Portfolio
from generator.pages.text import number
from generator.provenance import Fact, derived, missing, recorded

_NAMED = 6
"""Packages, seeds or files that one fact names."""
_TREES = {True: say("had changes"), False: say("clean"), None: ""}


def repeat_rows(portfolio: Portfolio, run: Run) -> tuple[tuple[str, Fact], ...]:
    """Each fact with its label: the code, how it was started, where it ran, seeds, data, and whether its files stand."""
    made = ingredients_of(portfolio.catalog, run)
    return (
        *_code(made),
        (say("Command line"), _command(made)),
        (say("Python"), _python(made)),
        (say("Packages pinned"), _packages(made)),
        (say("Lock file"), _lock(made)),
        (say("Container image"), _image(made)),
        (say("Operating system"), _system(made)),
        (say("Hardware"), _hardware(made)),
        (say("Seeds"), _seeds(made)),
        (say("Data by digest"), _data(made)),
        *_files(portfolio, made, run),
    )


def _code(made: Ingredients) -> Iterator[tuple[str, Fact]]:
    code = made.code
    if code is None:
        yield say("Code commit"), missing(made.place, detail=say("no code version recorded"))
        return
    yield say("Code commit"), recorded(code.commit, code.source)
    yield (
        say("Working tree"),
        recorded(
            _TREES[code.dirty],
            code.source,
            detail=say("the commit is not all that ran") if code.dirty else "",
        ),
    )
    yield say("Repository"), recorded(code.repository, code.source)
    yield say("Entry point"), recorded(code.entry_point, code.source, detail=code.kind)


def _command(made: Ingredients) -> Fact:
    tag = command_of(made)
    if tag is not None:
        return recorded(tag.value, tag.source)
    return missing(made.place, detail=say("how params were handed over is not recorded"))


def _python(made: Ingredients) -> Fact:
    version, place = python_of(made)
    return recorded(version, place or made.place)


def _packages(made: Ingredients) -> Fact:
    requirements = requirements_of(made)
    pinning = pinning_of(requirements)
    total = len(pinning.exact) + len(pinning.loose)
    if not total:
        return missing(made.place, detail=say("neither a model's requirements nor an installed package"))
    loose = listed([each.name or each.line for each in pinning.loose], _NAMED)
    return derived(
        say("{exact} of {total}", exact=number(len(pinning.exact)), total=number(total)),
        requirements[0].source,
        detail=say("not exact: {names}", names=loose) if pinning.loose else "",
    )


def _lock(made: Ingredients) -> Fact:
    found = lock_files(made.artifacts)
    if found:
        return recorded(found[0].path, found[0].source)
    return missing(made.place, detail=say("what the packages pull in is not recorded"))


def _image(made: Ingredients) -> Fact:
    tags = image_tags(made)
    if tags:
        return recorded(tags[0].value, tags[0].source)
    return missing(made.place, detail=say("no tag names one by its digest"))


def _system(made: Ingredients) -> Fact:
    system, place = system_of(made)
    return recorded(system, place or made.place)


def _hardware(made: Ingredients) -> Fact:
    tags = hardware_of(made)
    told = "; ".join(f"{tag.key.partition('.')[2] or tag.key} {tag.value}" for tag in tags)
    return recorded(told, *((tag.source for tag in tags) if tags else (made.place,)))


def _seeds(made: Ingredients) -> Fact:
    seeds = seeds_of(made)
    if not seeds:
        return missing(made.place, detail=say("no param or tag is named like a seed"))
    told = listed([f"{each.key} {each.value}".strip() for each in seeds], _NAMED)
    return recorded(told, *(each.source for each in seeds[:_NAMED]))


def _data(made: Ingredients) -> Fact:
    uses = made.inputs
    place = made.run.at("inputs") if made.run else made.place
    if not uses:
        return missing(place, detail=say("the run names no dataset"))
    with_digest = [use for use in uses if use.digest]
    without = listed([use.name for use in uses if not use.digest], _NAMED)
    return derived(
        say(
            "{digests} of {total}",
            digests=number(len(with_digest)),
            total=say_many(len(uses), "{n} dataset", "{n} datasets"),
        ),
        *dict.fromkeys(use.source for use in uses),
        detail=say("without a digest: {names}", names=without) if without else "",
    )


def _files(portfolio: Portfolio, made: Ingredients, run: Run) -> Iterator[tuple[str, Fact]]:
    subjects = [
        subject
        for version in portfolio.versions_by_run.get(run.run_id, ())
        for subject in portfolio.subjects[version.name].versions
        if subject.version.version == version.version
    ]
    checks = file_checks(
        made, ((portfolio.origin(subject.version), subject.approvals) for subject in subjects)
    )
    for check in checks:
        total = say_many(check.same + len(check.others), "{n} file", "{n} files")
        others = listed(check.others, _NAMED)
        fact = derived(
            say("{same} of {total} as written down", same=number(check.same), total=total),
            check.manifest.source,
            detail=say("not so: {names}", names=others) if others else "",
        )
        yield say("Files by {manifest}", manifest=check.manifest.name), fact
    if not checks:
        detail = say("no approval or checksum file says what they were")
        yield say("Files as written down"), missing(made.place, detail=detail)
