"""What fails gravely on versions in production, as far as no other concern tells it."""

from collections.abc import Iterable, Iterator, Mapping

from generator.analyses.wording import listed, version_label
from generator.catalog import RegisteredModel
from generator.governance.finding import ControlSeverity, Finding, Status
from generator.messages import put_together, say_many
from generator.pages import paths
from generator.pages.home.concerns import Concern, ConcernKind
from generator.pages.portfolio import Portfolio
from generator.pages.view import Link

_GRAVE = frozenset({ControlSeverity.CRITICAL, ControlSeverity.HIGH})
_QUOTED = 2
"""Findings of one version whose sentence is told; of the others the control is named."""
_CITED = 6
_TOLD: Mapping[ConcernKind, frozenset[str]] = {
    ConcernKind.NO_RUN: frozenset({"INV-004"}),
    ConcernKind.THRESHOLD: frozenset({"EVL-002"}),
    ConcernKind.OVERDUE: frozenset({"DOC-010"}),
    ConcernKind.NO_OWNER: frozenset({"INV-001"}),
    ConcernKind.NO_OWNER_SERVING: frozenset({"INV-001"}),
    ConcernKind.RIVALS: frozenset({"APR-007"}),
    ConcernKind.NO_FILES: frozenset({"REP-006"}),
    ConcernKind.WORSE: frozenset({"EVL-004"}),
}
"""The controls that say the same as a concern of that kind."""


def control_concerns(portfolio: Portfolio, told: Iterable[Concern]) -> Iterator[Concern]:
    """One concern for each model in production on which a control of critical or high severity fails.

    Args:
        portfolio: where the findings stand.
        told: the other concerns; what they say is not said again.
    """
    known: dict[str, frozenset[str]] = {}
    for concern in told:
        known[concern.model] = known.get(concern.model, frozenset()) | _TOLD.get(concern.kind, frozenset())
    for model in portfolio.catalog.models:
        yield from _of_model(portfolio, model, known.get(model.name, frozenset()))


def _of_model(portfolio: Portfolio, model: RegisteredModel, known: frozenset[str]) -> Iterator[Concern]:
    serving = portfolio.subjects[model.name].production
    if not serving:
        return
    assessment = portfolio.assessment
    found = [*assessment.of(model.name)]
    for version in serving:
        found += assessment.of(model.name, version.version.version)
    grave = [
        finding
        for finding in found
        if finding.status in {Status.FAIL, Status.ERROR}
        and finding.severity in _GRAVE
        and finding.control not in known
    ]
    if grave:
        grave.sort(
            key=lambda finding: (finding.severity.rank, finding.status is Status.ERROR, finding.control)
        )
        names = listed([version_label(version.version.version) for version in serving])
        yield Concern(
            kind=ConcernKind.CRITICAL_CONTROL
            if grave[0].severity is ControlSeverity.CRITICAL
            else ConcernKind.HIGH_CONTROL,
            subject=Link(f"{model.name} {names}", paths.model_audit(model.name)),
            text=put_together((": ", _told(grave), ".")),
            sources=tuple(
                dict.fromkeys(each.source for finding in grave for each in finding.outcome.evidence[:2])
            )[:_CITED],
            model=model.name,
            weight=sum(each.severity is grave[0].severity for each in grave),
        )


def _told(grave: list[Finding]) -> str:
    """The gravest in words, the others by their number."""
    said = put_together(
        [put_together((finding.outcome.message, f" ({finding.control})")) for finding in grave[:_QUOTED]],
        "; ",
    )
    more = len(grave) - _QUOTED
    return (
        say_many(
            more,
            "{said}; {n} more control of critical or high severity fails too",
            "{said}; {n} more controls of critical or high severity fail too",
            said=said,
        )
        if more > 0
        else said
    )
