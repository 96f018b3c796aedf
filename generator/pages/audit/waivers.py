"""The register of waivers: what each covers, since when, until when, and what lies beneath."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.catalog import Waiver
from generator.governance.finding import Finding
from generator.governance.subject import Scope
from generator.governance.waiving import defects, effective_waivers
from generator.messages import say, say_many
from generator.pages import paths
from generator.pages.audit.controls import audit_navigation
from generator.pages.audit.rows import FindingRow, finding_rows
from generator.pages.pills import Pill
from generator.pages.portfolio import Portfolio
from generator.pages.view import Link, Page, PageKind, Section


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiverRow:
    """One entry of the register."""

    waiver: Waiver
    state: Pill
    defects: tuple[str, ...]
    age_days: int | None
    """Since it was created; None when that is not written."""
    days_left: int | None
    """Until it expires, less than 0 afterwards; None when that is not written."""
    control: Link
    """Without a target where there is no such control."""
    covered: tuple[FindingRow, ...]
    """What it covers now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaiversView:
    """The page of all waivers."""

    rows: tuple[WaiverRow, ...]
    """In the order of the register."""


def waiver_views(portfolio: Portfolio) -> Iterator[Page]:
    """The page of all waivers, when there are any."""
    if not portfolio.catalog.waivers:
        return
    rows = tuple(_rows(portfolio))
    relied = sum(bool(row.covered) for row in rows)
    yield Page(
        path=paths.WAIVERS,
        kind=PageKind.WAIVERS,
        title=say("Waivers"),
        summary=say(
            "{rows} on record, {relied} relied on.",
            rows=say_many(len(rows), "{n} waiver", "{n} waivers"),
            relied=relied,
        ),
        view=WaiversView(rows=rows),
        sections=(Section("waivers", say("Register")),),
        breadcrumbs=(Link(say("Portfolio"), paths.HOME), Link(say("Audit"), paths.AUDIT)),
        local_navigation=audit_navigation(portfolio),
        keywords=("waiver", "exception", *(row.waiver.id for row in rows)),
        wide=True,
    )


def _rows(portfolio: Portfolio) -> Iterator[WaiverRow]:
    assessment = portfolio.assessment
    scope = Scope(catalog=portfolio.catalog, policy=assessment.policy, as_of=assessment.as_of)
    known = {used.id.casefold(): used for used in assessment.controls}
    in_force = set(map(id, effective_waivers(scope)))
    covered: dict[str, list[Finding]] = {}
    for finding in assessment.findings:
        if finding.waiver is not None:
            covered.setdefault(finding.waiver.id, []).append(finding)
    for waiver in portfolio.catalog.waivers:
        used = known.get(waiver.control.casefold())
        found = defects(waiver, scope, used.control.about if used else None)
        replaced = id(waiver) not in in_force
        relied = covered.get(waiver.id, [])
        yield WaiverRow(
            waiver=waiver,
            state=_state(found, replaced=replaced, relied=bool(relied)),
            defects=found,
            age_days=(scope.today - waiver.created_on).days if waiver.created_on else None,
            days_left=(waiver.expires_on - scope.today).days if waiver.expires_on else None,
            control=Link(waiver.control, paths.control(used.id) if used else ""),
            covered=finding_rows(assessment, relied),
        )


def _state(found: tuple[str, ...], *, replaced: bool, relied: bool) -> Pill:
    if replaced:
        return Pill("na", say("Corrected"))
    if found:
        return Pill("fail", say("Not valid"))
    return Pill("waive", say("Relied on")) if relied else Pill("warn", say("Covers nothing"))
