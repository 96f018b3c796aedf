"""Stretches of time as pages show them: which version held a stage or an alias, since when, and how that is known."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from generator.analyses.wording import minute, version_label
from generator.catalog import Policy, RegisteredModel
from generator.history.events import Subject, Witness
from generator.history.timeline import FIRST, NOW, Point, Slot, Stretch
from generator.history.wording import witness_words
from generator.messages import say
from generator.pages import paths
from generator.pages.portfolio import Portfolio
from generator.pages.view import Link
from generator.provenance import Source

RETIRED = "archived"
"""The stage of versions that are out of use; it has no lane, and stands last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StretchRow:
    """One answer and the time that it holds for."""

    model: Link
    """To the model's own timeline."""
    name: str
    """``@champion``, or a stage; for a stage that nothing proves, of which version."""
    lane: str
    """The name that it is drawn under; empty for none."""
    version: str
    """Empty for nobody, and for what is unknown."""
    link: Link | None
    """Of the version; None where there is none."""
    unknown: bool
    start: datetime | None
    """None for no known beginning."""
    end: datetime | None
    """None while it lasts."""
    since: str
    until: str
    by: str
    how: str
    sources: tuple[Source, ...]
    line: int
    """Of the ledger; 0 where what says so is not recorded there."""
    rolled_back: bool = False
    """Whether an older version took its place."""


def stretch_rows(portfolio: Portfolio, model: RegisteredModel) -> tuple[StretchRow, ...]:
    """Every stage and alias of a model's versions, by name, the newest first; nothing from after the instant shown."""
    history = portfolio.history
    rows = [
        row
        for found in history.slots_by_model.get(model.name, ())
        if found.key.subject in {Subject.ALIAS, Subject.STAGE}
        for row in _rows(portfolio, found)
    ]
    order = {version.version: position for position, version in enumerate(model.versions)}
    rows = _with_rollbacks(rows, order)
    rows.sort(key=lambda row: (row.start is not None, row.start or FIRST), reverse=True)
    rank = lane_order(portfolio.assessment.policy)
    return tuple(sorted(rows, key=lambda row: rank(row.lane or row.name)))


def lane_order(policy: Policy) -> Callable[[str], tuple[bool, bool, int, str]]:
    """Sorts names: production first, as the policy has its environments; then other stages, then aliases, then the retired."""
    ranked = [stage.casefold() for each in reversed(policy.environments) for stage in each.stages]
    aliases = [f"@{alias}".casefold() for each in reversed(policy.environments) for alias in each.aliases]
    order = {name: position for position, name in enumerate((*ranked, *aliases))}

    def rank(lane: str) -> tuple[bool, bool, int, str]:
        retired = lane.casefold() == RETIRED
        return retired, lane.startswith("@"), order.get(lane.casefold(), len(order)), lane

    return rank


def _rows(portfolio: Portfolio, found: Slot) -> Iterator[StretchRow]:
    end = portfolio.history.until
    before = ""
    for stretch in found.stretches:
        if stretch.start > end:
            return
        if stretch.value:
            before = stretch.value
        row = _row(portfolio, found, stretch, before)
        if row is not None:
            yield row


def _row(portfolio: Portfolio, found: Slot, stretch: Stretch, before: str) -> StretchRow | None:
    key, alias = found.key, found.key.subject is Subject.ALIAS
    if stretch.value == "" and (
        not alias or stretch.start == FIRST or stretch.begun is None or _birth(stretch.begun)
    ):
        return None
    unknown = stretch.value is None
    version = (stretch.value or "") if alias else key.version
    if alias:
        label = lane = f"@{key.name}"
    else:
        following = stretch.ended.value if stretch.ended else ""
        lane = stretch.value or before or following
        label = say("stage of {version}", version=version_label(key.version)) if unknown else lane
    until = portfolio.history.until
    lasts = stretch.end == NOW or stretch.end > until
    return StretchRow(
        model=Link(key.model, paths.timeline(key.model)),
        name=label,
        lane=lane,
        version=version,
        link=version_link_of(portfolio, key.model, version) if version else None,
        unknown=unknown,
        start=None if stretch.start in {FIRST, NOW} else stretch.start,
        end=None if lasts else stretch.end,
        since=_since(stretch),
        until="" if lasts else minute(stretch.end),
        by=stretch.begun.by if stretch.begun and stretch.exact else "",
        how=_how(stretch),
        sources=_sources(stretch),
        line=stretch.begun.line if stretch.begun else 0,
    )


def _birth(point: Point) -> bool:
    return point.dated and point.was == ""


def version_link_of(portfolio: Portfolio, model: str, version: str) -> Link:
    """A version by its label; without a target where it has no page."""
    target = paths.version(model, version) if (model, version) in portfolio.version_pages else ""
    return Link(version_label(version), target)


def _since(stretch: Stretch) -> str:
    if stretch.start == FIRST:
        return say("no record of the beginning")
    if stretch.start == NOW:
        return say("seen in this reading")
    if stretch.exact:
        return minute(stretch.start)
    return (
        say("after {start}", start=minute(stretch.start))
        if stretch.value is None
        else say("by {start}", start=minute(stretch.start))
    )


def _how(stretch: Stretch) -> str:
    """What proves the answer, or what it would take."""
    if stretch.value is None:
        return _why_unknown(stretch)
    begun = stretch.begun
    if begun is None:
        return ""
    if begun.witness is Witness.LOOK:
        return say("observed") if stretch.end != stretch.start else say("observed in this reading")
    entry = begun.reference.rpartition("@")[0] if begun.witness is Witness.GIT else begun.reference
    written = begun.witness in {Witness.GIT, Witness.REGISTER} and entry
    committed = say(", in git") if begun.witness is Witness.GIT else ""
    return witness_words(begun.witness) + (
        say(" as {entry}{committed}", entry=entry, committed=committed) if written else ""
    )


def _why_unknown(stretch: Stretch) -> str:
    before = stretch.begun.value if stretch.begun else None
    after = stretch.ended.value if stretch.ended else None
    if before is None:
        return say("nobody looked or wrote it down before")
    return say(
        "changed at an unknown time, from {before} to {after}; nobody wrote down when",
        before=before or "none",
        after=after or "none",
    )


def _sources(stretch: Stretch) -> tuple[Source, ...]:
    points = (stretch.begun, stretch.ended) if stretch.value is None else (stretch.begun,)
    return tuple(dict.fromkeys(point.source for point in points if point is not None and point.source.path))


def _with_rollbacks(rows: Sequence[StretchRow], order: Mapping[str, int]) -> list[StretchRow]:
    """The rows, those marked whose place an older version took."""
    held: dict[str, list[StretchRow]] = {}
    for row in sorted(rows, key=lambda row: row.start or FIRST):
        if row.version and not row.unknown:
            held.setdefault(row.lane, []).append(row)
    back = set()
    for lane in held.values():
        for row in lane:
            following = next(
                (
                    other
                    for other in lane
                    if row.end is not None
                    and (other.start or NOW) >= row.end
                    and other.version != row.version
                ),
                None,
            )
            if following is not None and order.get(following.version, 0) < order.get(row.version, 0):
                back.add(id(row))
    return [replace(row, rolled_back=True) if id(row) in back else row for row in rows]
