"""What the candidate of a comparison still lacks before it can take the other's place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.analyses.changes import BumpSize, VersionDiff
from generator.analyses.comparison import Judgement, Margin, MetricDifference, QualityComparison
from generator.analyses.wording import version_label
from generator.catalog import Deployment
from generator.governance.assessment import Assessment, tally
from generator.governance.finding import Status
from generator.messages import put_together, say
from generator.pages import paths
from generator.pages.audit.rows import FindingRow, finding_rows
from generator.pages.comparison.rows import difference_row
from generator.pages.pills import Pill
from generator.pages.text import day
from generator.pages.versions.trials import KIND_WORDS
from generator.pages.view import Link
from generator.provenance import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One thing that a promotion asks for."""

    words: str
    result: Pill
    evidence: str
    sources: tuple[Source, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """Everything that stands between the candidate and its promotion."""

    conditions: tuple[Condition, ...]
    lacking: tuple[FindingRow, ...]
    """The findings on the candidate that somebody has to look at, the gravest first."""
    passed: int
    unasked: int
    """Controls that do not concern the candidate where it stands now; some will once it serves."""
    stopping: int
    """Findings among them at which the policy's gates stop."""
    audit: Link


def checklist(
    assessment: Assessment, compared: QualityComparison, diff: VersionDiff, trials: Iterable[Deployment]
) -> Checklist:
    """The conditions that the comparison itself answers, then what the controls find on the candidate."""
    candidate = compared.candidate
    findings = assessment.of(candidate.name, candidate.version)
    counted = tally(findings)
    breaches = {id(each) for each in assessment.breaches()}
    return Checklist(
        conditions=tuple(_conditions(compared, diff, trials)),
        lacking=finding_rows(assessment, (each for each in findings if each.status.is_open)),
        passed=counted[Status.PASS],
        unasked=counted[Status.NOT_APPLICABLE],
        stopping=sum(id(each) in breaches for each in findings),
        audit=Link(
            say("Audit of {version}", version=version_label(candidate.version)),
            paths.version_audit(candidate.name, candidate.version),
        ),
    )


def _conditions(
    compared: QualityComparison, diff: VersionDiff, trials: Iterable[Deployment]
) -> Iterator[Condition]:
    for found in compared.guardrails:
        yield _guardrail(found)
    if not compared.guardrails:
        yield Condition(
            words=say("No guarded metric is worse"), result=Pill("na", say("Nothing guarded")),
            evidence=say("the policy guards no metric of this model"), sources=(),
        )  # fmt: skip
    yield _calls(diff)
    yield from _tried(compared, trials)


def _guardrail(found: MetricDifference) -> Condition:
    row = difference_row(found)
    if found.margin is not None:
        words = say("{found} is no more than {allowed} worse", found=found.title, allowed=row.allowed)
        result = {
            Margin.KEPT: Pill("pass", say("Shown")),
            Margin.OPEN: Pill("warn", say("Not shown")),
            Margin.BROKEN: Pill("fail", say("Worse")),
        }[found.margin]
    else:
        words = say("{found} is not worse", found=found.title)
        result = {
            Judgement.WORSE: Pill("fail", say("Worse")),
            Judgement.REFUSED: Pill("warn", say("Not shown")),
        }.get(found.judgement, Pill("pass", say("Shown")))
    told = (
        say(
            "{difference}, {level} interval {interval}",
            difference=row.difference,
            level=row.level,
            interval=row.interval,
        )
        if row.interval
        else ""
    )
    told = told or (put_together((row.difference, "; ", found.why)) if row.difference else found.why)
    asked = found.expectation.place("non_inferiority") if found.expectation else None
    return Condition(
        words=words, result=result, evidence=told, sources=(*row.sources, *((asked,) if asked else ()))
    )


def _calls(diff: VersionDiff) -> Condition:
    """Whether calls to the baseline still work, by the rules of the version's change."""
    broken = [hit for hit in diff.bump.hits if hit.size is BumpSize.MAJOR]
    signature = diff.signature
    sources = tuple(side.source for side in (signature.old, signature.new) if side)
    words = say("Callers need to change nothing")
    if broken:
        told = put_together((put_together((hit.meaning, f" ({hit.rule})")) for hit in broken), "; ")
        return Condition(words=words, result=Pill("warn", say("They do")), evidence=told, sources=sources)
    if signature.old is None or signature.new is None:
        told = say("one of the two has no signature to compare")
        return Condition(words=words, result=Pill("warn", say("Not shown")), evidence=told, sources=sources)
    return Condition(
        words=words,
        result=Pill("pass", say("Shown")),
        evidence=say("inputs and outputs fit"),
        sources=sources,
    )


def _tried(compared: QualityComparison, trials: Iterable[Deployment]) -> Iterator[Condition]:
    words = say("Tried beside {version}", version=version_label(compared.baseline.version))
    found = list(trials)
    for trial in found:
        window = (
            say("since {since}", since=day(trial.since)) if trial.since else say("at a time not recorded")
        )
        window += say(", until {until}", until=day(trial.until)) if trial.until else ""
        result = Pill("pass", say("Decided")) if trial.decision else Pill("warn", say("Open"))
        told = put_together(
            (KIND_WORDS[trial.kind], " ", window, *((": ", trial.decision) if trial.decision else ()))
        )
        yield Condition(words=words, result=result, evidence=told, sources=(trial.source,))
    if not found:
        told = say("no canary, A/B test or shadow run of the two is recorded")
        yield Condition(words=words, result=Pill("na", say("Not recorded")), evidence=told, sources=())
