"""A model in production with results, and a policy that asks for them."""

from generator.catalog import MetricRule, Policy
from tests import factories

POLICY_FILE = factories.source("governance/policy.yaml")
CHAMPION = "mlruns/models/churn/meta.yaml#/aliases/champion"
RUN = "mlruns/1/r1/meta.yaml"


def rule(metric="recall", **given):
    made = {
        "model": "churn",
        "metric": metric,
        "higher_is_better": True,
        "source": POLICY_FILE.at("metrics", 0),
    }
    return MetricRule(**made | given)


def asking(*rules, **given):
    return Policy(
        **{"metrics": rules, "files": (POLICY_FILE,), "in_force_since": factories.at(60).date()} | given
    )


def made(*evaluations, alias="champion", versions=1, fields=None, goals=(), **run):
    """Version 1 under an alias, made by a run of 30 days ago, with written results."""
    listed = tuple(factories.version(number) for number in range(1, versions + 1))
    aliases = {alias: "1"} if alias else {}
    records = {
        "models": (factories.model(versions=listed, aliases=aliases),),
        "runs": (factories.run(**run),),
        "evaluations": tuple(evaluations),
    }
    if fields or goals:
        records["narratives"] = (factories.narrative(fields=fields or {}, goals=tuple(goals)),)
    return records


def result(metric="recall", value=0.6, **given):
    return factories.evaluation(metric, value, **{"at": factories.at(20)} | given)
