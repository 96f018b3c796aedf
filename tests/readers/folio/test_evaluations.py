"""Evaluations and deployments of a folio: one record, a list below what it shares, or a table."""

from datetime import UTC, datetime

import pytest

from generator.catalog import DeploymentKind, Severity
from tests.readers.folio.conftest import Folio, slugs

LIST = """\
    model: pump
    version: 1.0.0
    dataset: holdout
    dataset_digest: d1
    method: wilson
    level: 0.95
    at: 2026-11-03
    results:
      - {metric: recall, value: 0.6, n: 400, lower: 0.55, upper: 0.65}
      - {metric: recall, slice: site=north, value: 0.5, n: 40, samples: [0.4, 0.6], level: 0.9}
"""


def test_a_list_of_results_has_what_stands_above_it(folio: Folio):
    catalog = folio({"evaluations/pump.yaml": LIST})
    assert catalog.problems == ()
    whole, north = catalog.evaluations
    assert (whole.model, whole.version, whole.dataset, whole.dataset_digest, whole.method, whole.level) == (
        "pump", "1.0.0", "holdout", "d1", "wilson", 0.95,
    )  # fmt: skip
    assert (whole.metric, whole.value, whole.n, whole.lower, whole.upper, whole.slice) == (
        "recall", 0.6, 400, 0.55, 0.65, "",
    )  # fmt: skip
    assert whole.at == datetime(2026, 11, 3, tzinfo=UTC)
    assert (north.slice, north.samples, north.level) == ("site=north", (0.4, 0.6), 0.9)
    assert str(north.source) == "folio/evaluations/pump.yaml#/results/1"


def test_a_table_has_a_result_on_each_line(folio: Folio):
    catalog = folio(
        {
            "runs/first.yaml": "name: first\n",
            "evaluations/deep/pump.csv": "run_id,metric,slice,value,n,samples\nfirst,auc,,0.9,100,0.8 1.0\nfirst,auc,north,nan,,\n",
            "evaluations/x.jsonl": '{"model": "m", "version": 1, "metric": "auc", "value": 0.5}\n\n[]\nnonsense\n',
        }
    )
    first, second, third = catalog.evaluations
    assert (first.run_id, first.value, first.n, first.samples) == ("folio/runs/first", 0.9, 100, (0.8, 1.0))
    assert str(first.source) == "folio/evaluations/deep/pump.csv:2"
    assert (second.slice, second.value, second.n) == ("north", None, None)
    assert (third.model, third.version, str(third.source)) == ("m", "1", "folio/evaluations/x.jsonl:1")
    assert [(problem.slug, str(problem.source)) for problem in catalog.problems] == [
        ("json-not-mapping", "folio/evaluations/x.jsonl:3"), ("json-invalid", "folio/evaluations/x.jsonl:4"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("{model: m, version: 1, value: 1}", "field-missing"),
        ("{model: m, metric: auc, value: 1}", "field-missing"),
        ("{model: m, version: 1, metric: auc}", "field-missing"),
        ("{model: m, version: 1, metric: auc, value: high}", "field-invalid"),
    ],
)
def test_a_result_that_says_too_little_is_an_error(folio: Folio, text: str, slug: str):
    catalog = folio(
        {"evaluations/a.yaml": f"results:\n  - {text}\n  - {{run_id: r, metric: auc, value: 1}}\n"}
    )
    assert [(problem.slug, problem.severity) for problem in catalog.problems] == [(slug, Severity.ERROR)]
    assert len(catalog.evaluations) == 1


@pytest.mark.parametrize(
    "field", ["n: -1", "level: 95", "lower: x", "samples: [a]", "sliec: north", "at: soon"]
)
def test_a_field_that_cannot_be_costs_itself_only(folio: Folio, field: str):
    key = field.partition(":")[0]
    catalog = folio({"evaluations/a.yaml": f"run_id: r\nmetric: auc\nvalue: 1\n{field}\n"})
    assert len(catalog.problems) == 1
    assert catalog.problems[0].severity is Severity.WARNING
    [result] = catalog.evaluations
    assert getattr(result, key, None) in (None, ())


def test_bounds_the_wrong_way_round_are_no_interval(folio: Folio):
    catalog = folio({"evaluations/a.yaml": "run_id: r\nmetric: auc\nvalue: 1\nlower: 2\nupper: 1\n"})
    assert slugs(catalog) == ["field-invalid"]
    assert (catalog.evaluations[0].lower, catalog.evaluations[0].upper) == (None, None)


def test_rows_of_another_length_than_the_head_are_told(folio: Folio):
    catalog = folio({"evaluations/a.csv": "run_id,metric,value\nr,auc\nr,auc,1\n\n"})
    assert [(problem.slug, str(problem.source)) for problem in catalog.problems] == [
        ("folio-table-invalid", "folio/evaluations/a.csv:2")
    ]
    assert len(catalog.evaluations) == 1


def test_an_unclosed_quote_costs_the_rest_of_the_table(folio: Folio):
    catalog = folio({"evaluations/a.csv": 'run_id,metric,value\nr,auc,1\nr,"auc,2\n'})
    assert slugs(catalog) == ["folio-table-invalid"]
    assert len(catalog.evaluations) == 1


def test_a_deployment_is_read_whole(folio: Folio):
    catalog = folio(
        {
            "deployments/pump.yaml": """\
                model: pump
                environment: production
                deployments:
                  - {version: 1.0.0, since: 2026-11-03, until: 2026-11-10T12:00:00Z, by: ops}
                  - version: 1.1.0
                    kind: canary
                    share: 0.05
                    against: 1.0.0
                    endpoint: https://pumps.example/score
                    image: registry/pump@sha256:abc
                    result: {recall: 0.7, n: 900}
                    decision: rolled out
                    decided_by: ada
                """
        }
    )
    assert catalog.problems == ()
    full, canary = catalog.deployments
    assert (full.model, full.version, full.environment, full.kind, full.share) == (
        "pump", "1.0.0", "production", DeploymentKind.FULL, None,
    )  # fmt: skip
    assert (full.since, full.until) == (
        datetime(2026, 11, 3, tzinfo=UTC), datetime(2026, 11, 10, 12, tzinfo=UTC),
    )  # fmt: skip
    assert (canary.kind, canary.share, canary.against) == (DeploymentKind.CANARY, 0.05, "1.0.0")
    assert canary.result == (("recall", "0.7"), ("n", "900"))
    assert (canary.endpoint, canary.image, canary.decision, canary.decided_by) == (
        "https://pumps.example/score", "registry/pump@sha256:abc", "rolled out", "ada",
    )  # fmt: skip


@pytest.mark.parametrize("key", ["model", "version", "environment"])
def test_a_deployment_of_nothing_is_an_error(folio: Folio, key: str):
    fields = {"model": "m", "version": "1", "environment": "production"}
    del fields[key]
    catalog = folio({"deployments/a.yaml": "".join(f"{name}: {value}\n" for name, value in fields.items())})
    assert [(problem.slug, problem.severity) for problem in catalog.problems] == [
        ("field-missing", Severity.ERROR)
    ]
    assert key in catalog.problems[0].message
    assert catalog.deployments == ()


@pytest.mark.parametrize("field", ["share: 5", "kind: kanary", "since: 2026-11-05\nuntil: 2026-11-04"])
def test_a_deployments_field_that_cannot_be_costs_itself_only(folio: Folio, field: str):
    catalog = folio({"deployments/a.yaml": f"model: m\nversion: 1\nenvironment: e\n{field}\n"})
    assert slugs(catalog) == ["field-invalid"]
    [deployment] = catalog.deployments
    assert (deployment.share, deployment.until, deployment.kind) == (None, None, DeploymentKind.FULL)
