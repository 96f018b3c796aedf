"""The models of the portfolio as a table: each on one line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.analyses.activity import last_activity
from generator.analyses.changes import MetricChange
from generator.analyses.evaluation.key_metric import KeyMetric
from generator.analyses.standing.roles import RoleHolder
from generator.analyses.wording import version_label
from generator.catalog import Metric, ModelVersion, RegisteredModel
from generator.governance.finding import Status
from generator.messages import say
from generator.pages import paths
from generator.pages.audit.verdict import Verdict, verdict
from generator.pages.home.facets import model_facets
from generator.pages.models.described import Standings, standings
from generator.pages.monitoring.sections import MONITORING, series_of
from generator.pages.monitoring.standing import Gravity, brief_pill, gravity
from generator.pages.pills import Pill, risk_pill
from generator.pages.portfolio import Portfolio
from generator.pages.stated import days_until
from generator.pages.text import day
from generator.pages.view import Link
from generator.provenance import Fact, derived, missing

SOON = 30
_RISK_RANKS = {"fail": 3, "warn": 2, "pass": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelRow:
    """One model."""

    model: RegisteredModel
    link: Link
    production: RoleHolder | None
    challenger: RoleHolder | None
    shown: Link | None
    """The version in production, else the newest listed one; None when there is none."""
    sequence: int
    """Of the version shown; 0 for none."""
    candidate: Link | None
    """The challenger."""
    risk: Fact
    risk_tone: str
    risk_sign: str
    risk_rank: int
    """3 for the gravest tiers, 0 for a word that we do not know or none."""
    owner: Fact
    key: KeyMetric | None
    metric: Metric | None
    """Its value in the version shown; None when it has none."""
    change: MetricChange | None
    """Against the version before it; None when there is nothing to compare."""
    version_count: int
    last_change: Fact
    review: Fact
    review_days: int | None
    """Days to the next review, negative when it has passed; None without a date."""
    pressing: bool
    facets: Mapping[str, tuple[str, ...]]
    """By what the table can be narrowed down, see :func:`generator.pages.home.facets.model_facets`."""
    controls: Verdict
    """On the model and the version shown."""
    audit: str
    """Path of its audit page."""
    monitoring: Pill | None
    """The gravest of its signals; None when none is planned or measured."""
    monitoring_rank: int
    """Greater for the graver."""

    @property
    def high_risk(self) -> bool:
        """Whether the tier is one of the gravest."""
        return self.risk_tone == "fail" and self.risk.present

    @property
    def due(self) -> bool:
        """Whether a review is overdue or due within :data:`SOON` days."""
        return self.review_days is not None and self.review_days <= SOON

    @property
    def failing(self) -> int:
        """Controls that fail or could not be run."""
        return self.controls.tally[Status.FAIL] + self.controls.tally[Status.ERROR]

    @property
    def doubtful(self) -> int:
        """Controls that warn."""
        return self.controls.tally[Status.WARN]

    @property
    def tags(self) -> str:
        """Words that the chips above the table filter by."""
        words = {
            "production": self.production is not None,
            "pressing": self.pressing,
            "high": self.high_risk,
            "due": self.due,
            "ownerless": not self.owner.present,
            "failing": bool(self.failing),
        }
        return " ".join(word for word, holds in words.items() if holds)


def model_rows(portfolio: Portfolio, pressing: frozenset[str]) -> Iterator[ModelRow]:
    """Every registered model by name.

    Args:
        portfolio: where they stand.
        pressing: names of those that need attention.
    """
    for model in sorted(
        portfolio.catalog.models, key=lambda model: (model.name.casefold(), model.name, model.store)
    ):
        yield _row(portfolio, model, pressing=model.name in pressing)


def _row(portfolio: Portfolio, model: RegisteredModel, *, pressing: bool) -> ModelRow:
    answers = portfolio.completeness[model.name].by_key
    risk, review = answers["risk_tier"].fact, answers["review_due"].fact
    tier = risk_pill(risk.value)
    stands = standings(model)
    shown = stands.described.version if stands.described else None
    key = portfolio.key_metrics[model.name]
    metric = portfolio.origin(shown).metric(key.key) if key and shown else None
    series = series_of(portfolio, model.name, shown.version if shown else "")
    return ModelRow(
        model=model,
        link=Link(model.name or say("without a name"), paths.model(model.name)),
        production=stands.production,
        challenger=stands.challenger,
        shown=_short_link(shown) if shown else None,
        sequence=shown.sequence if shown else 0,
        candidate=_short_link(stands.challenger.version) if stands.challenger else None,
        risk=risk,
        risk_tone=tier.tone,
        risk_sign=tier.sign,
        risk_rank=_RISK_RANKS.get(tier.tone, 0) if risk.present else 0,
        owner=answers["owner"].fact,
        key=key,
        metric=metric,
        change=_change(portfolio, model.name, shown.version, metric) if shown and metric else None,
        version_count=len(model.listed_versions),
        last_change=_last_change(model),
        review=review,
        review_days=days_until(review.value, portfolio.snapshot.as_of) if review.present else None,
        pressing=pressing,
        facets=model_facets(
            portfolio,
            model.name,
            _stage(stands),
            portfolio.origin(shown) if shown else None,
            {key: answers[key].fact for key in ("owner", "risk_tier", "task")},
        ),
        controls=_controls(portfolio, model, shown),
        audit=paths.model_audit(model.name),
        monitoring=brief_pill(series, f"{paths.model(model.name)}#{MONITORING.id}"),
        monitoring_rank=max((gravity(each) for each in series), default=Gravity.FINE),
    )


def _stage(stands: Standings) -> str:
    if stands.production:
        return "production"
    if stands.challenger:
        return "challenger"
    return say("not in use") if stands.described else say("no version")


def _controls(portfolio: Portfolio, model: RegisteredModel, shown: ModelVersion | None) -> Verdict:
    assessment = portfolio.assessment
    own = assessment.of(model.name, shown.version) if shown else ()
    return verdict(assessment, (*assessment.of(model.name), *own))


def _short_link(version: ModelVersion) -> Link:
    return Link(version_label(version.version), paths.version(version.name, version.version))


def _change(portfolio: Portfolio, name: str, version: str, metric: Metric) -> MetricChange | None:
    changes = portfolio.diffs[name, version].metrics
    return next(
        (
            change
            for change in changes
            if change.new and change.new.source == metric.source and change.delta is not None
        ),
        None,
    )


def _last_change(model: RegisteredModel) -> Fact:
    last = last_activity(model)
    return derived(day(last.instant), last.source) if last else missing(model.source)
