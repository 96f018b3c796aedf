"""The technical documentation of a high-risk model, point by point of Annex IV of the EU AI Act."""

from collections.abc import Mapping
from dataclasses import dataclass

from generator.analyses.cards.annex_iv import ANNEX_KEY, PointAnswer, PointState, TechnicalFile
from generator.catalog.card import folded
from generator.governance.particulars import Particulars
from generator.governance.subject import ModelSubject, Scope
from generator.messages import say
from generator.pages.pills import Pill
from generator.pages.portfolio import Portfolio

ANNEX_OF = "AIA"
"""Id of the framework that the annex belongs to."""
_PILLS = {
    PointState.FILLED: Pill("pass", say("filled")),
    PointState.ATTACHED: Pill("pass", say("attached")),
    PointState.NOT_APPLICABLE: Pill("na", say("not applicable")),
    PointState.EMPTY: Pill("fail", say("empty")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PointRow:
    """One point of the annex with its answer."""

    answer: PointAnswer
    state: Pill
    signature: Pill | None
    """That one who has to vouch for it does, or is missing; None where nobody has to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnicalFileView:
    """The matrix of one model."""

    file: TechnicalFile
    rows: tuple[PointRow, ...]
    counts: tuple[tuple[Pill, int], ...]
    """Every state with its number, in the order of :class:`PointState`."""


def technical_file_view(portfolio: Portfolio, name: str) -> TechnicalFileView | None:
    """The matrix of a model that is classed as high-risk, or of which points are written; None for any other."""
    scope = Scope(
        catalog=portfolio.catalog,
        policy=portfolio.assessment.policy,
        as_of=portfolio.snapshot.as_of,
    )
    subject = ModelSubject(scope=scope, model=portfolio.catalog.models_by_name[name])
    classed = Particulars(subject=subject, key="classification").text("eu_ai_act")
    if folded(classed) != "highrisk" and not subject.mapping(ANNEX_KEY):
        return None
    return view_of(subject.technical_file)


def view_of(file: TechnicalFile) -> TechnicalFileView:
    """How the matrix is shown."""
    counts: Mapping[PointState, int] = {
        state: sum(answer.state is state for answer in file.points) for state in PointState
    }
    return TechnicalFileView(
        file=file,
        rows=tuple(
            PointRow(answer=answer, state=_PILLS[answer.state], signature=_signature(answer))
            for answer in file.points
        ),
        counts=tuple((_PILLS[state], times) for state, times in counts.items()),
    )


def _signature(answer: PointAnswer) -> Pill | None:
    if not answer.point.attested:
        return None
    return Pill("info", say("signed")) if answer.signed_by else Pill("warn", say("unsigned"))
