"""What is asked of each metric of a model: the policy's rules and the model's own goals, made one."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from generator.catalog import MetricGoal, MetricRule, ModelNarrative, Policy
from generator.provenance import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """What is asked of one metric of one model."""

    rule: MetricRule
    """With every part filled in from whoever asks it; its :attr:`MetricRule.model` is the model's name."""
    places: Mapping[str, Source] = field(default_factory=dict)
    """Where each part stands, by the name of the rule's field, such as ``bound``; none for what nobody asks."""
    title: str = ""
    """A name for people; empty for the metric's own."""
    unit: str = ""

    @property
    def metric(self) -> str:
        """Name of the metric."""
        return self.rule.metric

    def place(self, part: str) -> Source | None:
        """Where a part is asked for, else the rule as a whole; None when nothing in a file asks it."""
        return self.places.get(part, self.rule.source)


def expectations_of(policy: Policy, narrative: ModelNarrative | None, model: str) -> tuple[Expectation, ...]:
    """What is asked of every metric of a model that the policy or the model's own file names.

    For direction, bound and noise the model's own file goes before the policy, since there they stand next to their
    reasons. Among the rules of the policy, each part comes from the rule with the most particular pattern that has it;
    whether the metric is required, from the most particular rule; it is guarded when any rule guards it. A metric that
    only the model's own file names is not required by the policy.

    Args:
        policy: the policy in force.
        narrative: what people wrote about the model; None for nothing.
        model: name of the registered model.

    Returns:
        By metric: those with goals in the order of the file, then the others in the order of the policy.
    """
    goals = {goal.metric: goal for goal in (narrative.goals if narrative else ())}
    rules = policy.fitting_rules(model)
    written = frozenset(policy.places.values())
    return tuple(
        _expectation(model, metric, goals.get(metric), rules.get(metric, ()), written)
        for metric in dict.fromkeys((*goals, *rules))
    )


def _expectation(
    model: str,
    metric: str,
    goal: MetricGoal | None,
    rules: tuple[MetricRule, ...],
    written: frozenset[Source],
) -> Expectation:
    parts: dict[str, Any] = {}
    places: dict[str, Source] = {}
    for part, value, source in (*_from_goal(goal), *_from_rules(rules, written)):
        if part not in parts:
            parts[part] = value
            if source is not None:
                places[part] = source
    if rules:
        ground = replace(rules[0], model=model)
    else:
        ground = MetricRule(model=model, metric=metric, required=False, source=goal.source if goal else None)
    return Expectation(
        rule=replace(ground, **parts),
        places=places,
        title=goal.title if goal else "",
        unit=goal.unit if goal else "",
    )


def _from_goal(goal: MetricGoal | None) -> Iterator[tuple[str, object, Source | None]]:
    """What the model's own file says, by the names of the rule's fields."""
    if goal is None:
        return
    for part, key, value in (
        ("higher_is_better", "higher_is_better", goal.higher_is_better),
        ("bound", "threshold", goal.threshold),
        ("noise", "noise", goal.noise),
    ):
        if value is not None:
            yield part, value, goal.source.at(key)


def _from_rules(
    rules: Iterable[MetricRule], written: frozenset[Source]
) -> Iterator[tuple[str, object, Source | None]]:
    """What the policy says, the most particular rule first; what a profile asks stands where the profile does."""
    for rule in rules:
        numbers = ("higher_is_better", "bound", "noise", "non_inferiority", "fairness_limit")
        said = [(part, value) for part in numbers if (value := getattr(rule, part)) is not None]
        said += [("guarded", True)] if rule.guarded else []
        said += [("slices", rule.slices)] if rule.slices else []
        for part, value in said:
            place = rule.source.at(part) if rule.source else None
            yield part, value, place if place in written else rule.source
