"""What differs between two versions of a model."""

from collections.abc import Iterator
from typing import Any

from generator.analyses.changes import Change, SignatureFieldChange, VersionDiff, describe
from generator.analyses.wording import number, signed, version_label
from generator.exports.differences import Differences, DiffRow
from generator.provenance import Source

_DIGEST = 12


def version_differences(diff: VersionDiff) -> Differences:
    """Everything that differs, part by part; what is the same or cannot be compared is left out."""
    old, new = _labels(diff)
    return Differences(
        title=f"{diff.new.name}: {old} against {new}",
        old=old,
        new=new,
        told=_told(diff),
        rows=tuple(row for row in _rows(diff) if row.change not in {Change.SAME, Change.UNKNOWN}),
        data={
            "model": diff.new.name,
            "old": diff.old.version if diff.old else None,
            "new": diff.new.version,
            "bump": {
                "size": diff.bump.size.value,
                "rule": diff.bump.rule,
                "hits": [
                    {
                        "rule": hit.rule,
                        "size": hit.size.value,
                        "meaning": hit.meaning,
                        "subjects": list(hit.subjects),
                    }
                    for hit in diff.bump.hits
                ],
            },
            "not_compared": [part.value for part in diff.uncompared],
        },
    )


def _told(diff: VersionDiff) -> tuple[str, ...]:
    """The sentences that sum the difference up."""
    told = [f"{note.text} ({note.rule})" if note.rule else note.text for note in describe(diff)]
    if diff.uncompared:
        told.append(f"Not compared: {', '.join(part.value for part in diff.uncompared)}.")
    return tuple(told)


def _labels(diff: VersionDiff) -> tuple[str, str]:
    return (version_label(diff.old.version) if diff.old else "nothing"), version_label(diff.new.version)


def _rows(diff: VersionDiff) -> Iterator[DiffRow]:
    yield from _measured(diff)
    for param in diff.params:
        old, new = (each.value if each else "" for each in (param.old, param.new))
        yield _row("parameter", param.key, param.change, old, new, param.old, param.new)
    for data in diff.data:
        sides = [f"{use.used.name} {use.used.digest}".strip() if use else "" for use in (data.old, data.new)]
        rows = f", {signed(data.rows_delta)} rows" if data.rows_delta else ""
        yield _row(
            "data",
            data.context or "context not recorded",
            data.change,
            sides[0],
            sides[1] + rows,
            data.old,
            data.new,
        )
    for field in diff.signature.changes:
        yield _field(diff, field)
    for flavor in diff.flavors:
        name = f"{flavor.name} ({', '.join(flavor.fields)})" if flavor.fields else flavor.name
        yield _row("flavor", name, flavor.change, "", "", flavor.old, flavor.new)
    for package in diff.dependencies:
        old, new = (each.specifier or each.line if each else "" for each in (package.old, package.new))
        yield _row("package", package.name, package.change, old, new, package.old, package.new)
    yield _text(
        "Python",
        "",
        diff.python.change,
        diff.python.old,
        diff.python.new,
        (diff.python.old_source, diff.python.new_source),
    )
    for part, change in (("container image", diff.image), ("operating system", diff.system)):
        yield _text(part, "", change.change, change.old, change.new, (change.old_source, change.new_source))
    code = diff.code
    yield _row(
        "code",
        "commit",
        code.change,
        code.old.commit if code.old else "",
        code.new.commit if code.new else "",
        code.old,
        code.new,
    )
    trees = [
        {True: "uncommitted changes", False: "clean", None: ""}[side.dirty] if side else ""
        for side in (code.old, code.new)
    ]
    if trees[0] != trees[1]:
        yield _row("code", "working tree", Change.CHANGED, trees[0], trees[1], code.old, code.new)
    for file in diff.files.changes:
        old, new = (each.source.sha256[:_DIGEST] if each else "" for each in (file.old, file.new))
        yield _row("file", file.path, file.change, old, new, file.old, file.new)
    for tag in diff.tags:
        old, new = (each.value if each else "" for each in (tag.old, tag.new))
        yield _row("tag", tag.key, tag.change, old, new, tag.old, tag.new)
    words = diff.description
    yield _text("description", "", words.change, words.old, words.new, (words.old_source, words.new_source))


def _measured(diff: VersionDiff) -> Iterator[DiffRow]:
    for metric in diff.metrics:
        old, new = (number(each.last.value) if each else "" for each in (metric.old, metric.new))
        meaning = (
            metric.verdict.value if metric.delta and metric.verdict != "unknown" else metric.change.value
        )
        change = meaning if metric.change is Change.CHANGED else metric.change.value
        data = metric.new or metric.old
        name = f"{metric.key} on {data.dataset_name}" if data and data.dataset_name else metric.key
        yield _row("metric", name, change, old, new, metric.old, metric.new)


def _field(diff: VersionDiff, field: SignatureFieldChange) -> DiffRow:
    def told(side: Any) -> str:
        if side is None:
            return ""
        required = {True: ", required", False: ", optional", None: ""}[side.required]
        return f"{side.type}{required}{f', default {side.default}' if side.default else ''}"

    return _row(
        field.side.value,
        field.name,
        field.change,
        told(field.old),
        told(field.new),
        diff.signature.old,
        diff.signature.new,
    )


def _row(part: str, name: str, change: str, old: str, new: str, before: Any, after: Any) -> DiffRow:
    places = tuple(dict.fromkeys(side.source for side in (before, after) if side is not None))
    return DiffRow(part=part, name=name, change=str(change), old=old, new=new, sources=places)


def _text(
    part: str, name: str, change: str, old: str, new: str, places: tuple[Source | None, ...]
) -> DiffRow:
    return DiffRow(
        part=part,
        name=name,
        change=str(change),
        old=old,
        new=new,
        sources=tuple(place for place in places if place),
    )
