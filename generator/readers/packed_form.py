"""The form in which the records of one piece of a store are packed: what there is most of, in columns."""

import msgspec

from generator.catalog import Metric, Problem, Run


class Sources(msgspec.Struct, array_like=True):
    """Places in files, column by column; paths and digests by their positions among the strings."""

    paths: list[int] = []
    digests: list[int] = []
    """Empty when all of them are."""
    pointers: list[str] = []
    """Empty when all of them are."""


class Texts(msgspec.Struct, array_like=True):
    """Params or tags of all runs, one run's after another's."""

    counts: list[int] = []
    """How many each run has."""
    keys: list[int] = []
    values: list[str] = []
    sources: Sources = msgspec.field(default_factory=Sources)


class Histories(msgspec.Struct, array_like=True):
    """The metrics of all runs, one run's after another's."""

    counts: list[int] = []
    keys: list[int] = []
    lengths: list[int] = []
    """Points kept of each."""
    extremes: list[int] = []
    """Positions of the lowest and of the highest point of each; the first is negative for a metric in ``odd``."""
    has_steps: list[bool] = []
    """Whether the steps are written: they are not where they count from 0."""
    odd: list[Metric] = []
    """Metrics with more to them than their points, without these."""
    points: bytes = b""
    """Values, timestamps and steps of one metric after another, as the machine keeps them."""
    sources: Sources = msgspec.field(default_factory=Sources)


class Latest(msgspec.Struct, array_like=True):
    """The latest metrics of all runs, one run's after another's."""

    counts: list[int] = []
    """How many each run has."""
    keys: list[int] = []
    steps: list[int] = []
    values: list[float] = []
    timestamps: list[int] = []
    datasets: list[int] = []
    """Name and digest of each, one after the other; empty when none was measured on a dataset."""
    sources: Sources = msgspec.field(default_factory=Sources)


class Packed(msgspec.Struct, array_like=True):
    """The records of one piece."""

    strings: list[str]
    files: Sources
    sizes: list[int]
    etags: list[str]
    """Empty when all of them are."""
    runs: list[Run]
    """Without their params, tags and metrics, latest or whole."""
    params: Texts
    tags: Texts
    metrics: Histories
    latest: Latest
    problems: list[Problem]
