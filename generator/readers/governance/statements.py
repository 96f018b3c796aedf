"""What the front matter of a card file states: fields of the card, and the goals for its metrics."""

from collections.abc import Iterable, Iterator, Mapping

from generator.catalog import (
    CARD_FIELDS,
    FieldKind,
    MetricGoal,
    Problem,
    Severity,
    Statement,
    card_field,
)
from generator.catalog.card import folded
from generator.provenance.document import Document, FieldError
from generator.provenance.instants import instant_from_text
from generator.readers.governance.faults import MOST_TOLD, as_problem, close_match, counted_rest
from generator.readers.governance.values import frozen
from generator.readers.text import visible_name

MODEL_KEY = "model"
METRICS_KEY = "metrics"

_GOAL_KEYS = ("metric", "title", "higher_is_better", "threshold", "noise", "unit")
_DATES = frozenset({"validated_on", "reviewed_on", "review_due"})
_YES, _NO = frozenset({"yes", "on"}), frozenset({"no", "off"})
_UNKNOWN_KEY = "card-key-unknown"


def read_statements(document: Document, problems: list[Problem]) -> Mapping[str, Statement]:
    """The fields of the front matter by the key of the card field they answer, unknown ones under their own name.

    Of several keys that mean one field, the field's own name answers it before any alias, and the first alias before the
    next; the others are kept under the names they have. A list or a mapping under the name of a prose field holds the
    particulars of its answer and is kept under the field's key.
    """
    written = [key for key in document.values if key not in {MODEL_KEY, METRICS_KEY}]
    answering = _answering(written)
    fields = {key: _statement(document, name) for key, name in answering.items()}
    unknown: list[str] = []
    for name in written:
        field = card_field(FieldKind.FRONT_MATTER, name)
        told = card_field(FieldKind.PROSE, name)
        if field is None and told and told.key not in fields and _has_parts(document.values[name]):
            fields[told.key] = _statement(document, name)
            continue
        if field is None:
            unknown.append(name)
        elif answering[field.key] != name:
            problems.append(_same_field(document, name, answering[field.key]))
        else:
            problems.extend(_doubts(document, field.key, name))
            continue
        free = visible_name(name)
        while free in fields:
            free += " (again)"
        fields[free] = _statement(document, name)
    problems.extend(_unknown_key(document, name) for name in unknown[:MOST_TOLD])
    problems.extend(
        counted_rest(len(unknown), document.source, _UNKNOWN_KEY, "keys that are no field of the card")
    )
    return fields


def _has_parts(value: object) -> bool:
    """Whether a value is one that the front matter may hold for a prose field: its particulars one by one."""
    return isinstance(value, list | dict)


def _answering(written: Iterable[str]) -> Mapping[str, str]:
    """The key that answers each field, in the order written."""
    answering: dict[str, str] = {}
    for name in written:
        field = card_field(FieldKind.FRONT_MATTER, name)
        if field and (
            field.key not in answering or (folded(name) == folded(field.key) != folded(answering[field.key]))
        ):
            answering[field.key] = name
    return answering


def _statement(document: Document, name: str) -> Statement:
    return Statement(frozen(document.values[name]), document.at(name))


def read_goals(document: Document, problems: list[Problem]) -> tuple[MetricGoal, ...]:
    """What ``metrics`` says, in its order; an entry without a metric's name, or for one already named, is left out."""
    goals: dict[str, MetricGoal] = {}
    entries = document.mappings(METRICS_KEY)
    for entry in entries:
        try:
            goal = _goal(entry)
        except FieldError as fault:
            entry.faults.append(fault)
            continue
        if goal.metric in goals:
            message = f"{goal.metric!a} has a goal already"
            hint = "keep one goal for each metric"
            entry.faults.append(entry.fault("metric", message, slug="goal-twice", hint=hint))
        goals.setdefault(goal.metric, goal)
    unknown = [(entry, key) for entry in entries for key in entry if key not in _GOAL_KEYS]
    problems.extend(_unknown_goal_key(entry, key) for entry, key in unknown[:MOST_TOLD])
    problems.extend(
        counted_rest(len(unknown), document.source, "goal-key-unknown", "keys that are no field of a goal")
    )
    return tuple(goals.values())


def _goal(entry: Document) -> MetricGoal:
    metric = entry.require("metric").strip()
    noise = entry.number("noise")
    if noise is not None and noise < 0:
        entry.faults.append(entry.fault("noise", "noise is less than 0", slug="field-invalid"))
        noise = None
    return MetricGoal(
        metric=visible_name(metric),
        higher_is_better=_flag(entry, "higher_is_better"),
        threshold=entry.number("threshold"),
        noise=noise,
        title=visible_name(entry.text("title").strip()),
        unit=visible_name(entry.text("unit").strip()),
        source=entry.here,
    )


def _flag(entry: Document, key: str) -> bool | None:
    """True or false, also in the words that YAML 1.1 has for them."""
    value = entry.values.get(key)
    word = value.strip().casefold() if isinstance(value, str) else ""
    if word in _YES | _NO:
        return word in _YES
    return entry.flag(key)


def _unknown_goal_key(entry: Document, key: str) -> Problem:
    fault = entry.fault(key, f"{key!a} is no field of a goal", slug="goal-key-unknown")
    meant = close_match(key, _GOAL_KEYS)
    remedy = f"did you mean {meant}?" if meant else f"a goal has {', '.join(_GOAL_KEYS)}"
    return as_problem(fault, severity=Severity.NOTE, cost="the field is not read", remedy=remedy)


def _unknown_key(document: Document, written: str) -> Problem:
    fault = document.fault(written, f"{written!a} is no field of the card", slug=_UNKNOWN_KEY)
    section = card_field(FieldKind.PROSE, written)
    if section:
        remedy = f"write it below the front matter, under the heading “{section.title}”"
    else:
        known = (
            name
            for field in CARD_FIELDS
            if field.kind is FieldKind.FRONT_MATTER
            for name in (field.key, *field.aliases)
        )
        meant = close_match(written, (*known, MODEL_KEY, METRICS_KEY))
        remedy = f"did you mean {meant}?" if meant else ""
    cost = "it is shown as stated, and answers no question of the card"
    return as_problem(fault, severity=Severity.NOTE, cost=cost, remedy=remedy)


def _same_field(document: Document, written: str, answering: str) -> Problem:
    message = f"{written!a} means the same as {answering!a}, which answers the card"
    fault = document.fault(written, message, slug="card-key-twice")
    return as_problem(fault, cost="it is shown beside the card's fields", remedy="keep one of the two")


def _doubts(document: Document, key: str, written: str) -> Iterator[Problem]:
    """What is odd about the value of a field."""
    value = document.values[written]
    if key in _DATES and value is not None and not (isinstance(value, str) and instant_from_text(value)):
        shown = f"{value!a}" if isinstance(value, str) else "no single text"
        hint = "write it as 2026-11-20"
        fault = document.fault(
            written, f"{written} is {shown}, not a date", slug="card-date-invalid", hint=hint
        )
        yield as_problem(fault, cost="the pages cannot count days from it")
    elif key != "annex_iv" and not _is_plain(value):
        fault = document.fault(written, f"{written} is a list or mapping of lists", slug="card-value-nested")
        cost = "the card tells it in one line, from which its shape cannot be seen"
        yield as_problem(fault, cost=cost, remedy="write a text, or a list of texts")


def _is_plain(value: object) -> bool:
    """Whether a value is a scalar, a list of scalars or of flat mappings, or a mapping to scalars or lists of them."""
    match value:
        case list():
            return all(not isinstance(each, list) and _is_flat(each) for each in value)
        case dict():
            return all(_is_flat(each) and not isinstance(each, dict) for each in value.values())
        case _:
            return True


def _is_flat(value: object) -> bool:
    match value:
        case list():
            return not any(isinstance(each, list | dict) for each in value)
        case dict():
            return not any(isinstance(each, list | dict) for each in value.values())
        case _:
            return True
