"""What a policy asks of metrics: the list ``metrics``, and ``profiles`` with what each model must measure."""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

from generator.catalog import MetricRule
from generator.provenance import Source
from generator.provenance.document import FieldError
from generator.readers.governance.form import Form

_Key: TypeAlias = tuple[str, str]
"""Model, or a pattern of models, and metric."""


def read_metric_rules(form: Form, placed: Callable[[Form], Source]) -> tuple[MetricRule, ...]:
    """The rules of ``metrics`` in their order, then those of ``profiles``.

    A profile is another way to write rules: a metric that it requires, or requires slices of, is a required metric of
    the models that its name fits. Where ``metrics`` has a rule for the same models and metric, the two are one.
    """
    rules: dict[_Key, MetricRule] = {}
    for each in form.mappings("metrics"):
        try:
            rule = _rule(each, placed(each))
        except FieldError as fault:
            each.document.faults.append(fault)
            continue
        each.finish()
        if (rule.model, rule.metric) in rules:
            each.refuse(
                "metric", f"{rule.metric!a} has a rule for {rule.model!a} above",
                slug="policy-rule-twice", hint="make one rule of the two",
            )  # fmt: skip
        rules.setdefault((rule.model, rule.metric), rule)
    profiles = form.mapping("profiles")
    for model in profiles:
        profile = profiles.mapping(model)
        _add_profile(rules, model, profile, placed(profile))
    return tuple(rules.values())


def _add_profile(rules: dict[_Key, MetricRule], model: str, profile: Form, source: Source) -> None:
    """Add what a profile requires to the rules."""
    metrics, slices = profile.texts("required_metrics"), profile.mapping("required_slices")
    for metric in dict.fromkeys((*metrics, *slices)):
        known = rules.get((model, metric), MetricRule(model=model, metric=metric, source=source))
        names = dict.fromkeys((*known.slices, *slices.texts(metric)))
        rules[model, metric] = replace(known, required=True, slices=tuple(names))
    profile.finish()


def _rule(form: Form, source: Source) -> MetricRule:
    return MetricRule(
        model=form.text("model") or "*",
        metric=form.require("metric"),
        required=form.flag("required") is not False,
        higher_is_better=form.flag("higher_is_better"),
        bound=form.number("bound"),
        noise=form.amount("noise"),
        non_inferiority=form.amount("non_inferiority"),
        guarded=form.flag("guarded") or False,
        slices=form.texts("slices"),
        fairness_limit=form.amount("fairness_limit"),
        source=source,
    )
