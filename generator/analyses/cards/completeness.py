"""How much of a model's card is answered, by whom, and where the rest should stand."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from generator.analyses.cards.placeholders import is_placeholder, uncommented
from generator.catalog import (
    CARD_FIELDS,
    CardField,
    Catalog,
    FieldKind,
    ModelNarrative,
    Prose,
    RegisteredModel,
    Statement,
    Tag,
    Value,
    card_field,
)
from generator.catalog.card import folded
from generator.messages import say
from generator.provenance import Fact, Source, missing, recorded, stated

_DEEPEST = 4
"""Nested lists and mappings below this are counted, not told."""
_LONGEST_FILE_NAME = 100


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known about one field of the card."""

    field: CardField
    fact: Fact
    """Stated by a person, recorded by the registry, or missing with the place where it should stand."""
    prose: Prose | None = None
    """For a prose field that is answered: the section, to be rendered; the fact holds its Markdown as it is."""


@dataclass(frozen=True, kw_only=True)
class Completeness:
    """The card of one model, field by field."""

    model: str
    file: Source
    """The file about the model, or where it should stand."""
    answers: tuple[Answer, ...]
    """One for each of :data:`~generator.catalog.CARD_FIELDS`, in the order of the card."""

    @property
    def required(self) -> int:
        """How many fields a complete card has."""
        return sum(answer.field.required for answer in self.answers)

    @property
    def answered(self) -> int:
        """How many of the required fields are answered."""
        return sum(answer.field.required and answer.fact.present for answer in self.answers)

    @property
    def missing(self) -> tuple[Answer, ...]:
        """The required fields without an answer, in the order of the card."""
        return tuple(answer for answer in self.answers if answer.field.required and not answer.fact.present)

    @cached_property
    def by_key(self) -> Mapping[str, Answer]:
        """Every answer by :attr:`CardField.key`."""
        return {answer.field.key: answer for answer in self.answers}


def assess_completeness(
    catalog: Catalog, model: RegisteredModel, *, governance: str = "governance"
) -> Completeness:
    """Ask every field of the card what people stated, else what the registry recorded.

    The registry answers the summary by the model's description, and any front-matter field by a tag of the model whose
    key is the field's or one of its aliases, such as ``owner`` or ``license``. A section with nothing but comments or a
    word like *TBD* is no answer. Where the front matter holds a list or a mapping under the key of a prose field, that
    answers it as well as a section does.

    Args:
        catalog: where the narratives stand.
        model: the model asked about.
        governance: label of the governance folder, to say where an answer should stand when there is no file yet.
    """
    narrative = catalog.narratives_by_model.get(model.name)
    tags = _answering_tags(model)
    answers = []
    for field in CARD_FIELDS:
        place = _place(field, model, narrative, governance)
        if field.kind is FieldKind.PROSE:
            answers.append(_told(field, narrative, place))
        else:
            answers.append(_asked(field, narrative, model, tags.get(field.key), place))
    return Completeness(model=model.name, file=_file(model, narrative, governance), answers=tuple(answers))


def narrative_path(model_name: str, governance: str = "governance") -> str:
    """Where the file about a model is best written: its name, if that can be a file's name, else something like it.

    A file whose name is not the model's has to say ``model:`` in its front matter.
    """
    plain = "".join(
        "-" if character in '/\\:*?"<>|' or unicodedata.category(character)[0] == "C" else character
        for character in model_name
    )
    return f"{governance}/models/{plain.strip(' .')[:_LONGEST_FILE_NAME] or 'model'}.md"


def value_text(value: Value, depth: int = 0) -> str:
    """A front-matter value on one line: lists by commas, mappings as ``key: value``, yes and no for truth values."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case str() | int() | float():
            return str(value).strip()
        case Mapping() if depth < _DEEPEST:
            return ", ".join(f"{key}: {text}" for key, text in _inside(value, depth))
        case tuple() if depth < _DEEPEST:
            joint = "; " if any(isinstance(each, Mapping) for each in value) else ", "
            return joint.join(text for each in value if (text := value_text(each, depth + 1)))
        case _:
            return say("{value} entries", value=len(value))


def _inside(value: Mapping[str, Value], depth: int) -> Iterator[tuple[str, str]]:
    for key, each in value.items():
        text = value_text(each, depth + 1)
        if text:
            yield key, text


def _asked(
    field: CardField,
    narrative: ModelNarrative | None,
    model: RegisteredModel,
    tag: Tag | None,
    place: Source,
) -> Answer:
    statement = narrative.fields.get(field.key) if narrative else None
    text = value_text(statement.value) if statement else ""
    if statement and text and not is_placeholder(text):
        return Answer(field, stated(text, statement.source))
    if tag is not None:
        return Answer(field, recorded(tag.value, tag.source))
    if field.key == "summary" and model.description.strip():
        return Answer(field, recorded(model.description, model.at("description")))
    return Answer(field, missing(statement.source if statement else place, detail=_reason(statement, text)))


def _told(field: CardField, narrative: ModelNarrative | None, place: Source) -> Answer:
    section = narrative.section(field.key) if narrative else None
    particulars = _particulars(field, narrative)
    text = uncommented(section.markdown) if section else ""
    if section and text and not is_placeholder(text):
        sources = (section.source, particulars.source) if particulars else (section.source,)
        return Answer(field, stated(section.markdown, *sources), section)
    if particulars:
        return Answer(field, stated(value_text(particulars.value), particulars.source))
    if section is None:
        return Answer(field, missing(place, detail=say("no section “{field}”", field=field.title)))
    reason = say("the section says only “{text}”", text=text) if text else say("the section is empty")
    return Answer(field, missing(section.source, detail=reason))


def _particulars(field: CardField, narrative: ModelNarrative | None) -> Statement | None:
    """The list or mapping that the front matter holds under the key of a prose field; None when it says nothing."""
    statement = narrative.fields.get(field.key) if narrative else None
    if statement is None or not isinstance(statement.value, tuple | Mapping):
        return None
    return statement if value_text(statement.value) else None


def _reason(statement: Statement | None, text: str) -> str:
    if statement is None:
        return ""
    return say("it says only “{text}”", text=text) if text else say("it is empty")


def _answering_tags(model: RegisteredModel) -> Mapping[str, Tag]:
    """The tags of a model that answer a front-matter field, by the field's key; the field's own name goes first."""
    found: dict[str, Tag] = {}
    for tag in model.tags:
        field = card_field(FieldKind.FRONT_MATTER, tag.key)
        if field is None or not tag.value.strip() or is_placeholder(tag.value):
            continue
        if field.key not in found or folded(tag.key) == folded(field.key):
            found[field.key] = tag
    return found


def _place(
    field: CardField, model: RegisteredModel, narrative: ModelNarrative | None, governance: str
) -> Source:
    file = _file(model, narrative, governance)
    return file.at(field.key) if field.kind is FieldKind.FRONT_MATTER else file


def _file(model: RegisteredModel, narrative: ModelNarrative | None, governance: str) -> Source:
    return narrative.source if narrative else Source(narrative_path(model.name, governance))
