"""The questions of the card below their headings: answers in place, gaps in place."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from generator.analyses.cards.completeness import Answer, Completeness, value_text
from generator.analyses.wording import bare_version, version_label
from generator.catalog import (
    CARD_FIELDS_BY_KEY,
    CardField,
    CardHeading,
    ModelNarrative,
    ModelVersion,
    Statement,
    Value,
)
from generator.messages import say
from generator.pages.pills import Pill
from generator.pages.stated import outside_link
from generator.pages.view import Section
from generator.provenance import Fact, Standing, stated

IN_HEAD = frozenset({"summary", "owner", "contact", "licence", "risk_tier", "validated_by", "review_due"})
"""Fields that the head of the card answers; below it they stand only while nobody answered them."""
SECTIONS = {
    heading: Section(heading.value.lower().replace(" ", "-"), say(heading.value)) for heading in CardHeading
}
_OPENS, _CLOSES = "<!--", "-->"


@dataclass(frozen=True, slots=True)
class Item:
    """One of several things that an answer names."""

    label: str
    """What it is called there; empty in a plain list."""
    text: str
    link: str
    """Where it leads outside the site; empty for nowhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardAnswer:
    """One question of the card with its answer, or with the gap."""

    field: CardField
    fact: Fact
    link: str = ""
    """Where the value leads outside the site; empty for nowhere."""
    markdown: str = ""
    """For prose: the text, not yet rendered."""
    items: tuple[Item, ...] = ()
    """The parts of a value that is a list or a mapping, for prose those of its particulars; empty for a plain one."""
    pill: Pill | None = None
    """A word on the value."""
    trouble: str = ""
    """What is wrong with what was written, where something was and it is no answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerGroup:
    """The questions below one heading."""

    section: Section
    answers: tuple[CardAnswer, ...]
    """In the order of the card: those with an answer, and required ones without."""
    open_questions: tuple[CardField, ...]
    """Questions that a card may leave open, and that this one does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Further:
    """Something stated that is no field of the card."""

    title: str
    fact: Fact
    markdown: str = ""


def answer_groups(
    completeness: Completeness, narrative: ModelNarrative | None, described: ModelVersion | None
) -> dict[CardHeading, AnswerGroup]:
    """Every heading with its questions.

    Args:
        completeness: what is known about every field.
        narrative: what people wrote; None when there is no such file.
        described: the version that the card speaks of, to hold the version reviewed against.
    """
    groups: dict[CardHeading, list[Answer]] = {heading: [] for heading in CardHeading}
    for answer in completeness.answers:
        groups[answer.field.heading].append(answer)
    return {heading: _group(heading, answers, narrative, described) for heading, answers in groups.items()}


def card_answer(answer: Answer, statement: Statement | None = None) -> CardAnswer:
    """An answer made fit for the page.

    Args:
        answer: what is known about the field.
        statement: what a person wrote of it, to show the parts of a list or a mapping one by one.
    """
    stated_parts = statement is not None and answer.fact.standing is Standing.STATED
    return CardAnswer(
        field=answer.field,
        fact=answer.fact,
        link="" if answer.prose else outside_link(answer.fact.value),
        markdown=_uncommented(answer.prose.markdown) if answer.prose else "",
        items=tuple(_items(statement.value)) if statement is not None and stated_parts else (),
    )


def further_statements(narrative: ModelNarrative | None) -> Iterator[Further]:
    """Front matter and sections that are no fields of the card, in the order written."""
    if narrative is None:
        return
    for key, statement in narrative.fields.items():
        if key not in CARD_FIELDS_BY_KEY:
            yield Further(title=key, fact=stated(value_text(statement.value), statement.source))
    answered: set[str] = set()
    for prose in narrative.prose:
        if not prose.key or prose.key in answered:
            title = prose.title or say("Text without a heading")
            text = _uncommented(prose.markdown)
            yield Further(title=title, fact=stated(text.strip(), prose.source), markdown=text)
        answered.add(prose.key)


def _group(
    heading: CardHeading,
    answers: list[Answer],
    narrative: ModelNarrative | None,
    described: ModelVersion | None,
) -> AnswerGroup:
    shown = [
        answer
        for answer in answers
        if (answer.field.key not in IN_HEAD if answer.fact.present else answer.field.required)
    ]
    return AnswerGroup(
        section=SECTIONS[heading],
        answers=tuple(_in_place(answer, narrative, described) for answer in shown),
        open_questions=tuple(
            answer.field for answer in answers if not answer.fact.present and not answer.field.required
        ),
    )


def _in_place(answer: Answer, narrative: ModelNarrative | None, described: ModelVersion | None) -> CardAnswer:
    key = answer.field.key
    statement = narrative.fields.get(key) if narrative else None
    written = statement is not None or (narrative is not None and narrative.section(key) is not None)
    shown = card_answer(answer, statement)
    if not answer.fact.present:
        return replace(shown, trouble=answer.fact.detail if written else "")
    return replace(shown, pill=_review_pill(statement, described)) if key == "reviewed" else shown


def _items(value: Value) -> Iterator[Item]:
    if isinstance(value, Mapping):
        parts = [(key.replace("_", " "), each) for key, each in value.items()]
    elif isinstance(value, tuple) and len(value) > 1:
        parts = [("", each) for each in value]
    else:
        parts = []
    for label, each in parts:
        text = _point_text(each) if isinstance(each, Mapping) else value_text(each, 1)
        if text:
            yield Item(label, text, outside_link(text))


def _point_text(value: Mapping[str, Value]) -> str:
    """A mapping within a mapping, such as a point of technical documentation: what it says, then the rest by name."""
    first = value_text(value.get("text"))
    rest = [
        f"{key.replace('_', ' ')}: {text}"
        for key, each in value.items()
        if key != "text" and (text := value_text(each, 2))
    ]
    return " · ".join([*([first] if first else []), *rest])


def _review_pill(statement: Statement | None, described: ModelVersion | None) -> Pill | None:
    """Whether the version reviewed is the one that the card describes; None where no version is named."""
    value = statement.value if statement else None
    reviewed = value_text(value.get("version") if isinstance(value, Mapping) else value)
    if not reviewed:
        return None
    if described is None:
        return Pill("warn", say("no version is registered"))
    if bare_version(reviewed) == bare_version(described.version):
        return Pill("pass", say("the version described"))
    return Pill("warn", say("the card describes {version}", version=version_label(described.version)))


def _uncommented(markdown: str) -> str:
    """The text without the comments that have lines of their own, such as the hints of a template."""
    kept: list[str] = []
    done = 0
    while (start := markdown.find(_OPENS, done)) >= 0 and (end := markdown.find(_CLOSES, start)) >= 0:
        end += len(_CLOSES)
        line_start = markdown.rfind("\n", done, start) + 1 or done
        line_end = len(markdown) if (found := markdown.find("\n", end)) < 0 else found
        alone = not markdown[line_start:start].strip() and not markdown[end:line_end].strip()
        kept.append(markdown[done : line_start if alone else end])
        done = end
    return "".join((*kept, markdown[done:]))
