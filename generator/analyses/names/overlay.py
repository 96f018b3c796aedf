"""Whether what people wrote fits what the stores hold: names that nothing answers to."""

from collections.abc import Iterator

from generator.analyses.names.registers import unknown_names
from generator.analyses.origin import origin_of
from generator.analyses.wording import suggestion
from generator.catalog import Catalog, Problem, RegisteredModel, Severity
from generator.messages import say


def overlay_problems(catalog: Catalog) -> tuple[Problem, ...]:
    """Everything that people wrote about and no store knows: models, metrics, and what entries of registers name."""
    return (*unknown_models(catalog), *unknown_metrics(catalog), *unknown_names(catalog))


def unknown_models(catalog: Catalog) -> tuple[Problem, ...]:
    """A problem for each file about a model that no registry knows, by model."""
    return tuple(
        Problem(
            slug="card-model-unknown",
            severity=Severity.WARNING,
            source=narrative.source,
            message=say("is about the model {model}, which no registry knows", model=f"{narrative.model!a}"),
            cost=say("what the file says is not shown"),
            remedy=suggestion(
                narrative.model, catalog.models_by_name, say("name the model as the registry does")
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
                message=say(
                    "no version of {model} has a metric {metric}",
                    model=f"{model.name!a}",
                    metric=f"{goal.metric!a}",
                ),
                cost=say("nothing is held to this goal"),
                remedy=suggestion(goal.metric, known, say("name the metric as the tracker does")),
            )
