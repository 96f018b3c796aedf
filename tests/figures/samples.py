"""Specs to draw: a bank's lineage as people meet it, and one of every kind of figure."""

from xml.etree import ElementTree as ET

from generator.figures.spec import (
    CurveLine,
    CurveSpec,
    EdgeStyle,
    FigureSpec,
    ForestRow,
    ForestSpec,
    GraphEdge,
    GraphNode,
    GraphSpec,
    MatrixCell,
    MatrixKey,
    MatrixSpec,
    ParallelAxis,
    ParallelLine,
    ParallelSpec,
    ScatterPoint,
    ScatterSpec,
    Tone,
    TrendPoint,
    TrendSpec,
)
from generator.figures.spec_of_time import LaneBar, LaneEvent, LanesSpec, WatchEvent, WatchLine, WatchSpec

SVG = "{http://www.w3.org/2000/svg}"
COLUMNS = ("Datasets", "Runs", "Logged models", "Versions", "Aliases", "Deployments")
HOSTILE = (
    "<script>alert(1)</script>",
    "</title><svg onload=alert(1)>",
    '" onmouseover="alert(1)',
    "$\\frac{1}{0$",
    "$$",
    "_hidden",
    "a\x07b\x00c",
    "\u202egnp.exe",
    "lone \ud800 surrogate",
    "two\nlines\tand a tab",
    "&lt;already&gt;",
    "漢字カナ 한국어",
    "ÅÄ́͂ⓐ 🙂",
    "]]>",
    "   ",
    "",
    "m" * 500,
)


def parsed(svg: str) -> ET.Element:
    """The figure as a reader of XML sees it."""
    return ET.fromstring(svg.encode("utf-8"))  # noqa: S314 - our own figure


def lineage() -> GraphSpec:
    """Seven versions of a fraud model, the three oldest folded, the seventh in focus."""
    nodes = [
        _node("events", 0, "feature_store.events_2026q2", "database", Tone.C1, hidden=1),
        _node("cards", 0, "card_txn_v2", "database", Tone.C1),
    ]
    edges: list[GraphEdge] = []
    for version in (7, 6, 5, 4):
        nodes += [
            _node(f"run{version}", 1, f"calm-elk-{version}31", "play-circle-outline", Tone.C2),
            _node(f"model{version}", 2, f"fraud_gbm_{version}", "cube-outline", Tone.C4),
            _node(
                f"version{version}",
                3,
                f"fraud-scorer v{version}",
                "tag-outline",
                Tone.C3,
                pill={7: "Staging", 6: "Production"}.get(version, "Archived"),
                pill_tone={7: Tone.WARN, 6: Tone.PASS}.get(version, Tone.NEUTRAL),
                focus=version == 7,
            ),
        ]
        edges += [
            GraphEdge("cards" if version % 2 else "events", f"run{version}"),
            GraphEdge(f"run{version}", f"model{version}"),
            GraphEdge(f"model{version}", f"version{version}"),
        ]
        if version < 7:
            edges.append(GraphEdge(f"version{version}", f"version{version + 1}", EdgeStyle.HISTORY))
    nodes += [
        _node("older", 3, "v1 - v3", "layers-triple-outline", Tone.C3, stacked=True),
        _node("champion", 4, "@champion", "bookmark-outline", Tone.C5),
        _node("serving", 5, "payments-eu / prod", "server-network", Tone.C6),
    ]
    edges += [
        GraphEdge("older", "version4", EdgeStyle.HISTORY),
        GraphEdge("version6", "champion", EdgeStyle.POINTER),
        GraphEdge("champion", "serving"),
        GraphEdge("events", "run7"),
    ]
    return GraphSpec(
        title="Lineage of fraud-scorer",
        description="Seven versions, the sixth in production.",
        columns=COLUMNS,
        nodes=tuple(nodes),
        edges=tuple(edges),
        legend=((EdgeStyle.FLOW, "used by, produced"), (EdgeStyle.HISTORY, "previous version")),
    )


def _node(
    name: str,
    column: int,
    label: str,
    icon: str,
    tone: Tone,
    *,
    pill: str = "",
    pill_tone: Tone = Tone.NEUTRAL,
    focus: bool = False,
    hidden: int = 0,
    stacked: bool = False,
) -> GraphNode:
    return GraphNode(
        id=name,
        column=column,
        label=label,
        detail="2 Jun 2026 · 88 min",
        icon=icon,
        tone=tone,
        href=f"../things/{name}.html",
        kind=COLUMNS[column].rstrip("s").lower(),
        pill=pill,
        pill_tone=pill_tone,
        focus=focus,
        hidden=hidden,
        stacked=stacked,
    )


def trend(*values: float | None, **options: object) -> TrendSpec:
    """A trend of versions v1, v2 ... with those values."""
    settings: dict[str, object] = {
        "title": "AUC by version",
        "heading": "AUC (holdout)",
        "points": tuple(TrendPoint(label=f"v{index}", value=value) for index, value in enumerate(values, 1)),
        **options,
    }
    return TrendSpec(**settings)  # type: ignore[arg-type]


def curve(*lines: CurveLine) -> CurveSpec:
    """Lines over steps."""
    return CurveSpec(title="Loss", heading="Log loss", x_label="step", lines=lines)


def forest(**options: object) -> ForestSpec:
    """Four measures of two versions: better, worse beyond its margin, not told apart, and a single number."""
    rows = (
        ForestRow(
            label="AUC", value=1.1, lower=0.5, upper=1.8, margin=-0.5, first="0.931", second="0.941", word="better",
            tone=Tone.PASS,
        ),
        ForestRow(
            label="Cost per 1 k calls", value=-8.1, lower=-9.0, upper=-7.2, margin=-5.0, first="0.31", second="0.335",
            word="worse", tone=Tone.FAIL,
        ),
        ForestRow(label="Precision", value=0.6, lower=-1.1, upper=2.2, word="not distinguishable", tone=Tone.C1),
        ForestRow(label="Log loss", value=3.3, first="0.214", second="0.207", word="no verdict"),
    )  # fmt: skip
    settings: dict[str, object] = {
        "title": "v7 against v6",
        "first": "v6",
        "second": "v7",
        "rows": rows,
        **options,
    }
    return ForestSpec(**settings)  # type: ignore[arg-type]


def lanes(**options: object) -> LanesSpec:
    """Four versions in production, one of them rolled back, one in staging, a stretch that nothing proves."""
    settings: dict[str, object] = {
        "title": "Who held which stage",
        "lanes": ("Production", "Staging"),
        "bars": (
            LaneBar(lane=0, start=10, end=100, label="v1", tone=Tone.PASS, href="v1.html"),
            LaneBar(lane=0, start=100, end=160, label="v2", tone=Tone.PASS, mark="rolled back"),
            LaneBar(lane=0, start=160, end=200, label="v1?", uncertain=True),
            LaneBar(
                lane=0, start=200, end=300, label="v1", detail="since June", tone=Tone.PASS, open_end=True
            ),
            LaneBar(lane=1, start=80, end=100, label="v2", tone=Tone.WARN),
            LaneBar(lane=1, start=90, end=240, label="v3", tone=Tone.WARN),
        ),
        "events": (LaneEvent(at=150, label="incident INC-1", detail="wrong scores"),),
        "start": 0.0,
        "end": 300.0,
        "ticks": ((50.0, "Feb"), (100.0, "Apr"), (250.0, "Sep")),
        "heading": "Dashed: nothing proves who held it",
        "end_label": "2026-10-28",
    }
    return LanesSpec(**settings | options)  # type: ignore[arg-type]


def every_kind() -> tuple[FigureSpec, ...]:
    """One ordinary figure of each kind."""
    return (
        lineage(),
        forest(),
        forest(width=372),
        lanes(),
        trend(0.887, 0.902, None, 0.917, 0.909, threshold=0.9, higher_is_better=True, noise=0.005),
        curve(
            CurveLine(label="validation", points=tuple((float(x), 1 / (x + 1)) for x in range(60))),
            CurveLine(
                label="training", points=tuple((float(x), 0.9 / (x + 1)) for x in range(60)), tone=Tone.C2
            ),
            CurveLine(label="other", points=((0.0, 0.5), (59.0, 0.4)), quiet=True),
        ),
        ScatterSpec(
            title="AUC against learning rate",
            heading="AUC",
            x_label="learning rate",
            y_label="AUC",
            points=tuple(
                ScatterPoint(
                    label=f"run {n}", x=10.0**-n, y=n / 10, href=f"r{n}.html", marked=n == 2, quiet=n == 4
                )
                for n in range(1, 6)
            ),
            log_x=True,
        ),
        ParallelSpec(
            title="Sweep",
            axes=(
                ParallelAxis(label="rate", log=True),
                ParallelAxis(label="booster", categories=("gbtree", "dart")),
                ParallelAxis(label="AUC", higher_is_better=True),
            ),
            lines=tuple(
                ParallelLine(
                    label=f"run {n}",
                    values=(10.0**-n, n % 2 or None, n / 10),
                    rank=n / 5,
                    marked=n == 4,
                    href=f"r{n}.html",
                )
                for n in range(1, 6)
            ),
        ),
        MatrixSpec(
            title="Controls by model",
            rows=("Model card complete", "Data licence approved"),
            columns=("fraud-scorer", "churn"),
            cells=(
                MatrixCell(row=0, column=0, icon="check-bold", tone=Tone.PASS, href="a.html", label="met"),
                MatrixCell(row=0, column=1, text="12"),
                MatrixCell(row=1, column=1),
            ),
            notes=("1/2", "2/2"),
            notes_heading="met",
            legend=(MatrixKey(words="pass", icon="check-bold", tone=Tone.PASS),),
        ),
        watch(),
    )


FIRST_DAY = 739_500.0
"""2025-09-08, as :meth:`date.toordinal` counts."""


def watched(label: str, *values: float, **options: object) -> WatchLine:
    """A line with a value each week."""
    points = tuple((FIRST_DAY + 7 * index, value) for index, value in enumerate(values))
    return WatchLine(label=label, points=points, **options)  # type: ignore[arg-type]


def watch(**options: object) -> WatchSpec:
    """Two features of a drift signal, the first beyond its limit at the end."""
    settings: dict[str, object] = {
        "title": "Drift of fraud",
        "heading": "psi",
        "lines": (
            watched("amount", 0.05, 0.12, 0.25, 0.3),
            watched("age", 0.04, 0.05, 0.03, 0.05, quiet=True),
        ),
        "warn": 0.1,
        "alert": 0.2,
        "until": FIRST_DAY + 70,
        "silence": "no value for 49 days",
        "events": (WatchEvent(day=FIRST_DAY + 10, words="v4"),),
        **options,
    }
    return WatchSpec(**settings)  # type: ignore[arg-type]
