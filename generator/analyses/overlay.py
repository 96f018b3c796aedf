"""Whether what people wrote fits what the stores hold: names that nothing answers to."""

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from generator.analyses.origin import origin_of
from generator.catalog import Catalog, Problem, RegisteredModel, Severity

_CLOSE_ENOUGH = 0.6
"""Share of letters that a name has in common with what it may have been meant to be."""


def overlay_problems(catalog: Catalog) -> tuple[Problem, ...]:
    """Everything that people wrote about and no store knows: :func:`unknown_models`, then :func:`unknown_metrics`."""
    return unknown_models(catalog) + unknown_metrics(catalog)


def unknown_models(catalog: Catalog) -> tuple[Problem, ...]:
    """A problem for each file about a model that no registry knows, by model."""
    return tuple(
        Problem(
            slug="card-model-unknown",
            severity=Severity.WARNING,
            source=narrative.source,
            message=f"is about the model {narrative.model!a}, which no registry knows",
            cost="what the file says is not shown",
            remedy=_suggestion(
                narrative.model, catalog.models_by_name, "name the model as the registry does"
            ),
        )
        for narrative in catalog.narratives
        if narrative.model not in catalog.models_by_name
    )


def unknown_metrics(catalog: Catalog) -> tuple[Problem, ...]:
    """A problem for each goal for a metric that no listed version of the model has, in the order of the models."""
    return tuple(problem for model in catalog.models for problem in _unknown_metrics(catalog, model))


def _unknown_metrics(catalog: Catalog, model: RegisteredModel) -> Iterator[Problem]:
    narrative = catalog.narratives_by_model.get(model.name)
    if narrative is None or not narrative.goals:
        return
    known = {
        metric.key for version in model.listed_versions for metric in origin_of(catalog, version).metrics
    }
    for goal in narrative.goals:
        if goal.metric not in known:
            yield Problem(
                slug="goal-metric-unknown",
                severity=Severity.WARNING,
                source=goal.source,
                message=f"no version of {model.name!a} has a metric {goal.metric!a}",
                cost="nothing is held to this goal",
                remedy=_suggestion(goal.metric, known, "name the metric as the tracker does"),
            )


def _suggestion(name: str, known: Iterable[str], otherwise: str) -> str:
    """The nearest known name, compared without case; the general advice when none is near."""
    by_fold = {each.casefold(): each for each in sorted(known, reverse=True)}
    found = get_close_matches(name.casefold(), by_fold, n=1, cutoff=_CLOSE_ENOUGH)
    return f"did you mean {by_fold[found[0]]!a}?" if found else otherwise
