"""What is drawn over time: stages and aliases in lanes, and what a monitor measured."""

from dataclasses import dataclass

from generator.figures.spec import FigureSpec, Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneBar:
    """A stretch of time in a lane: who held it."""

    lane: int
    """Index into :attr:`LanesSpec.lanes`."""
    start: float
    end: float
    """In the unit of the axis; not before the start."""
    label: str
    """A short word in the bar, such as ``v3``."""
    detail: str = ""
    """The rest of its tooltip, such as since when and until when."""
    tone: Tone = Tone.C1
    uncertain: bool = False
    """Dashed: nothing proves it."""
    mark: str = ""
    """Why it ended badly, such as ``rolled back``: drawn red, with a sign."""
    open_end: bool = False
    """Whether it lasts beyond the end of the axis."""
    href: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LaneEvent:
    """An instant that concerns all lanes: a dashed line with words."""

    at: float
    label: str
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class LanesSpec(FigureSpec):
    """Swimlanes over time."""

    lanes: tuple[str, ...]
    """From top to bottom."""
    bars: tuple[LaneBar, ...]
    events: tuple[LaneEvent, ...] = ()
    start: float
    end: float
    """Ends of the axis; the end is drawn as the day of the report."""
    ticks: tuple[tuple[float, str], ...]
    heading: str = ""
    end_label: str = ""
    """Words at the end of the axis, such as the day of the report."""
    width: int = 760


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchLine:
    """One line of a watch figure: a feature, or a metric in use."""

    label: str
    points: tuple[tuple[float, float], ...]
    """(day, value), ascending days; NaN and infinite values leave a gap."""
    tone: Tone = Tone.C1
    quiet: bool = False
    """Drawn thin and grey, as context."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WatchEvent:
    """Something that happened on a day, drawn as a line up the figure with its words."""

    day: float
    words: str
    """Short, such as ``v4`` or ``retrained``."""


@dataclass(frozen=True, kw_only=True)
class WatchSpec(FigureSpec):
    """What a monitor measured over time, with the bands it warns and alarms in. Days count as :meth:`date.toordinal`."""

    heading: str
    lines: tuple[WatchLine, ...]
    warn: float | None = None
    """Limit of the warning band; None for none."""
    alert: float | None = None
    """Limit of the alert band; values beyond it are crossed."""
    higher_is_better: bool = False
    """Whether the bands lie below their limits."""
    limit_word: str = "alert"
    """What the limit of the alert band is called."""
    until: float
    """The day of the report. From the last value to it, a stretch is hatched when :attr:`silence` says so."""
    silence: str = ""
    """What is said of the stretch without values, such as ``silent for 64 days``; empty when it is none to speak of."""
    events: tuple[WatchEvent, ...] = ()
    decimals: int = 2
    width: int = 760
