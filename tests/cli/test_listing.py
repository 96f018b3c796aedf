"""What ``modelfolio show`` says."""

import json
import math
from dataclasses import replace

from generator.catalog import Alias, Problem, Register, Severity, Tag
from generator.cli.listing import as_data, as_table, latest_as_data, latest_as_table, problem_line
from tests import factories

COUNTED = [
    "experiments",
    "runs",
    "deleted_runs",
    "params",
    "metrics",
    "metric_points",
    "dataset_inputs",
    "logged_models",
    "registered_models",
    "model_versions",
    "aliases",
    "prompts",
    "evaluations",
    "deployments",
    "signals",
    "measurements",
    "alerts",
    "retrainings",
    "narratives",
    "data_statements",
    "people",
    "problems",
]

HOSTILE = "\x1b]0;owned\x07\u202egnp.exe"


def problem(**given):
    made = {
        "slug": "metric-line-cut",
        "severity": Severity.WARNING,
        "source": factories.source("mlruns/1/r1/metrics/auc").line(7),
        "message": "the line is cut",
        "cost": "this point is not shown",
        "remedy": "log it again",
    }
    return Problem(**made | given)


def a_catalog():
    return factories.catalog(
        experiments=(factories.experiment(),),
        runs=(factories.run("r1", params={"lr": "0.1"}), factories.run("r2")),
        models=(
            factories.model(
                versions=(factories.version(1), factories.version(2, deleted=True)),
                aliases=(Alias("champion", "1", factories.source()),),
            ),
        ),
        problems=(problem(),),
    )


def test_the_data_counts_everything_by_name():
    data = json.loads(json.dumps(as_data(a_catalog())))
    assert list(data["counts"]) == COUNTED
    assert {name: data["counts"][name] for name in ("runs", "params", "model_versions", "problems")} == {
        "runs": 2,
        "params": 1,
        "model_versions": 1,
        "problems": 1,
    }


def test_a_register_that_is_there_is_counted_even_when_it_is_empty():
    registers = (
        Register(
            name="approvals", count=2, source=factories.source("governance/approvals.yaml", "/approvals")
        ),
        Register(
            name="incidents", count=0, source=factories.source("governance/incidents.yaml", "/incidents")
        ),
    )
    catalog = factories.catalog(registers=registers)
    counts = as_data(catalog)["counts"]
    assert {name: counts.get(name) for name in ("approvals", "incidents", "waivers")} == {
        "approvals": 2, "incidents": 0, "waivers": None,
    }  # fmt: skip
    assert f"{'incidents':<17} {0:>12}" in list(as_table(catalog))


def test_the_data_names_models_experiments_and_problems():
    data = as_data(a_catalog())
    assert data["models"] == [
        {"store": "mlruns", "name": "churn", "versions": ["1"], "aliases": {"champion": "1"}}
    ]
    assert data["experiments"] == [
        {"store": "mlruns", "id": "1", "name": "churn-training", "lifecycle_stage": "active", "runs": 2}
    ]
    assert data["problems"] == [
        {
            "slug": "metric-line-cut",
            "severity": "warning",
            "path": "mlruns/1/r1/metrics/auc",
            "pointer": "line 7",
            "message": "the line is cut",
            "cost": "this point is not shown",
            "remedy": "log it again",
        }
    ]


def test_the_data_has_every_run_with_what_it_was_given_and_measured():
    run = factories.run(
        "r1", params={"lr": "0.1"}, metrics=(factories.metric("auc", 0.5, 0.75), factories.metric("loss", math.nan)),
        also=(factories.source("mlflow.db", "/runs/r1"),),
    )  # fmt: skip
    (found,) = json.loads(json.dumps(as_data(factories.catalog(runs=(run,))), allow_nan=False))["runs"]
    assert found == {
        "store": "mlruns", "id": "r1", "experiment": "1", "name": "calm-elk-r1", "status": "finished",
        "lifecycle_stage": "active", "start_time": "2026-10-21T12:00:00+00:00", "end_time": "2026-10-21T13:28:00+00:00",
        "params": {"lr": "0.1"},
        "metrics": [
            {"key": "auc", "dataset": "", "value": 0.75, "step": 1, "points": 2},
            {"key": "loss", "dataset": "", "value": "nan", "step": 0, "points": 1},
        ],
        "places": ["mlruns/1/r1/meta.yaml", "mlflow.db#/runs/r1"],
    }  # fmt: skip


def latest_of(run):
    """The run as it is when only latest values were read."""
    return replace(run, metrics=(), latest=run.latest_metrics)


def test_the_latest_values_are_told_alike_whether_histories_were_read_or_not():
    run = factories.run(
        "r1", params={"lr": "0.1"}, tags=(Tag("team", "risk", factories.source()),), inputs=(factories.used(),),
        metrics=(factories.metric("auc", 0.5, 0.75), factories.metric("loss", math.nan)),
    )  # fmt: skip
    whole = latest_as_data(factories.catalog(runs=(run,)))
    (found,) = json.loads(json.dumps(whole, allow_nan=False))["runs"]
    assert found["metrics"] == [
        {"key": "auc", "dataset": "", "value": 0.75, "step": 1},
        {"key": "loss", "dataset": "", "value": "nan", "step": 0},
    ]
    assert (found["params"], found["tags"]) == ({"lr": "0.1"}, {"team": "risk"})
    assert found["inputs"] == [
        {"name": used.name, "digest": used.digest, "context": used.context} for used in run.inputs
    ]
    assert latest_as_data(factories.catalog(runs=(latest_of(run),))) == whole


def test_the_table_of_latest_values_counts_nothing_that_was_not_read():
    run = latest_of(factories.run("r1", metrics=(factories.metric("auc", 0.5, 0.75),)))
    lines = list(latest_as_table(factories.catalog(runs=(run,), problems=(problem(),))))
    assert [line.rsplit(maxsplit=1)[0] for line in lines[2:9]] == [
        "experiments", "runs", "deleted runs", "params", "dataset inputs", "latest metrics", "problems",
    ]  # fmt: skip
    assert f"{'latest metrics':<14} {1:>12}" in lines
    assert lines[-1] == "  warning  mlruns/1/r1/metrics/auc:7: the line is cut; log it again"


def test_the_table_says_the_same_in_lines():
    lines = list(as_table(a_catalog()))
    assert lines[0] == "stores: mlruns"
    assert f"{'model versions':<17} {1:>12}" in lines
    assert "  churn     1 versions  champion → 1" in lines
    assert "  warning  mlruns/1/r1/metrics/auc:7: the line is cut; log it again" in lines


def test_a_long_table_says_how_much_it_leaves_out():
    problems = tuple(problem(message=f"odd {number}") for number in range(53))
    lines = list(as_table(factories.catalog(problems=problems)))
    assert lines[-1] == "  and 3 more: --format json has them all"


def test_nothing_from_a_store_reaches_the_terminal_raw():
    catalog = factories.catalog(
        models=(
            factories.model(HOSTILE, aliases=(Alias(HOSTILE, HOSTILE, factories.source()),), versions=()),
        ),
        problems=(problem(message=HOSTILE, source=factories.source(HOSTILE)),),
    )
    text = "\n".join(as_table(catalog))
    assert "⟨U+001B⟩]0;owned⟨U+0007⟩⟨U+202E⟩gnp.exe" in text
    assert not set(text) & {"\x1b", "\x07", "\u202e"}
    data = json.dumps(as_data(catalog))
    assert data.isascii()
    assert "\x1b" not in data


def test_a_problem_begins_with_how_grave_it_is():
    assert problem_line(problem(severity=Severity.ERROR)).startswith("error    mlruns/1/r1/metrics/auc:7: ")
