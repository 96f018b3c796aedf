"""Two runs against one another: what they were given, what they measured step by step, and what they left behind."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.analyses.changes import Change
from generator.analyses.runs.compare import RunDiff, RunPart, compare_runs
from generator.analyses.runs.differences import Difference, differences_of
from generator.analyses.runs.pairs import RunPair
from generator.analyses.runs.target import Target
from generator.catalog import Run
from generator.messages import put_together, say, say_many
from generator.pages import paths
from generator.pages.comparison.verdict import ComparisonVerdict
from generator.pages.fact_rows import keywords
from generator.pages.pills import Pill, change_tone
from generator.pages.portfolio import Portfolio, experiment_path, version_link
from generator.pages.runs.learning_curves import CurvePanel, overlay_curves
from generator.pages.runs.links import (
    LINKS,
    experiment_of,
    labels_of,
    reasons_told,
    run_breadcrumbs,
    run_comparison_link,
    run_comparison_links,
)
from generator.pages.runs.measures import MeasureRow, measure_row, verdict_of_runs
from generator.pages.text import count, duration, number
from generator.pages.view import Link, Page, PageKind, Section
from generator.provenance import Fact, Source, derived, missing

ROWS = 200
"""Rows of one table of differences; the rest is counted."""
_SHORT = 20
"""Characters of a run's name in the head of a column."""
_ABOUT = 0.05
"""Share by which two durations may differ and still be about as long."""
_NOUNS = {
    RunPart.PARAMS: "parameter",
    RunPart.DATA: "dataset",
    RunPart.PACKAGES: "package",
    RunPart.SIGNATURE: say("field of the signature"),
    RunPart.FILES: "file",
    RunPart.TAGS: "tag",
}
_PLURALS = {RunPart.SIGNATURE: say("fields of the signature")}
_TITLES = {
    RunPart.PARAMS: say("Parameters"),
    RunPart.DATA: say("Data"),
    RunPart.CODE: say("Code"),
    RunPart.ENVIRONMENT: say("Environment"),
    RunPart.PACKAGES: say("Packages"),
    RunPart.SIGNATURE: say("Signature"),
    RunPart.FILES: say("Artifacts"),
    RunPart.TAGS: say("Tags"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSide:
    """One of the two runs."""

    run: Run
    label: str
    """Its name, with the beginning of its id where both have the same."""
    short: str
    """The same for the head of a narrow column, cut."""
    href: str
    versions: tuple[Link, ...]
    """What was registered from it."""
    duration: Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRows:
    """One part of the comparison."""

    id: str
    title: str
    rows: tuple[tuple[Difference, Pill], ...]
    """At most :data:`ROWS`."""
    total: int
    same: str
    """How many are the same, in words; empty where there are none."""
    gap: str
    """What keeps the two from being compared; empty for nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunComparisonView:
    """The page of one pair."""

    baseline: RunSide
    candidate: RunSide
    why: str
    why_sources: tuple[Source, ...]
    target: Target | None
    verdict: ComparisonVerdict
    rows: tuple[MeasureRow, ...]
    slices: tuple[MeasureRow, ...]
    panels: tuple[CurvePanel, ...]
    more_panels: int
    parts: tuple[PartRows, ...]
    """Those of which either run records anything."""
    longer: str
    """How much longer the newer one took, such as ``1.4 times as long``; empty where that is not known."""
    others: tuple[Link, ...]


def run_comparison_views(portfolio: Portfolio) -> Iterator[Page]:
    """One page for each pair of runs."""
    for pair in portfolio.run_pairs:
        yield _page(portfolio, pair)


def diff_of_runs(portfolio: Portfolio, old: Run, new: Run) -> tuple[RunDiff, Target | None]:
    """What differs between two runs, and what the runs of the newer one's experiment are compared by."""
    target = portfolio.targets.get((new.store, new.experiment_id))
    models = _models(portfolio, new) or _models(portfolio, old)
    policy = portfolio.assessment.policy
    model = models[0] if models else ""
    return compare_runs(portfolio.catalog, policy, old, new, model=model, target=target), target


def _page(portfolio: Portfolio, pair: RunPair) -> Page:
    view = _view(portfolio, pair)
    return Page(
        path=paths.run_comparison(*pair.run_ids),
        kind=PageKind.RUN_COMPARISON,
        title=say(
            "Runs {candidate} against {baseline}",
            candidate=view.candidate.label,
            baseline=view.baseline.label,
        ),
        summary=view.verdict.headline,
        view=view,
        sections=_sections(view),
        breadcrumbs=run_breadcrumbs(portfolio, pair.candidate),
        local_navigation=_navigation(portfolio, pair, view),
        figures=tuple(panel.spec for panel in view.panels),
        keywords=keywords(
            ("compare", say("run against run"), *pair.run_ids),
            (link.text for side in (view.baseline, view.candidate) for link in side.versions),
            (row.row.found.metric for row in view.rows),
            (each.name for part in view.parts for each, _ in part.rows),
        ),
        run_id=pair.candidate.run_id,
    )


def _view(portfolio: Portfolio, pair: RunPair) -> RunComparisonView:
    old, new = pair.baseline, pair.candidate
    diff, target = diff_of_runs(portfolio, old, new)
    labels = labels_of(old, new)
    shorts = _shortened(labels)
    panels, more = overlay_curves(old, new, labels, (target.key,) if target else ())
    link = run_comparison_link(pair)
    others = [*run_comparison_links(portfolio, new), *run_comparison_links(portfolio, old)]
    return RunComparisonView(
        baseline=_side(portfolio, old, labels[0], shorts[0]),
        candidate=_side(portfolio, new, labels[1], shorts[1]),
        why=reasons_told(pair),
        why_sources=pair.sources,
        target=target,
        verdict=verdict_of_runs(diff, target),
        rows=_target_first(tuple(measure_row(found, target) for found in diff.metrics)),
        slices=tuple(measure_row(found, target) for found in diff.slices[:ROWS]),
        panels=panels,
        more_panels=more,
        parts=tuple(_parts(diff)),
        longer=_longer(old, new),
        others=tuple(dict.fromkeys(each for each, _ in others if each != link))[:LINKS],
    )


def _models(portfolio: Portfolio, run: Run) -> list[str]:
    """The models that versions of a run belong to."""
    return sorted({version.name for version in portfolio.versions_by_run.get(run.run_id, ())})


def _target_first(rows: tuple[MeasureRow, ...]) -> tuple[MeasureRow, ...]:
    return tuple(sorted(rows, key=lambda row: not row.is_target))


def _shortened(labels: tuple[str, str]) -> tuple[str, str]:
    """Both labels cut to the width of a column, unless they would then be the same."""
    first, second = (
        label if len(label) <= _SHORT else f"{label[: _SHORT - 1].rstrip()}…" for label in labels
    )
    return labels if first == second else (first, second)


def _side(portfolio: Portfolio, run: Run, label: str, short: str) -> RunSide:
    took = duration(run.start_time, run.end_time)
    places = run.at("start_time"), run.at("end_time")
    return RunSide(
        run=run,
        label=label,
        short=short,
        href=portfolio.run_href(run),
        versions=tuple(version_link(version) for version in portfolio.versions_by_run.get(run.run_id, ())),
        duration=derived(took, *places) if took else missing(places[1], detail=say("no end recorded")),
    )


def _longer(old: Run, new: Run) -> str:
    seconds = []
    for run in (old, new):
        if run.start_time is None or run.end_time is None or run.end_time <= run.start_time:
            return ""
        seconds.append((run.end_time - run.start_time).total_seconds())
    times = seconds[1] / seconds[0]
    return (
        say("about as long")
        if abs(times - 1) < _ABOUT
        else say("{times} times as long", times=number(times, 2))
    )


def _parts(diff: RunDiff) -> Iterator[PartRows]:
    """The parts of which one run at least records something, code and environment as one."""
    groups: dict[RunPart, list[Difference]] = {}
    for each in differences_of(diff):
        groups.setdefault(each.part, []).append(each)
    for part in RunPart:
        rows, same = groups.get(part, []), _same(diff, part, diff.same)
        gap = diff.uncompared.get(part, "")
        if rows or same or gap:
            yield PartRows(
                id=part.name.lower(),
                title=_TITLES[part],
                rows=tuple((each, _pill(each)) for each in rows[:ROWS]),
                total=len(rows),
                same=same,
                gap=gap,
            )


def _pill(each: Difference) -> Pill:
    if each.change is Change.UNKNOWN:
        return Pill("na", say("Not comparable"))
    return Pill(change_tone(each.change), say(each.change.value.capitalize()))


def _same(diff: RunDiff, part: RunPart, same: Mapping[RunPart, int]) -> str:
    if part is RunPart.CODE:
        code = diff.code
        return say("The commit is the same, and both trees were clean.") if code.change is Change.SAME else ""
    if part is RunPart.ENVIRONMENT:
        named = (
            (say("Python"), diff.python),
            (say("container image"), diff.image),
            (say("operating system"), diff.system),
        )
        alike = [put_together((name, " ", each.new)) for name, each in named if each.change is Change.SAME]
        return say("The same in both: {alike}.", alike=put_together(alike, ", ")) if alike else ""
    number = same.get(part, 0)
    if not number:
        return ""
    counted = count(number, _NOUNS[part], _PLURALS.get(part, ""))
    return say_many(
        number, "{counted} is the same in both.", "{counted} are the same in both.", counted=counted
    )


def _navigation(portfolio: Portfolio, pair: RunPair, view: RunComparisonView) -> tuple[Link, ...]:
    """The experiment, the two runs, this page, and the other comparisons of the two."""
    experiment = experiment_of(portfolio, pair.candidate)
    above = (Link(say("All runs"), f"{experiment_path(experiment)}#runs"),) if experiment else ()
    sides = (Link(side.label, side.href) for side in (view.candidate, view.baseline) if side.href)
    return (*above, *sides, run_comparison_link(pair), *view.others)


def _sections(view: RunComparisonView) -> tuple[Section, ...]:
    candidates = (
        (True, Section("metrics", say("Metrics"))),
        (bool(view.slices), Section("slices", say("Slices"))),
        (bool(view.panels), Section("curves", say("Step by step"))),
        *((True, Section(part.id, part.title)) for part in view.parts),
        (bool(view.others), Section("others", say("Other comparisons"))),
    )
    return tuple(section for present, section in candidates if present)
