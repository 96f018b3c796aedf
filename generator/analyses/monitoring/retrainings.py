"""Which retrainings and revalidations of a model were done, are to come, or were missed."""

from datetime import datetime
from enum import StrEnum

from generator.catalog import Catalog, Retraining
from generator.messages import word


class RetrainingState(StrEnum):
    """What became of a retraining by an instant."""

    DONE = word("done")
    PLANNED = word("planned")
    MADE_UP = word("made up for")
    """It has no day of its own, and another one was done between the plan before and the instant asked about."""
    OVERDUE = word("overdue")
    UNDATED = word("without a date")


def retrainings_of(
    catalog: Catalog, model: str, as_of: datetime
) -> tuple[tuple[Retraining, RetrainingState], ...]:
    """The retrainings of a model with their states, in the order of the catalogue."""
    own = [each for each in catalog.retrainings if each.model == model]
    return tuple((each, _state(each, own, as_of)) for each in own)


def missed_retraining(catalog: Catalog, model: str, as_of: datetime) -> Retraining | None:
    """The first planned retraining that is past its day, and that no later one made up for."""
    found = retrainings_of(catalog, model, as_of)
    return next((each for each, state in found if state is RetrainingState.OVERDUE), None)


def _state(each: Retraining, own: list[Retraining], as_of: datetime) -> RetrainingState:
    if each.at is not None and each.at <= as_of:
        return RetrainingState.DONE
    if each.due is None:
        return RetrainingState.UNDATED if each.at is None else RetrainingState.PLANNED
    if each.at is not None or each.due >= as_of:
        return RetrainingState.PLANNED
    planned = each.due
    earlier = [other.due for other in own if other.due is not None and other.due < planned]
    begins = max(earlier, default=None)
    done = [other.at for other in own if other.at is not None and other.at <= as_of]
    made_up = any(begins is None or at > begins for at in done)
    return RetrainingState.MADE_UP if made_up else RetrainingState.OVERDUE
