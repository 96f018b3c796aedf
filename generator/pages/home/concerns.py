"""The kinds of things that somebody should look at, and where they are found."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum

from generator.analyses.changes import Verdict
from generator.analyses.monitoring.signals import open_alerts
from generator.analyses.origin import Origin
from generator.analyses.standing.roles import RoleHolder, in_production
from generator.analyses.wording import listed, version_label
from generator.catalog import LifecycleStage, ModelVersion, RegisteredModel, Run, RunStatus
from generator.messages import put_together, say, say_many
from generator.pages import paths
from generator.pages.portfolio import Portfolio, experiment_path, experiment_title
from generator.pages.stated import days_until, due
from generator.pages.text import day, number
from generator.pages.view import Link
from generator.provenance import Source

SOON = 30
"""Days before a review from which on it is worth a word."""
UNFINISHED_AFTER = timedelta(days=7)
"""A run that has been going on for longer has probably died without a word."""


class ConcernKind(Enum):
    """A kind of concern; its members stand in the order of the list, the gravest first."""

    UNREAD = ("fail", say("Not read"), "")
    CRITICAL_CONTROL = ("fail", say("Critical"), say("in production fail controls of critical severity"))
    NO_RUN = ("fail", say("No origin"), say("in production come from no run that a store holds"))
    THRESHOLD = ("fail", say("Threshold missed"), say("miss a threshold that their owners set"))
    OVERDUE = ("fail", say("Overdue"), say("are overdue for review"))
    HIGH_CONTROL = (
        "fail",
        say("Control fails"),
        say("in production fail controls of high severity, none of critical"),
    )
    NO_OWNER_SERVING = ("warn", say("No owner"), say("in production have no owner on record"))
    RIVALS = ("warn", say("Ambiguous"), say("have several versions that claim production"))
    REGISTRATION = ("warn", say("Not ready"), say("have a version that is not ready"))
    ALERTS = ("warn", say("Open alerts"), say("have open alerts of their monitors"))
    WORSE = ("warn", say("Worse"), say("are worse in their newest version than in the one before"))
    NO_FILES = ("warn", say("No files"), say("in production have no model files in the stores"))
    DUE = ("warn", say("Due soon"), say("are to be reviewed within {soon} days", soon=SOON))
    NO_OWNER = ("na", say("No owner"), say("have no owner on record"))
    UNFINISHED = ("na", say("Unfinished"), say("have runs that never ended"))

    def __init__(self, tone: str, word: str, together: str) -> None:
        self.tone = tone
        """``fail``, ``warn`` or ``na``."""
        self.word = word
        self.together = together
        """What several subjects share, after their number; empty when each is told by itself."""

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(ConcernKind).index(self)

    @property
    def subject_noun(self) -> str:
        """What the subjects are."""
        return "experiment" if self is ConcernKind.UNFINISHED else "model"


@dataclass(frozen=True, slots=True, kw_only=True)
class Concern:
    """One thing that somebody should look at."""

    kind: ConcernKind
    subject: Link
    text: str
    """What follows the subject, its blank or colon included."""
    sources: tuple[Source, ...]
    model: str = ""
    """The model it is about; empty for none."""
    weight: float = 0.0
    """Among its kind, the greatest comes first."""


def model_concerns(portfolio: Portfolio, model: RegisteredModel) -> Iterator[Concern]:
    """Everything about one model."""
    serving = in_production(model)
    if serving:
        yield from _serving_concerns(portfolio, model, serving)
    yield from _review_concerns(portfolio, model)
    owner = portfolio.completeness[model.name].by_key["owner"]
    if not owner.fact.present:
        kind = ConcernKind.NO_OWNER_SERVING if serving else ConcernKind.NO_OWNER
        yield _about(model, kind, say(" has no owner on record."), *owner.fact.sources)
    yield from _version_concerns(portfolio, model)
    yield from _alert_concerns(portfolio, model)


def run_concerns(portfolio: Portfolio) -> Iterator[Concern]:
    """Runs that began long ago and never ended, by experiment."""
    catalog = portfolio.catalog
    limit = portfolio.snapshot.as_of - UNFINISHED_AFTER
    for experiment in catalog.experiments:
        runs = catalog.runs_by_experiment.get((experiment.store, experiment.experiment_id), ())
        open_since = [
            (run.start_time, run)
            for run in runs
            if _never_ended(run) and run.start_time and run.start_time < limit
        ]
        if open_since and experiment.lifecycle_stage is LifecycleStage.ACTIVE:
            oldest, run = min(open_since, key=lambda each: (each[0], each[1].run_id))
            yield Concern(
                kind=ConcernKind.UNFINISHED,
                subject=Link(experiment_title(experiment), experiment_path(experiment)),
                text=say(
                    ": {open_since} never ended, the oldest since {oldest}.",
                    open_since=say_many(len(open_since), "{n} run", "{n} runs"),
                    oldest=day(oldest),
                ),
                sources=(run.at("status"),),
                weight=len(open_since),
            )


def _never_ended(run: Run) -> bool:
    return (
        run.status in {RunStatus.RUNNING, RunStatus.SCHEDULED}
        and run.end_time is None
        and run.lifecycle_stage is LifecycleStage.ACTIVE
    )


def _about(
    model: RegisteredModel, kind: ConcernKind, text: str, *sources: Source, weight: float = 0.0
) -> Concern:
    subject = Link(model.name, paths.model(model.name))
    return Concern(kind=kind, subject=subject, text=text, sources=sources, model=model.name, weight=weight)


def _serving_concerns(portfolio: Portfolio, model: RegisteredModel, serving: RoleHolder) -> Iterator[Concern]:
    version = serving.version
    label = version_label(version.version)
    origin = portfolio.origin(version)
    if origin.run is None and origin.logged_model is None:
        named = (
            say("its run {run_id} is in no store", run_id=version.run_id)
            if version.run_id
            else say("it names no run")
        )
        text = say(
            ": {label} is in production and {named}, so nothing shows what it was made from.",
            label=label,
            named=named,
        )
        yield _about(model, ConcernKind.NO_RUN, text, serving.source, version.source)
    if not _has_files(origin):
        text = say(
            ": {label} is in production and none of its files is in the stores, so there is no digest to check it by.",
            label=label,
        )
        yield _about(model, ConcernKind.NO_FILES, text, serving.source, version.source)
    if serving.rivals:
        claimants = listed([version_label(each.version) for each in (version, *serving.rivals)])
        text = say(
            ": {claimants} claim production; its pages follow {label} ({claim}).",
            claimants=claimants,
            label=label,
            claim=serving.claim,
        )
        yield _about(
            model, ConcernKind.RIVALS, text, serving.source, *(rival.source for rival in serving.rivals)
        )
    for change in portfolio.diffs[model.name, version.version].metrics:
        if change.met is False and change.goal and change.goal.threshold is not None and change.new:
            side = "≥" if change.direction and change.direction.higher_is_better else "≤"
            text = say(
                ": {change} of {label}, in production, is {last}; its owners ask for {side} {threshold}.",
                change=change.title,
                label=label,
                last=number(change.new.last.value),
                side=side,
                threshold=number(change.goal.threshold),
            )
            yield _about(model, ConcernKind.THRESHOLD, text, change.new.source, change.goal.source)


def _has_files(origin: Origin) -> bool:
    run = origin.run
    return bool(origin.artifacts or origin.package or (run and run.packages))


def _review_concerns(portfolio: Portfolio, model: RegisteredModel) -> Iterator[Concern]:
    review = portfolio.completeness[model.name].by_key["review_due"].fact
    days = days_until(review.value, portfolio.snapshot.as_of) if review.present else None
    if days is not None and days <= SOON:
        kind = ConcernKind.OVERDUE if days < 0 else ConcernKind.DUE
        text = (
            say(" was to be reviewed by {review}", review=review.value)
            if days < 0
            else say(" is to be reviewed by {review}", review=review.value)
        )
        yield _about(model, kind, put_together((text, ": ", due(days), ".")), *review.sources, weight=-days)


def _alert_concerns(portfolio: Portfolio, model: RegisteredModel) -> Iterator[Concern]:
    as_of = portfolio.snapshot.as_of
    found = open_alerts(portfolio.catalog, model.name, as_of)
    if not found:
        return
    since = found[0].raised_at
    age = say(", the oldest since {since}", since=day(since)) if since else ""
    text = say_many(
        len(found),
        ": {n} alert of its monitors is open{age}.",
        ": {n} alerts of its monitors are open{age}.",
        age=age,
    )
    yield _about(model, ConcernKind.ALERTS, text, *(alert.source for alert in found), weight=len(found))


def _version_concerns(portfolio: Portfolio, model: RegisteredModel) -> Iterator[Concern]:
    for version in model.listed_versions:
        if version.status not in {"", "READY"}:
            told = f" ({version.status_message})" if version.status_message else ""
            text = say(
                ": {version} has the status {status}{told}.",
                version=version_label(version.version),
                status=version.status,
                told=told,
            )
            yield _about(model, ConcernKind.REGISTRATION, text, version.at("status"))
    if model.listed_versions:
        yield from _worse(portfolio, model, model.listed_versions[-1])


def _worse(portfolio: Portfolio, model: RegisteredModel, newest: ModelVersion) -> Iterator[Concern]:
    key = portfolio.key_metrics[model.name]
    diff = portfolio.diffs[model.name, newest.version]
    for change in diff.metrics:
        if (
            key
            and change.key == key.key
            and change.verdict is Verdict.WORSE
            and change.old
            and change.new
            and diff.old
        ):
            text = say(
                ": {key} went from {last} in {version} to {last2} in {version2}, for the worse.",
                key=key.title,
                last=number(change.old.last.value),
                version=version_label(diff.old.version),
                last2=number(change.new.last.value),
                version2=version_label(newest.version),
            )
            yield _about(model, ConcernKind.WORSE, text, change.old.source, change.new.source)
            return
