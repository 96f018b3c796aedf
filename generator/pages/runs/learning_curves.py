"""How the metrics of a run went from step to step: small panels, what belongs together in one."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from generator.catalog import Metric, MetricPoint, Run
from generator.figures.spec import CurveLine, CurveSpec, Tone
from generator.messages import put_together, say
from generator.pages.text import number

PANELS = 12
STEPS = 3
"""Different steps from which on a metric is a curve."""
LINES = 4
"""Lines of one panel; a further one begins another panel."""
ROWS = 30
"""Steps in the table behind a panel, evenly taken; every point is in the file that the page names."""

_LARGEST_STEP = 2**53
"""Beyond this a step is no number that an axis can hold; nobody trained that long."""
_BETWEEN_WORDS = re.compile(r"[/_.\-\s:]+")
_PARTS = frozenset(
    {
        "train",
        "training",
        "val",
        "valid",
        "validation",
        "test",
        "testing",
        "eval",
        "evaluation",
        "dev",
        "holdout",
    }
)
"""Words that name the part of the data a metric was measured on; metrics that differ in these alone are compared."""
_TONES = (Tone.C1, Tone.C2, Tone.C3, Tone.C4)
_SYSTEM = "system/"


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePanel:
    """One panel."""

    spec: CurveSpec
    heading: str
    """What is measured."""
    remark: str
    """The lowest and highest value of each line, in words."""
    metrics: tuple[Metric, ...]
    """One for each line."""
    rows: tuple[tuple[int, tuple[float | None, ...]], ...]
    """(step, the value of each line there), ascending; None where a line has no point."""
    steps: int
    """How many steps the figure has, those without a row too."""


def draw_curves(metrics: Iterable[Metric], first: Iterable[str] = ()) -> tuple[tuple[CurvePanel, ...], int]:
    """The panels of a run, at most :data:`PANELS`, and how many more there would be.

    Args:
        metrics: all metrics of the run; those of fewer than :data:`STEPS` steps are no curves.
        first: the metrics that matter most.
    """
    foremost = set(first)
    groups: dict[str, list[Metric]] = {}
    for metric in sorted(
        metrics, key=lambda metric: (metric.key, metric.dataset_name, metric.dataset_digest)
    ):
        if is_curve(metric):
            groups.setdefault(_measure(metric.key), []).append(metric)
    panels = [
        (measure, group[start : start + LINES])
        for measure, group in groups.items()
        for start in range(0, len(group), LINES)
    ]
    panels.sort(
        key=lambda panel: (
            not any(metric.key in foremost for metric in panel[1]),
            panel[1][0].key.startswith(_SYSTEM),
            panel[0],
        )
    )
    drawn = tuple(
        _panel(
            group[0].key if len(group) == 1 else measure,
            tuple((_label(metric, group), metric) for metric in group),
        )
        for measure, group in panels[:PANELS]
    )
    return drawn, max(0, len(panels) - PANELS)


def overlay_curves(
    old: Run, new: Run, labels: tuple[str, str], first: Iterable[str] = ()
) -> tuple[tuple[CurvePanel, ...], int]:
    """The curves of the metrics that two runs both followed, each pair in one panel; and how many more there would be.

    Args:
        old: drawn first.
        new: drawn over it.
        labels: of the two lines.
        first: the metrics that matter most.
    """
    foremost = list(first)
    before, after = (
        {(metric.key, metric.dataset_name): metric for metric in run.metrics if is_curve(metric)}
        for run in (old, new)
    )
    shared = sorted(
        before.keys() & after.keys(),
        key=lambda place: (place[0] not in foremost, place[0].startswith(_SYSTEM), place),
    )
    drawn = tuple(
        _panel(
            say("{key} on {data}", key=key, data=data) if data else key,
            tuple(zip(labels, (before[key, data], after[key, data]), strict=True)),
        )
        for key, data in shared[:PANELS]
    )
    return drawn, max(0, len(shared) - PANELS)


def is_curve(metric: Metric) -> bool:
    """Whether a metric was followed over enough steps that an axis can hold."""
    steps = {point.step for point in metric.series}
    return len(steps) >= STEPS and max(map(abs, steps)) <= _LARGEST_STEP


def _measure(key: str) -> str:
    """What a metric measures, whatever part of the data: ``loss`` for ``val_loss`` and ``train/loss``."""
    words = [word for word in _BETWEEN_WORDS.split(key) if word.casefold() not in _PARTS]
    return " ".join(words) or key


def _panel(heading: str, lines: Sequence[tuple[str, Metric]]) -> CurvePanel:
    """A panel with a line for each metric, named as is said beside it."""
    metrics = [metric for _, metric in lines]
    rows = _rows(metrics)
    return CurvePanel(
        spec=CurveSpec(
            title=say("{heading} by step", heading=heading),
            description=put_together((_told(label, metric) for label, metric in lines), " "),
            heading="",
            x_label=say("step"),
            lines=tuple(
                CurveLine(
                    label=label,
                    points=tuple((float(point.step), point.value) for point in metric.series),
                    tone=tone,
                )
                for (label, metric), tone in zip(lines, _TONES, strict=False)
            ),
        ),
        heading=heading,
        remark=put_together(
            filter(None, (_extremes(label if len(lines) > 1 else "", metric) for label, metric in lines)), " "
        ),
        metrics=tuple(metrics),
        rows=_thinned(rows),
        steps=len(rows),
    )


def _label(metric: Metric, others: Sequence[Metric]) -> str:
    shared = sum(other.key == metric.key for other in others) > 1
    if not shared:
        return metric.key
    return put_together((metric.key, " (", metric.dataset_name or say("no dataset"), ")"))


def _told(label: str, metric: Metric) -> str:
    words = say(
        "{key} begins at {first} and ends at {last}",
        key=label,
        first=_at(metric.first),
        last=_at(metric.last),
    )
    if metric.minimum and metric.maximum:
        words += say(
            "; lowest {minimum}, highest {maximum}", minimum=_at(metric.minimum), maximum=_at(metric.maximum)
        )
    return put_together((words, "."))


def _extremes(label: str, metric: Metric) -> str:
    lowest, highest = metric.minimum, metric.maximum
    if lowest is None or highest is None:
        return ""
    if not label:
        return say("Lowest {lowest}, highest {highest}.", lowest=_at(lowest), highest=_at(highest))
    return say(
        "{label}: lowest {lowest}, highest {highest}.",
        label=label,
        lowest=_at(lowest),
        highest=_at(highest),
    )


def _at(point: MetricPoint) -> str:
    return say("{point} (step {step})", point=number(point.value), step=number(point.step))


def _rows(metrics: Sequence[Metric]) -> list[tuple[int, tuple[float | None, ...]]]:
    by_step = [{point.step: point.value for point in metric.series} for metric in metrics]
    steps = sorted({step for values in by_step for step in values})
    return [(step, tuple(values.get(step) for values in by_step)) for step in steps]


def _thinned(
    rows: Sequence[tuple[int, tuple[float | None, ...]]],
) -> tuple[tuple[int, tuple[float | None, ...]], ...]:
    last = len(rows) - 1
    if last < ROWS:
        return tuple(rows)
    return tuple(rows[index] for index in sorted({round(row * last / (ROWS - 1)) for row in range(ROWS)}))
