"""The questions of the card below their headings: answers in place, gaps in place."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from generator.analyses.completeness import Answer, Completeness, value_text
from generator.analyses.wording import version_label
from generator.catalog import CARD_FIELDS_BY_KEY, CardField, CardHeading, ModelNarrative, ModelVersion
from generator.pages.pills import Pill
from generator.pages.stated import outside_link
from generator.pages.view import Section
from generator.provenance import Fact, stated

IN_HEAD = frozenset({"summary", "owner", "contact", "licence", "risk_tier", "validated_by", "review_due"})
"""Fields that the head of the card answers; below it they stand only while nobody answered them."""
SECTIONS = {
    heading: Section(heading.value.lower().replace(" ", "-"), heading.value) for heading in CardHeading
}
_REVIEWED = "reviewed"
_OPENS, _CLOSES = "<!--", "-->"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardAnswer:
    """One question of the card with its answer, or with the gap."""

    field: CardField
    fact: Fact
    link: str = ""
    """Where the value leads outside the site; empty for nowhere."""
    markdown: str = ""
    """For prose: the text, not yet rendered."""
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
    completeness: Completeness, narrative: ModelNarrative | None
) -> dict[CardHeading, AnswerGroup]:
    """Every heading with its questions."""
    groups: dict[CardHeading, list[Answer]] = {heading: [] for heading in CardHeading}
    for answer in completeness.answers:
        groups[answer.field.heading].append(answer)
    written = {prose.key for prose in narrative.prose} | narrative.fields.keys() if narrative else set()
    return {heading: _group(heading, answers, written) for heading, answers in groups.items()}


def held_against(group: AnswerGroup, described: ModelVersion | None) -> AnswerGroup:
    """The group with a word on the version reviewed: whether it is the one that the card describes."""
    return replace(
        group,
        answers=tuple(
            replace(answer, pill=_review_pill(answer.fact.value, described))
            if answer.field.key == _REVIEWED and answer.fact.present
            else answer
            for answer in group.answers
        ),
    )


def card_answer(answer: Answer) -> CardAnswer:
    """An answer made fit for the page."""
    if answer.prose is not None:
        return CardAnswer(field=answer.field, fact=answer.fact, markdown=_uncommented(answer.prose.markdown))
    return CardAnswer(field=answer.field, fact=answer.fact, link=outside_link(answer.fact.value))


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
            title = prose.title or "Text without a heading"
            text = _uncommented(prose.markdown)
            yield Further(title=title, fact=stated(text.strip(), prose.source), markdown=text)
        answered.add(prose.key)


def _group(heading: CardHeading, answers: list[Answer], written: AbstractSet[str]) -> AnswerGroup:
    return AnswerGroup(
        section=SECTIONS[heading],
        answers=tuple(
            replace(card_answer(answer), trouble=_trouble(answer, written))
            for answer in answers
            if (answer.fact.present and answer.field.key not in IN_HEAD)
            or (not answer.fact.present and answer.field.required)
        ),
        open_questions=tuple(
            answer.field for answer in answers if not answer.fact.present and not answer.field.required
        ),
    )


def _review_pill(reviewed: str, described: ModelVersion | None) -> Pill:
    if described is None:
        return Pill("warn", "no version is registered")
    if _bare(reviewed) == _bare(described.version):
        return Pill("pass", "the version described")
    return Pill("warn", f"the card describes {version_label(described.version)}")


def _bare(version: str) -> str:
    """A version without the word or letter before its number."""
    return version.strip().casefold().removeprefix("version").strip().removeprefix("v")


def _trouble(answer: Answer, written: AbstractSet[str]) -> str:
    """Why something written is no answer; a question that nobody touched needs no reason."""
    return answer.fact.detail if not answer.fact.present and answer.field.key in written else ""


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
