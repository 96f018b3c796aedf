"""Every control: what it asks for, with which parameters and why, and everything it found."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.governance.about import Family
from generator.governance.assessment import ControlInUse
from generator.governance.frameworks.shipped import frameworks_of, is_shipped
from generator.messages import put_together, say, say_many
from generator.pages import paths
from generator.pages.audit.rows import FindingRow, finding_rows
from generator.pages.audit.verdict import Verdict, verdict
from generator.pages.portfolio import Portfolio
from generator.pages.view import Link, Page, PageKind, Section

MOST_ROWS = 50
"""Findings on one page, the gravest first; a thousand made a page of 2.6 MB. The rest is counted, and all are in the data."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlRow:
    """One control in the catalogue of controls."""

    used: ControlInUse
    link: Link
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlsView:
    """The catalogue of controls."""

    families: Mapping[Family, tuple[ControlRow, ...]]
    """The controls of each family that has any, by id."""
    total: int
    policy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseServed:
    """One clause that a control gives evidence for."""

    id: str
    ref: str
    """As people cite it; the id where no framework has it."""
    summary: str
    framework: Link
    shipped: bool
    """The words of the framework are ours, and English in a site of any language."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlView:
    """The page of one control."""

    used: ControlInUse
    verdict: Verdict
    clauses: tuple[ClauseServed, ...]
    rows: tuple[FindingRow, ...]
    more: int
    """Findings that are not listed."""


def control_views(portfolio: Portfolio) -> Iterator[Page]:
    """The catalogue of controls and the page of each; nothing when no control is installed."""
    assessment = portfolio.assessment
    if not assessment.controls:
        return
    rows = tuple(
        ControlRow(
            used=used,
            link=Link(used.id, paths.control(used.id)),
            verdict=verdict(assessment, assessment.by_control.get(used.id, ()), "result"),
        )
        for used in assessment.controls
    )
    grouped = {
        family: own
        for family in Family
        if (own := tuple(row for row in rows if row.used.control.about.family is family))
    }
    yield Page(
        path=paths.CONTROLS,
        kind=PageKind.CONTROLS,
        title=say("Controls"),
        summary=say(
            "{rows}: what each asks for, and how the portfolio stands by it.",
            rows=say_many(len(rows), "{n} control", "{n} controls"),
        ),
        view=ControlsView(families=grouped, total=len(rows), policy=assessment.policy.version),
        sections=(Section("controls", say("All controls")),),
        breadcrumbs=(Link(say("Portfolio"), paths.HOME), Link(say("Audit"), paths.AUDIT)),
        local_navigation=audit_navigation(portfolio),
        keywords=tuple(row.used.control.about.title for row in rows),
        wide=True,
    )
    for row in rows:
        yield _page(portfolio, row)


def audit_navigation(portfolio: Portfolio) -> tuple[Link, ...]:
    """The pages of the audit that speak of no one model."""
    waivers = (Link(say("Waivers"), paths.WAIVERS),) if portfolio.catalog.waivers else ()
    ruled = (Link(say("Controls"), paths.CONTROLS), Link(say("Frameworks"), paths.FRAMEWORKS))
    return (Link(say("Audit"), paths.AUDIT), *(ruled if portfolio.assessment.controls else ()), *waivers)


def _page(portfolio: Portfolio, row: ControlRow) -> Page:
    about = row.used.control.about
    rows = finding_rows(portfolio.assessment, portfolio.assessment.by_control.get(row.used.id, ()))
    return Page(
        path=row.link.href,
        kind=PageKind.CONTROL,
        title=put_together((about.id, " ", about.title)),
        summary=say("{about}: passes when {passes}.", about=about.title, passes=about.passes),
        view=ControlView(
            used=row.used,
            verdict=row.verdict,
            clauses=tuple(_served(portfolio, about.clauses)),
            rows=rows[:MOST_ROWS],
            more=max(0, len(rows) - MOST_ROWS),
        ),
        sections=(
            Section("rule", say("Rule")),
            *((Section("parameters", say("Parameters")),) if row.used.parameters else ()),
            Section("findings", say("Findings")),
            *((Section("clauses", say("Clauses")),) if about.clauses else ()),
        ),
        breadcrumbs=(
            Link(say("Portfolio"), paths.HOME),
            Link(say("Audit"), paths.AUDIT),
            Link(say("Controls"), paths.CONTROLS),
        ),
        local_navigation=audit_navigation(portfolio),
        keywords=(about.family.value, *(pillar.value for pillar in about.pillars), *about.clauses),
    )


def _served(portfolio: Portfolio, clause_ids: tuple[str, ...]) -> Iterator[ClauseServed]:
    known = {
        clause.id: (framework, clause)
        for framework in frameworks_of(portfolio.catalog.frameworks)
        for clause in framework.clauses
    }
    for clause_id in clause_ids:
        if clause_id in known:
            framework, clause = known[clause_id]
            link = Link(framework.title, paths.framework(framework.id))
            yield ClauseServed(
                id=clause_id,
                ref=clause.ref,
                summary=clause.summary,
                framework=link,
                shipped=is_shipped(framework),
            )
        else:
            unknown = Link(clause_id.partition(":")[0], "")
            yield ClauseServed(
                id=clause_id,
                ref=clause_id,
                summary=say("no framework here has it"),
                framework=unknown,
                shipped=False,
            )
