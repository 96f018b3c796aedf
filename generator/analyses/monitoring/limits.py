"""Which limits hold for a signal: the first of several places that says one."""

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from generator.catalog import Catalog, Measurement, Policy, Signal, SignalKind, SignalRule
from generator.provenance import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """The limits of one signal and the place that set each; None where nobody set one."""

    warn: float | None = None
    warn_source: Source | None = None
    alert: float | None = None
    alert_source: Source | None = None
    cadence_days: float | None = None
    cadence_source: Source | None = None
    higher_is_better: bool = False
    """Whether a value below a limit is the bad one; for a distance, such as drift, a value above it is."""

    def beyond(self, value: float, limit: float) -> bool:
        """Whether a value lies on the bad side of a limit. On the limit it does not."""
        return value < limit if self.higher_is_better else value > limit


def plan_of(plans: Iterable[Signal], signal: str, feature: str) -> Signal | None:
    """What the plan says of a signal: first for this very feature, else for all of its features."""
    named = [plan for plan in plans if plan.name == signal and plan.feature in {"", feature}]
    return next((plan for plan in named if plan.feature == feature), named[0] if named else None)


def limits_of(catalog: Catalog, policy: Policy, plan: Signal | None, measured: Measurement | None) -> Limits:
    """The limits that hold.

    Each comes from the first place that says it: the plan of the model; the policy's rule for signals whose pattern is
    most particular; for performance, the threshold that the model's file declares for the metric, then the policy's
    bound for it; the monitor itself, as it wrote them with the latest value.
    """
    model, name, kind, metric = _identity(plan, measured)
    rule = _rule(policy, model, name, kind)
    warn = _first(
        (plan.warn, plan.source.at("warn")) if plan else None,
        (rule.warn, rule.source.at("warn") if rule.source else None) if rule else None,
        (measured.warn, measured.source) if measured else None,
    )
    alert = _first(
        (plan.alert, plan.source.at("alert")) if plan else None,
        (rule.alert, rule.source.at("alert") if rule.source else None) if rule else None,
        _declared(catalog, policy, model, metric) if kind is SignalKind.PERFORMANCE else None,
        (measured.alert, measured.source) if measured else None,
    )
    cadence = _first(
        (plan.cadence_days, plan.source.at("cadence_days")) if plan else None,
        (rule.cadence_days, rule.source.at("cadence_days") if rule.source else None) if rule else None,
    )
    return Limits(
        warn=warn[0],
        warn_source=warn[1],
        alert=alert[0],
        alert_source=alert[1],
        cadence_days=cadence[0],
        cadence_source=cadence[1],
        higher_is_better=_direction(catalog, policy, plan, model, kind, metric),
    )


def _identity(plan: Signal | None, measured: Measurement | None) -> tuple[str, str, SignalKind, str]:
    """Model, signal, kind and metric."""
    if plan is not None:
        return (
            plan.model,
            plan.name,
            plan.kind,
            plan.metric or (measured.metric if measured else "") or plan.name,
        )
    if measured is None:
        raise ValueError("neither a plan nor a measurement is given")
    return measured.model, measured.signal, measured.kind, measured.metric or measured.signal


def _first(
    *offers: tuple[float | None, Source | None] | None,
) -> tuple[float | None, Source | None]:
    return next((offer for offer in offers if offer is not None and offer[0] is not None), (None, None))


def _rule(policy: Policy, model: str, name: str, kind: SignalKind) -> SignalRule | None:
    """The most particular rule of the policy that fits the model, and the signal by its name or its kind."""
    fitting = [
        rule
        for rule in policy.signals
        if fnmatchcase(model, rule.model)
        and (fnmatchcase(name, rule.signal) or fnmatchcase(str(kind), rule.signal))
    ]
    return max(fitting, key=lambda rule: (_narrow(rule.model), _narrow(rule.signal)), default=None)


def _narrow(pattern: str) -> tuple[bool, int]:
    """Greater for a pattern that fewer names fit."""
    return (not any(mark in pattern for mark in "*?["), len(pattern))


def _declared(
    catalog: Catalog, policy: Policy, model: str, metric: str
) -> tuple[float | None, Source | None] | None:
    narrative = catalog.narratives_by_model.get(model)
    for goal in narrative.goals if narrative else ():
        if goal.metric == metric and goal.threshold is not None:
            return goal.threshold, goal.source.at("threshold")
    for rule in policy.metric_rules(model):
        if rule.metric == metric and rule.bound is not None:
            return rule.bound, rule.source.at("bound") if rule.source else None
    return None


def _direction(
    catalog: Catalog, policy: Policy, plan: Signal | None, model: str, kind: SignalKind, metric: str
) -> bool:
    """Which way is better: as the plan says, else the model's file, else the policy; else up for performance only."""
    said = [plan.higher_is_better if plan else None]
    if kind is SignalKind.PERFORMANCE:
        narrative = catalog.narratives_by_model.get(model)
        said += [
            goal.higher_is_better for goal in (narrative.goals if narrative else ()) if goal.metric == metric
        ]
        said += [rule.higher_is_better for rule in policy.metric_rules(model) if rule.metric == metric]
    return next((each for each in said if each is not None), kind is SignalKind.PERFORMANCE)
