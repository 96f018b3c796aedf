"""What differs between two runs."""

from collections.abc import Iterator

from generator.analyses.changes import Change
from generator.analyses.runs.compare import RunDiff
from generator.analyses.runs.differences import differences_of
from generator.analyses.runs.target import Target
from generator.analyses.wording import number
from generator.catalog import EvaluationResult
from generator.exports.differences import Differences, DiffRow
from generator.pages.runs.links import labels_of
from generator.pages.runs.measures import measure_row, verdict_of_runs
from generator.pages.text import duration


def run_differences(diff: RunDiff, target: Target | None) -> Differences:
    """Every metric that differs, and everything else that does; what cannot be compared is told as such.

    Args:
        diff: the two runs.
        target: what the runs of their experiment are compared by; None for nothing.
    """
    old, new = labels_of(*diff.runs)
    verdict = verdict_of_runs(diff, target)
    gaps = [f"{part.value.capitalize()} not compared: {why}." for part, why in diff.uncompared.items()]
    return Differences(
        title=f"runs: {old} against {new}",
        old=old,
        new=new,
        told=(verdict.headline, *verdict.sentences, *gaps),
        rows=tuple(_rows(diff, target)),
        data={
            "old": diff.runs[0].run_id,
            "new": diff.runs[1].run_id,
            "compared_by": target.key if target else None,
            "not_compared": [part.value for part in diff.uncompared],
        },
    )


def _rows(diff: RunDiff, target: Target | None) -> Iterator[DiffRow]:
    for found in diff.metrics:
        row = measure_row(found, target)
        if row.way != "the same":
            way = f"{row.way}, {row.delta}" if row.way else "not comparable"
            yield DiffRow(
                part="metric", name=found.title, change=f"{way}: {found.judgement.value}",
                old=_value(found.old), new=_value(found.new), sources=row.row.sources,
            )  # fmt: skip
    for each in differences_of(diff):
        change = "not comparable" if each.change is Change.UNKNOWN else each.change.value
        change += f", {each.remark}" if each.remark else ""
        yield DiffRow(
            part=each.part.value, name=each.name, change=change, old=each.old, new=each.new, sources=each.sources
        )  # fmt: skip
    old, new = (duration(run.start_time, run.end_time) for run in diff.runs)
    if old != new:
        places = tuple(run.at(field) for run in diff.runs for field in ("start_time", "end_time"))
        yield DiffRow(part="duration", name="", change="changed", old=old, new=new, sources=places)


def _value(result: EvaluationResult | None) -> str:
    return number(result.value) if result is not None and result.value is not None else ""
