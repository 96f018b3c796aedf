"""By what the models of the portfolio can be narrowed down: the values that each has of every facet."""

from collections.abc import Mapping

from generator.analyses.origin import Origin
from generator.messages import say
from generator.pages.portfolio import Portfolio
from generator.provenance import Fact

_EVERYTHING = "python_function"
"""MLflow's name for a model of any framework, which tells none apart."""


def model_facets(
    portfolio: Portfolio, model: str, stage: str, origin: Origin | None, answers: Mapping[str, Fact]
) -> Mapping[str, tuple[str, ...]]:
    """The values of a model, by the name of the facet; an empty text stands where nobody recorded one.

    Args:
        portfolio: where it stands.
        model: its name.
        stage: what it is used for, in a word.
        origin: what stands behind the version shown; None without one.
        answers: what is known of the owner, the risk tier and the task, by key.
    """
    flavors = origin.package.flavors if origin and origin.package else ()
    names = [flavor.name for flavor in flavors if flavor.name != _EVERYTHING]
    datasets = [used.name for used in origin.inputs] if origin else []
    found = {
        "stage": [stage],
        "risk": [answers["risk_tier"].value.lower()],
        "owner": [answers["owner"].value],
        "framework": names,
        "task": [answers["task"].value.lower()],
        "gate": [_gate(portfolio, model)],
        "dataset": datasets,
    }
    return {name: tuple(dict.fromkeys(values)) or ("",) for name, values in found.items()}


def _gate(portfolio: Portfolio, model: str) -> str:
    """Whether a gate of the policy stops at anything found on the model or on one of its versions."""
    assessment = portfolio.assessment
    findings = assessment.about(model)
    if not findings:
        return say("not assessed")
    return "stopped" if any(map(assessment.stops, findings)) else "holds"
