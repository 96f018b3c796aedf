"""Experiments and runs of a folio, and the histories of their metrics."""

import hashlib
import math
from datetime import UTC, datetime

import pytest

from generator.catalog import RunStatus, Severity
from tests.readers.folio.conftest import Folio, slugs, told

RUN = """\
    experiment_id: pumps
    name: First try
    status: finished
    start_time: 2026-11-01T08:00:00Z
    end_time: 2026-11-01 09:30
    user: ada
    code: {commit: abc123, repository: "https://user:secret@git.example/pumps", dirty: false}
    params: {rate: 1e-3, net: {depth: 3}, features: [a, b]}
    metrics: {auc: 0.91, loss: [0.5, 0.25], recall: {value: 0.6, step: 7, timestamp: 2026-11-01, dataset: holdout}}
    inputs:
      - {name: sensors, digest: d1, context: training}
    outputs: [{name: scores}]
    tags: {team: pumps}
    cost_centre: 4711
"""


def test_a_run_with_everything_is_read_whole(folio: Folio):
    catalog = folio({"runs/first/run.yaml": RUN, "experiments/pumps.yaml": "name: Pumps\nowner: ada\n"})
    assert catalog.problems == ()
    [run] = catalog.runs
    assert (run.run_id, run.experiment_id, run.name, run.status, run.user, run.store) == (
        "folio/runs/first", "pumps", "First try", RunStatus.FINISHED, "ada", "folio",
    )  # fmt: skip
    assert (run.start_time, run.end_time) == (
        datetime(2026, 11, 1, 8, tzinfo=UTC), datetime(2026, 11, 1, 9, 30, tzinfo=UTC),
    )  # fmt: skip
    assert run.code is not None
    assert (run.code.commit, run.code.dirty) == ("abc123", False)
    assert "secret" not in run.code.repository
    assert {param.key: param.value for param in run.params} == {
        "rate": "1e-3", "net.depth": "3", "features": "[a, b]",
    }  # fmt: skip
    assert str(run.params[1].source) == "folio/runs/first/run.yaml#/params/net/depth"
    metrics = {metric.key: metric for metric in run.metrics}
    assert (metrics["auc"].last.value, metrics["auc"].last.step) == (0.91, 0)
    assert [(point.step, point.value) for point in metrics["loss"].series] == [(0, 0.5), (1, 0.25)]
    assert (metrics["recall"].last.step, metrics["recall"].dataset_name) == (7, "holdout")
    assert metrics["recall"].last.timestamp == int(datetime(2026, 11, 1, tzinfo=UTC).timestamp() * 1000)
    assert [(used.name, used.digest, used.context) for used in run.inputs] == [("sensors", "d1", "training")]
    assert [used.name for used in run.outputs] == ["scores"]
    assert {tag.key: tag.value for tag in run.tags} == {"team": "pumps", "cost_centre": "4711"}
    [experiment] = catalog.experiments
    assert (experiment.experiment_id, experiment.name) == ("pumps", "Pumps")
    assert [(tag.key, tag.value) for tag in experiment.tags] == [("owner", "ada")]


def test_a_file_without_a_folder_is_a_run_as_well_and_json_is_as_good_as_yaml(folio: Folio):
    catalog = folio(
        {"runs/a.json": '{"metrics": {"auc": 0.5, "odd": NaN}, "name": "A"}', "runs/b.yml": "name: B\n"}
    )
    assert catalog.problems == ()
    assert [run.name for run in catalog.runs] == ["A", "B"]
    assert {metric.key: metric.nan_count for metric in catalog.runs[0].metrics} == {"auc": 0, "odd": 1}


def test_a_folder_with_files_alone_is_a_run(folio: Folio):
    catalog = folio({"runs/bare/metrics.csv": "metric,step,value\nauc,0,0.9\n"})
    assert catalog.problems == ()
    [run] = catalog.runs
    assert (run.name, run.metrics[0].last.value, run.experiment_id) == ("bare", 0.9, "runs")


def test_runs_that_name_no_experiment_or_one_without_a_file_still_stand_in_one(folio: Folio):
    catalog = folio({"runs/a.yaml": "experiment_id: x\n", "runs/b.yaml": "name: b\n"})
    assert [(found.experiment_id, found.name) for found in catalog.experiments] == [
        ("runs", "runs"), ("x", "x"),
    ]  # fmt: skip


def test_artifacts_are_listed_with_size_and_digest(folio: Folio):
    catalog = folio({"runs/a/artifacts/plots/roc.txt": "0 1", "runs/a/run.yaml": "name: a\n"})
    [artifact] = catalog.runs[0].artifacts
    assert (artifact.path, artifact.size) == ("plots/roc.txt", 3)
    assert artifact.source.sha256 == hashlib.sha256(b"0 1").hexdigest()


def test_histories_come_from_tables_and_the_metrics_own_file_goes_first(folio: Folio):
    catalog = folio(
        {
            "runs/a/run.yaml": "metrics: {loss: 9, auc: 0.5, acc: 0.1}\n",
            "runs/a/metrics.csv": """\
                metric,step,value,timestamp
                loss,0,0.9,2026-11-01T00:00:00Z
                loss,1,.inf,1793491200000
                auc,3,0.7,
                """,
            "runs/a/metrics/val/auc.csv": "step,value\n1,0.6\n2,nan\n",
            "runs/a/metrics/auc.csv": "value\n0.8\n0.81\n",
        }
    )
    assert catalog.problems == ()
    metrics = {metric.key: metric for metric in catalog.runs[0].metrics}
    assert list(metrics) == ["acc", "auc", "loss", "val/auc"]
    assert [point.value for point in metrics["auc"].series] == [0.8, 0.81]
    assert metrics["auc"].source.path == "folio/runs/a/metrics/auc.csv"
    assert metrics["loss"].infinity_count == 1
    assert [point.timestamp for point in metrics["loss"].series] == [1793491200000, 1793491200000]
    assert math.isnan(metrics["val/auc"].last.value)
    assert metrics["acc"].last.value == 0.1


def test_lines_that_are_no_points_cost_themselves_only(folio: Folio):
    table = "metric,step,value,timestamp\nauc,0,0.5,\nauc,one,0.6,\nauc,2,high,\n,3,0.7,\nauc,4,0.8,soon\nauc,5,0.9,\n"
    catalog = folio({"runs/a/metrics.csv": table})
    [metric] = catalog.runs[0].metrics
    assert [(point.step, point.value) for point in metric.series] == [(0, 0.5), (5, 0.9)]
    [problem] = catalog.problems
    assert (problem.slug, str(problem.source)) == ("folio-points-invalid", "folio/runs/a/metrics.csv:3")
    assert problem.message.startswith("has 4 lines that are no points")


@pytest.mark.parametrize(
    ("path", "text"),
    [("metrics.csv", "step,value\n0,1\n"), ("metrics/auc.csv", "step\n1\n"), ("metrics.csv", "")],
)
def test_a_table_without_its_columns_says_which_it_needs(folio: Folio, path: str, text: str):
    catalog = folio({f"runs/a/{path}": text})
    assert slugs(catalog) == ["folio-table-invalid"]
    assert "value" in catalog.problems[0].remedy


def test_a_word_that_is_no_status_is_told_and_the_rest_read(folio: Folio):
    catalog = folio({"runs/a.yaml": "status: finnished\nuser: ada\nmetrics: {auc: high}\n"})
    assert [problem.slug for problem in catalog.problems] == ["field-invalid", "field-invalid"]
    assert "did you mean finished?" in catalog.problems[0].remedy + catalog.problems[1].remedy
    assert (catalog.runs[0].status, catalog.runs[0].user) == (RunStatus.UNKNOWN, "ada")


def test_a_field_almost_like_one_of_the_layout_is_kept_as_a_tag_and_told(folio: Folio):
    catalog = folio({"runs/a.yaml": "stauts: finished\nbudget: 3\n"})
    assert {tag.key: tag.value for tag in catalog.runs[0].tags} == {"stauts": "finished", "budget": "3"}
    [problem] = catalog.problems
    assert (problem.slug, problem.severity, problem.remedy) == (
        "field-unknown", Severity.NOTE, "did you mean status?",
    )  # fmt: skip


def test_a_run_whose_file_cannot_be_read_keeps_what_lies_beside_it(folio: Folio):
    catalog = folio({"runs/a/run.yaml": "a: [\n", "runs/a/metrics.csv": "metric,value\nauc,0.9\n"})
    assert slugs(catalog) == ["yaml-invalid"]
    assert catalog.runs[0].metrics[0].last.value == 0.9


def test_two_files_for_one_run_are_told(folio: Folio):
    catalog = folio({"runs/a.yaml": "name: one\n", "runs/a/run.json": '{"name": "two"}'})
    assert slugs(catalog) == ["folio-record-twice"]
    assert [run.name for run in catalog.runs] == ["two"]


def test_data_named_without_a_digest_is_a_note_when_the_dataset_has_one(folio: Folio):
    catalog = folio({"runs/a.yaml": "inputs: [{name: sensors}]\n", "datasets/sensors.yaml": "digest: d1\n"})
    assert slugs(catalog) == ["folio-dataset-state-unstated"]
    assert "'d1'" in told(catalog)[0]


def test_an_input_without_a_name_is_told_and_left_out(folio: Folio):
    catalog = folio({"runs/a.yaml": "inputs: [{digest: d1}, {name: x}]\n"})
    assert slugs(catalog) == ["field-missing"]
    assert [used.name for used in catalog.runs[0].inputs] == ["x"]


def test_a_parent_of_the_same_folio_is_found(folio: Folio):
    catalog = folio(
        {"runs/a.yaml": "name: a\n", "runs/b.yaml": "parent_run_id: a\n", "runs/c.yaml": "parent_run_id: z\n"}
    )
    assert [run.parent_run_id for run in catalog.runs] == ["", "folio/runs/a", "z"]


def test_readme_files_are_left_alone_and_others_are_told(folio: Folio):
    catalog = folio({"runs/README.md": "about", "runs/.keep": "", "runs/notes.txt": "x", "extra/x.yaml": ""})
    assert slugs(catalog) == ["folio-folder-unknown", "folio-file-ignored"]
    assert catalog.runs == ()


@pytest.mark.parametrize("version", ["schema_version: 2", "schema_version: x", "name: mine"])
def test_a_layout_that_is_not_known_is_told(folio: Folio, version: str):
    catalog = folio({"folio.yaml": f"{version}\n", "runs/a.yaml": "name: a\n"})
    assert "folio-layout-unknown" in slugs(catalog)
    assert len(catalog.runs) == 1
