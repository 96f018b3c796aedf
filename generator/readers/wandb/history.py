"""What a W&B run logged step by step: a history in bounded memory for every number, whatever the format it stands in."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from generator.catalog import Metric
from generator.provenance import Source
from generator.readers.json_documents import number_of
from generator.readers.metric_series import MetricHistory
from generator.readers.text import visible_name

MOST_METRICS = 5_000
"""Names of one run that are kept as metrics."""
SYSTEM = frozenset({"_step", "_timestamp", "_runtime", "_wandb"})
"""What W&B itself adds to every step."""
TYPE = "_type"
"""Marks a mapping as media, a histogram, a table or a graph (``wandb/sdk/data_types``): never numbers of the run."""

_MILLISECONDS = 1000
_BEYOND_STEPS = 2**63
_LAST_TIME = 253402300799
"""9999-12-31, in seconds."""

Item: TypeAlias = "tuple[tuple[str, ...], object]"
"""The keys that lead to a value, and the value as JSON has it."""


@dataclass(slots=True)
class History:
    """The steps of one run, taken one after the other."""

    metrics: dict[str, MetricHistory] = field(default_factory=dict)
    sources: dict[str, Source] = field(default_factory=dict)
    """Where the first point of each metric stands."""
    names_left_out: set[str] = field(default_factory=set)
    """Some of the names beyond :data:`MOST_METRICS`."""
    steps: int = 0

    def take(self, items: Iterable[Item], source: Source, step: int | None = None) -> None:
        """One step.

        Args:
            items: everything logged in it.
            source: of the history.
            step: None when only ``_step`` among the items can tell, or else the order.
        """
        numbers, system = numbers_of(items)
        if step is None:
            step = whole(system.get("_step"), self.steps)
        self.steps += 1
        moment = milliseconds(system.get("_timestamp"))
        for key, value in numbers:
            history = self.metrics.get(key)
            if history is None:
                history = self._begin(key, source)
            if history is not None:
                history.add((step,), (value,), (moment,))

    def settle(self, before: Source, after: Source) -> None:
        """Put the digest of a file into the places in it, now that the file was read to its end."""
        for key, source in self.sources.items():
            if source.path == before.path and not source.sha256:
                self.sources[key] = Source(after.path, after.sha256, source.pointer)

    def records(self) -> tuple[Metric, ...]:
        """Every metric, by key."""
        return tuple(self.metrics[key].metric(key, self.sources[key]) for key in sorted(self.metrics))

    def _begin(self, key: str, source: Source) -> MetricHistory | None:
        if len(self.metrics) >= MOST_METRICS:
            if len(self.names_left_out) < MOST_METRICS:
                self.names_left_out.add(key)
            return None
        self.metrics[key] = MetricHistory(seeks_repeats=False)
        self.sources[key] = source.at(key)
        return self.metrics[key]


def numbers_of(items: Iterable[Item]) -> tuple[list[tuple[str, float]], dict[str, float]]:
    """The numbers among what was logged, by dotted key, and apart from them those that W&B itself added."""
    found: list[tuple[tuple[str, ...], float]] = []
    system: dict[str, float] = {}
    media: set[tuple[str, ...]] = set()
    for keys, value in _leaves(items):
        if keys[-1] == TYPE:
            media.add(keys[:-1])
            continue
        number = number_of(value)
        if number is None:
            continue
        if keys[0] in SYSTEM:
            system[".".join(keys)] = number
        else:
            found.append((keys, number))
    return [(_key(keys), number) for keys, number in found if not _is_media(keys, media)], system


def texts_of(items: Iterable[Item]) -> list[tuple[str, str]]:
    """The texts and truth values among what was logged, by dotted key."""
    found: list[tuple[tuple[str, ...], str]] = []
    media: set[tuple[str, ...]] = set()
    for keys, value in _leaves(items):
        if keys[-1] == TYPE:
            media.add(keys[:-1])
        elif keys[0] not in SYSTEM and isinstance(value, str | bool) and number_of(value) is None:
            found.append((keys, value if isinstance(value, str) else str(value).lower()))
    return [(_key(keys), text) for keys, text in found if not _is_media(keys, media)]


def whole(value: float | None, default: int) -> int:
    """A step, which is a whole number of 64 bits; the default for anything else."""
    return int(value) if value is not None and abs(value) < _BEYOND_STEPS else default


def milliseconds(seconds: float | None) -> int:
    """A Unix time; 0 where none is known."""
    if seconds is None or not 0 <= seconds <= _LAST_TIME:
        return 0
    return round(seconds * _MILLISECONDS)


def items_in(values: Mapping[str, object]) -> Iterator[Item]:
    """What stands in a mapping."""
    for key, value in values.items():
        yield (key,), value


def _leaves(items: Iterable[Item]) -> Iterator[Item]:
    """Every value that is no mapping."""
    for keys, value in items:
        if isinstance(value, Mapping):
            yield from _leaves(((*keys, str(name)), below) for name, below in value.items())
        elif keys:
            yield keys, value


def _is_media(keys: tuple[str, ...], media: set[tuple[str, ...]]) -> bool:
    return bool(media) and any(keys[:length] in media for length in range(1, len(keys)))


def _key(keys: tuple[str, ...]) -> str:
    return visible_name(".".join(keys))
