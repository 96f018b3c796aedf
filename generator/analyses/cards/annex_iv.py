"""The technical documentation of a model, point by point of Annex IV: what answers each, and who vouches for it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from generator.analyses.cards.attachments import attachment
from generator.analyses.cards.completeness import Completeness, value_text
from generator.analyses.cards.placeholders import placeholder_in
from generator.analyses.origin import Origin, origin_of
from generator.catalog import (
    ANNEX_IV,
    CARD_FIELDS_BY_KEY,
    AnnexPoint,
    AnnexRecord,
    Catalog,
    ModelNarrative,
    ModelVersion,
    RegisteredModel,
    Statement,
    Value,
    annex_point,
)
from generator.messages import put_together, say, word
from generator.provenance import Source
from generator.provenance.instants import instant_from_text

ANNEX_KEY = "annex_iv"
_SIGNATURE = ("signed_by", "signed_on")
_RECORDS_SHOWN = 3


class PointState(StrEnum):
    """What became of one point."""

    FILLED = word("filled")
    """Words, fields of the card or records answer it."""
    ATTACHED = word("attached")
    """A document with its digest answers it."""
    NOT_APPLICABLE = word("not applicable")
    """Somebody says that it does not apply, and why."""
    EMPTY = word("empty")


@dataclass(frozen=True, slots=True, kw_only=True)
class PointAnswer:
    """One row of the matrix."""

    point: AnnexPoint
    state: PointState
    told: str
    """What answers it, in a few words; for an empty point what is lacking."""
    sources: tuple[Source, ...]
    """Where the answer stands, or should stand; never empty."""
    signed_by: str = ""
    """Who vouches for it, as written; empty when nobody does."""
    signed_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnicalFile:
    """The matrix of one model."""

    model: str
    version: str
    """The version whose records were looked at; empty for none."""
    points: tuple[PointAnswer, ...]
    """One for each of :data:`~generator.catalog.ANNEX_IV`, in the order of the annex."""
    unknown: tuple[tuple[str, Source], ...] = ()
    """Keys in the front matter that are no points, with their places."""

    @property
    def empty(self) -> tuple[PointAnswer, ...]:
        """The points that nothing answers."""
        return tuple(answer for answer in self.points if answer.state is PointState.EMPTY)


def technical_file(
    catalog: Catalog,
    model: RegisteredModel,
    completeness: Completeness,
    version: ModelVersion | None,
    *,
    governance: str = "governance",
) -> TechnicalFile:
    """Ask every point of the annex what people wrote about it, else the card and the records.

    ``annex_iv`` in the front matter is a mapping from points to a text, or to a mapping with ``text``, or ``file`` and
    ``sha256``, or ``not_applicable`` with the reason; each may have ``signed_by`` and ``signed_on``, which else are those
    that stand beside the points, else, where the card answers, those of the card's last review (``reviewed``).

    Args:
        catalog: the records.
        model: the model asked about.
        completeness: its card.
        version: the version whose records answer; None for none.
        governance: label of the governance folder.
    """
    narrative = catalog.narratives_by_model.get(model.name)
    asking = _Asking(
        catalog=catalog,
        model=model,
        completeness=completeness,
        narrative=narrative,
        origin=origin_of(catalog, version) if version else None,
        governance=governance,
    )
    return TechnicalFile(
        model=model.name,
        version=version.version if version else "",
        points=tuple(asking.answer(point) for point in ANNEX_IV),
        unknown=tuple(asking.unknown()),
    )


@dataclass(frozen=True, kw_only=True)
class _Asking:
    catalog: Catalog
    model: RegisteredModel
    completeness: Completeness
    narrative: ModelNarrative | None
    origin: Origin | None
    governance: str

    def answer(self, point: AnnexPoint) -> PointAnswer:
        """What answers a point, and who signed it."""
        written, place = self._written(point)
        if written is not None:
            state, told = self._stated(point, written, place)
            sources: tuple[Source, ...] = (place,)
            named = attachment(written, place, self.catalog, self.governance)
            if named and named.source is not place:
                sources = (place, named.source)
            signature = _signature(written) or _signature(self._mapping(ANNEX_KEY))
        else:
            state, told, sources = self._elsewhere(point, place)
            signature = _signature(self._mapping(ANNEX_KEY)) or _signature(
                self._mapping("reviewed"), by="by", on="on"
            )
        signed_by, signed_on = signature or ("", None)
        return PointAnswer(
            point=point, state=state, told=told, sources=sources, signed_by=signed_by, signed_on=signed_on
        )

    def unknown(self) -> Iterator[tuple[str, Source]]:
        """The keys beside the points that mean nothing."""
        statement = self._statement(ANNEX_KEY)
        for key in self._mapping(ANNEX_KEY):
            if statement and key not in _SIGNATURE and annex_point(key) is None:
                yield key, statement.source.at(key)

    def _mapping(self, key: str) -> Mapping[str, Value]:
        statement = self._statement(key)
        return statement.value if statement and isinstance(statement.value, Mapping) else {}

    def _statement(self, key: str) -> Statement | None:
        return self.narrative.fields.get(key) if self.narrative else None

    def _written(self, point: AnnexPoint) -> tuple[Value, Source]:
        """What the front matter says about a point, and its place; None and the place where it should stand."""
        statement = self._statement(ANNEX_KEY)
        place = statement.source if statement else self.completeness.file.at(ANNEX_KEY)
        for key, value in self._mapping(ANNEX_KEY).items():
            if annex_point(key) is point and value_text(value):
                return value, place.at(key)
        return None, place.at(point.id)

    def _stated(self, point: AnnexPoint, written: Value, place: Source) -> tuple[PointState, str]:
        if not isinstance(written, Mapping):
            return _words(point, value_text(written))
        named = attachment(written, place, self.catalog, self.governance)
        if named:
            if named.trouble:
                return PointState.EMPTY, named.trouble
            return PointState.ATTACHED, say(
                "{file}, SHA-256 {sha256}", file=named.file, sha256=named.sha256[:12]
            )
        if "not_applicable" in written:
            reason = value_text(written["not_applicable"])
            if not reason or placeholder_in(reason) or reason.casefold() in {"true", "yes"}:
                return PointState.EMPTY, say("it is said not to apply, without a reason")
            return PointState.NOT_APPLICABLE, reason
        return _words(point, value_text(written.get("text")))

    def _elsewhere(self, point: AnnexPoint, place: Source) -> tuple[PointState, str, tuple[Source, ...]]:
        """What the card and the records answer; all that the point names has to be there."""
        if not point.fields and not point.records:
            return PointState.EMPTY, say("nothing is written about it"), (place,)
        facts = {key: self.completeness.by_key[key].fact for key in point.fields}
        records = {record: tuple(self._record(record)) for record in point.records}
        lacking = [CARD_FIELDS_BY_KEY[key].title for key, fact in facts.items() if not fact.present]
        lacking += [record.value for record, found in records.items() if not found]
        missing = [source for fact in facts.values() if not fact.present for source in fact.sources]
        if lacking:
            return (
                PointState.EMPTY,
                say("nothing says {lacking}", lacking=put_together(lacking, ", ")),
                (*missing, place),
            )
        told = [CARD_FIELDS_BY_KEY[key].title for key in facts] + [record.value for record in records]
        sources = [source for fact in facts.values() for source in fact.sources]
        sources += [source for found in records.values() for source in found]
        return PointState.FILLED, put_together(told, "; "), tuple(dict.fromkeys(sources))

    def _record(self, record: AnnexRecord) -> Iterator[Source]:
        """Where a record stands, its first places; nothing when there is none."""
        origin = self.origin
        if record is AnnexRecord.VERSIONS:
            yield from (version.source for version in self.model.listed_versions[-_RECORDS_SHOWN:])
        if origin is None:
            return
        package, run = origin.package, origin.run
        match record:
            case AnnexRecord.RUN if run:
                yield run.source
            case AnnexRecord.DEPENDENCIES if package:
                yield from (each.source for each in package.requirements[:_RECORDS_SHOWN])
            case AnnexRecord.SIGNATURE if package and package.signature:
                yield package.signature.source
            case AnnexRecord.TRAINING_DATA:
                trained = [
                    used.source for used in origin.inputs if used.context.casefold().startswith("train")
                ]
                yield from trained[:_RECORDS_SHOWN]
            case AnnexRecord.METRICS:
                yield from (metric.source for metric in origin.metrics[:_RECORDS_SHOWN])
            case _:
                return


def _words(point: AnnexPoint, text: str) -> tuple[PointState, str]:
    found = placeholder_in(text)
    if not text or found:
        return PointState.EMPTY, say("it says only “{found}”", found=found) if found else say(
            "nothing is written about it"
        )
    if point.copy:
        return PointState.EMPTY, say("words do not do: the document itself is asked for, with its SHA-256")
    return PointState.FILLED, text


def _signature(value: Value, by: str = "signed_by", on: str = "signed_on") -> tuple[str, date | None] | None:
    """Who signed and when; None when nobody is named."""
    if not isinstance(value, Mapping):
        return None
    name = value_text(value.get(by))
    if not name or placeholder_in(name):
        return None
    instant = instant_from_text(value_text(value.get(on)))
    return name, instant.date() if instant else None
