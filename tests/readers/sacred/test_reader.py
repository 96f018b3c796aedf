"""Runs of Sacred: a store that Sacred wrote, stores that people committed, and every oddity of either."""

import json
import math
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from generator.catalog import Catalog, RunStatus, Severity
from generator.readers.reader import read_catalog
from generator.readers.sacred.reader import SacredReader
from generator.readers.store import Store
from generator.readers.wandb.reader import WandbReader

MADE = Path(__file__).parents[1] / "stores" / "sacred"
MD5 = "e5ebd4c02cefbe7955977c67ada242b7"
"""Of the data that the runs of the made store opened."""


def read(folder: Path) -> Catalog:
    return read_catalog([Store(folder, "store")], [SacredReader()])


def slugs(catalog: Catalog) -> list[str]:
    return [problem.slug for problem in catalog.problems]


@pytest.fixture
def sacred_run(tmp_path: Path) -> Callable[..., Path]:
    """Makes a run's folder; a file is text, or what its JSON holds, or None for none."""

    def make(number: int | str = 1, /, record: dict[str, Any] | None = None, **files: Any) -> Path:
        folder = tmp_path / "runs" / str(number)
        folder.mkdir(parents=True)
        run = {
            "artifacts": [],
            "command": "main",
            "experiment": {"name": "churn", "mainfile": "train.py", "repositories": [], "sources": []},
            "heartbeat": "2026-01-05T08:01:00.5",
            "host": {"hostname": "ada-laptop", "ENV": {"TOKEN": "s3cr3t"}, "python_version": "3.11.7"},
            "meta": {"options": {}},
            "resources": [],
            "result": None,
            "start_time": "2026-01-05T08:00:00.25",
            "status": "COMPLETED",
            "stop_time": "2026-01-05T08:01:00.5",
        }
        contents = {"run": run | (record or {}), "config": {"seed": 7}, "metrics": {}} | files
        for name, content in contents.items():
            if content is not None:
                text = content if isinstance(content, str) else json.dumps(content)
                (folder / f"{name}.json").write_text(text)
        return folder

    return make


class TestAStoreThatSacredWrote:
    def test_nothing_is_wrong_with_it(self) -> None:
        catalog = read(MADE)
        assert catalog.problems == ()
        assert [(each.experiment_id, each.name, each.store) for each in catalog.experiments] == [
            ("churn", "churn", "store/runs")
        ]
        assert [(run.run_id, run.name, run.status) for run in catalog.runs] == [
            ("store/runs/1", "1", RunStatus.FINISHED),
            ("store/runs/2", "2", RunStatus.FAILED),
            ("store/runs/3", "3", RunStatus.FINISHED),
        ]

    def test_metrics_come_from_the_metrics_the_info_and_the_result(self) -> None:
        metrics = {metric.key: metric for metric in read(MADE).runs[0].metrics}
        assert set(metrics) == {"loss", "auc", "return_mean", "result"}
        assert [(point.step, point.value) for point in metrics["loss"].series] == [
            (step, 0.1 / (step + 1)) for step in range(4)
        ]
        assert [(point.step, point.value) for point in metrics["return_mean"].series] == [
            (10, 1.0),
            (20, 2.0),
            (40, 4.0),
        ]
        assert (metrics["auc"].last.value, metrics["auc"].source.pointer) == (0.9, "/auc")
        assert (metrics["result"].last.value, metrics["result"].source.pointer) == (0.5, "/result")
        first = json.loads((MADE / "runs/1/metrics.json").read_text())["loss"]["timestamps"][0]
        moment = datetime.fromisoformat(first).replace(tzinfo=UTC)
        assert metrics["loss"].first.timestamp == round(moment.timestamp() * 1000)

    def test_settings_are_params_and_python_objects_stay_text(self) -> None:
        run = read(MADE).runs[0]
        assert [(param.key, param.value) for param in run.params] == [
            ("lr", "0.1"),
            ("net.depth", "3"),
            ("net.layers", "[64, 32]"),
            ("seed", "7"),
            ("sizes", "{py/set: [1, 2]}"),
        ]
        assert run.params[1].source.pointer == "/net/depth"

    def test_sources_resources_and_artifacts_are_found(self) -> None:
        catalog = read(MADE)
        run = catalog.runs[0]
        paths = [artifact.path for artifact in run.artifacts]
        assert paths[0].startswith("_sources/make_sacred_store_")
        assert paths[1:] == ["cout.txt", "note.txt"]
        assert [each.key for each in run.inputs] == [("data.csv", MD5)]
        assert catalog.datasets_by_key["data.csv", MD5].uri == f"_resources/data_{MD5}.csv"
        assert len(catalog.runs_by_dataset["data.csv", MD5]) == 3

    def test_a_failure_and_a_comment_are_shown(self) -> None:
        runs = read(MADE).runs
        assert {tag.key: tag.value for tag in runs[1].tags}[
            "sacred.failure"
        ] == "ValueError: the data ran out"
        assert runs[2].description == "twice the rate"

    def test_a_changed_source_is_an_error_once(self, tmp_path: Path) -> None:
        shutil.copytree(MADE, tmp_path / "store")
        (source,) = (tmp_path / "store" / "runs" / "_sources").iterdir()
        source.write_text("print('another program')\n")
        catalog = read(tmp_path / "store")
        assert [(each.slug, each.severity) for each in catalog.problems] == [
            ("sacred-file-differs", Severity.ERROR)
        ]

    def test_the_folder_of_one_run_can_be_named_itself(self) -> None:
        (run,) = read(MADE / "runs" / "1").runs
        assert run.status is RunStatus.FINISHED


class TestStoresThatPeopleCommitted:
    @pytest.mark.parametrize(
        "name",
        [
            "catniplab+ML-music-analysis",
            "david-lindner+ai-safety-debate",
            "rpSebastian+AutoCFR",
            "thomyphan+messy_smac",
        ],
    )
    def test_runs_and_points_are_those_in_the_files(self, shared_stores: Path, name: str) -> None:
        store = shared_stores / "public" / name / "store"
        wanted = {}
        for path in store.rglob("run.json"):
            record = json.loads(path.read_text())
            metrics = (
                json.loads((path.parent / "metrics.json").read_text() or "{}")
                if (path.parent / "metrics.json").exists()
                else {}
            )
            wanted[path.parent.name] = (
                record["experiment"]["name"],
                record["status"],
                {key: len(value["values"]) for key, value in metrics.items()},
            )
        catalog = read(store)
        found = {
            run.name: (
                run.experiment_id,
                next(tag.value for tag in run.tags if tag.key == "sacred.status"),
                {
                    metric.key: metric.count
                    for metric in run.metrics
                    if metric.source.path.endswith("metrics.json")
                },
            )
            for run in catalog.runs
        }
        assert found == wanted
        assert all(problem.severity is not Severity.ERROR for problem in catalog.problems)

    def test_code_of_a_run(self, shared_stores: Path) -> None:
        catalog = read(shared_stores / "public" / "catniplab+ML-music-analysis" / "store")
        code = catalog.runs_by_id["store/models/100"].code
        assert code is not None
        assert code.commit == "68a2274daaa52d6509286169eb7ed9a30d57b5d1"
        assert (code.dirty, code.entry_point) == (True, "experiment.py")
        assert "Wintermute" not in repr(catalog.runs)
        assert "sacred-runs-missing" in slugs(catalog)

    def test_histories_of_an_info_file_have_the_steps_beside_them(self, shared_stores: Path) -> None:
        catalog = read(shared_stores / "public" / "thomyphan+messy_smac" / "store")
        metric = catalog.runs_by_id["store/results/sacred/2"].metric("battle_won_mean")
        assert metric is not None
        assert [point.step for point in metric.series][:3] == [16, 2027, 4038]
        assert catalog.runs_by_id["store/results/sacred/2"].metric("battle_won_mean_T") is None


class TestOddities:
    @pytest.mark.parametrize(
        ("written", "status"),
        [
            ("COMPLETED", RunStatus.FINISHED),
            ("FAILED", RunStatus.FAILED),
            ("DIED", RunStatus.FAILED),
            ("INTERRUPTED", RunStatus.KILLED),
            ("TIMEOUT", RunStatus.KILLED),
            ("RUNNING", RunStatus.RUNNING),
            ("QUEUED", RunStatus.SCHEDULED),
        ],
    )
    def test_every_status_has_one_in_the_catalogue(
        self, sacred_run: Callable[..., Path], tmp_path: Path, written: str, status: RunStatus
    ) -> None:
        sacred_run(record={"status": written})
        catalog = read(tmp_path)
        assert (catalog.runs[0].status, catalog.problems) == (status, ())
        assert catalog.runs[0].start_time == datetime(2026, 1, 5, 8, 0, 0, 250_000, UTC)

    def test_a_status_that_is_none_is_unknown(self, sacred_run: Callable[..., Path], tmp_path: Path) -> None:
        sacred_run(record={"status": "MAYBE"})
        catalog = read(tmp_path)
        assert catalog.runs[0].status is RunStatus.UNKNOWN
        assert [(each.slug, each.source.pointer) for each in catalog.problems] == [
            ("field-invalid", "/status")
        ]

    def test_a_run_without_its_record_shows_what_lies_beside_it(
        self, sacred_run: Callable[..., Path], tmp_path: Path
    ) -> None:
        metrics = {"loss": {"steps": [0], "timestamps": ["2026-01-05T08:00:00"], "values": [2.0]}}
        sacred_run(1)
        folder = sacred_run(2, run=None, metrics=metrics)
        (folder / "cout.txt").write_text("")
        catalog = read(tmp_path)
        run = catalog.runs_by_id["store/runs/2"]
        assert slugs(catalog) == ["record-missing"]
        assert (run.status, [param.value for param in run.params]) == (RunStatus.UNKNOWN, ["7"])
        assert [(metric.key, metric.last.value) for metric in run.metrics] == [("loss", 2.0)]

    @pytest.mark.parametrize(
        ("text", "slug"),
        [
            ("", "json-empty"),
            ("[]", "json-not-mapping"),
            ('{"loss": ', "json-invalid"),
            ("[" * 9000, "json-invalid"),
        ],
    )
    def test_damaged_metrics_cost_the_metrics_only(
        self, sacred_run: Callable[..., Path], tmp_path: Path, text: str, slug: str
    ) -> None:
        sacred_run(metrics=text)
        catalog = read(tmp_path)
        assert slugs(catalog) == [slug]
        assert [param.key for param in catalog.runs[0].params] == ["seed"]

    def test_a_damaged_record_is_an_error(self, sacred_run: Callable[..., Path], tmp_path: Path) -> None:
        sacred_run(1)
        sacred_run(2, run='{"experiment": {}, "heartbeat": "2026')
        catalog = read(tmp_path)
        assert [(each.slug, each.severity, each.source.pointer) for each in catalog.problems] == [
            ("json-invalid", Severity.ERROR, "line 1")
        ]
        assert [run.status for run in catalog.runs if run.name == "2"] == [RunStatus.UNKNOWN]

    def test_bare_nan_and_numbers_of_numpy_are_values(
        self, sacred_run: Callable[..., Path], tmp_path: Path
    ) -> None:
        times = '["2026-01-05T08:00:00", "2026-01-05T08:00:01", "2026-01-05T08:00:02"]'
        number = '{"dtype": "float64", "py/object": "numpy.float64", "value": 0.5}'
        sacred_run(
            metrics=f'{{"loss": {{"steps": [0, 1, 2], "timestamps": {times}, "values": [NaN, {number}, -Infinity]}}}}'
        )
        catalog = read(tmp_path)
        (metric,) = catalog.runs[0].metrics
        assert math.isnan(metric.first.value)
        assert [point.value for point in metric.series][1:] == [0.5, -math.inf]
        assert catalog.problems == ()

    def test_lists_of_different_lengths_give_the_points_that_all_have(
        self, sacred_run: Callable[..., Path], tmp_path: Path
    ) -> None:
        sacred_run(
            metrics={"loss": {"steps": [5, 6], "timestamps": ["2026-01-05T08:00:00"], "values": [1.0, 2.0]}}
        )
        catalog = read(tmp_path)
        assert slugs(catalog) == ["metric-lists-differ"]
        assert [(point.step, point.value) for point in catalog.runs[0].metrics[0].series] == [(5, 1.0)]

    def test_a_value_that_is_no_number_costs_its_point(
        self, sacred_run: Callable[..., Path], tmp_path: Path
    ) -> None:
        times = ["2026-01-05T08:00:00"] * 2
        sacred_run(metrics={"loss": {"steps": [0, 1], "timestamps": times, "values": ["bad", 2.0]}, "odd": 3})
        catalog = read(tmp_path)
        assert sorted(set(slugs(catalog))) == ["field-invalid", "metric-value-invalid"]
        assert [(metric.key, metric.count) for metric in catalog.runs[0].metrics] == [("loss", 1)]

    def test_jsonpickle_is_shown_and_never_made(
        self, sacred_run: Callable[..., Path], tmp_path: Path
    ) -> None:
        bomb = {"py/reduce": [{"py/function": "os.system"}, {"py/tuple": ["touch /tmp/never"]}]}
        sacred_run(
            config={"net": bomb, "values": {"py/object": "numpy.ndarray", "values": [1, 2]}},
            info={"obj": bomb},
        )
        (run,) = read(tmp_path).runs
        assert [param.key for param in run.params] == ["net", "values"]
        assert "os.system" in run.params[0].value
        assert "os.system" in {tag.key: tag.value for tag in run.tags}["sacred.info.obj"]

    def test_gaps_in_the_numbers_are_noted(self, sacred_run: Callable[..., Path], tmp_path: Path) -> None:
        for number in (1, 2, 5):
            sacred_run(number)
        (problem,) = read(tmp_path).problems
        assert (problem.slug, problem.severity) == ("sacred-runs-missing", Severity.NOTE)
        assert problem.message.endswith("2 numbers between its first and its last run: 3, 4")

    def test_runs_are_in_the_order_of_their_numbers(
        self, sacred_run: Callable[..., Path], tmp_path: Path
    ) -> None:
        for number in (10, 9, "named"):
            sacred_run(number, record={"start_time": None})
        assert {run.name for run in read(tmp_path).runs} == {"9", "10", "named"}

    def test_missing_sources_and_artifacts_are_said(
        self, sacred_run: Callable[..., Path], tmp_path: Path
    ) -> None:
        sources = [["train.py", f"_sources/train_{'0' * 32}.py"], "odd"]
        sacred_run(record={"artifacts": ["model.pt"], "experiment": {"name": "churn", "sources": sources}})
        catalog = read(tmp_path)
        assert sorted(slugs(catalog)) == ["artifact-missing", "field-invalid", "file-missing"]

    def test_a_source_that_leads_out_of_the_folder_is_never_opened(
        self, sacred_run: Callable[..., Path], tmp_path: Path
    ) -> None:
        (tmp_path / "secret.txt").write_text("secret")
        sources = [["x", "../../secret.txt"], ["y", ".."]]
        sacred_run(record={"experiment": {"name": "churn", "sources": sources}})
        catalog = read(tmp_path / "runs")
        assert not any("secret" in file.path for file in catalog.files)
        assert set(slugs(catalog)) <= {"file-missing", "path-refused", "field-invalid"}

    def test_hosts_environments_and_passwords_stay_out(
        self, sacred_run: Callable[..., Path], tmp_path: Path
    ) -> None:
        repositories = [{"url": "https://ada:t0ken@example.org/x.git", "commit": "c0ffee", "dirty": True}]
        sacred_run(
            record={"experiment": {"name": "churn", "repositories": repositories}},
            config={"mail": "ada@example.org"},
        )
        (run,) = read(tmp_path).runs
        assert run.code is not None
        assert (run.code.repository, run.code.dirty) == ("https://[redacted]@example.org/x.git", True)
        for secret in ("ada-laptop", "s3cr3t", "t0ken", "ada@example.org"):
            assert secret not in repr(run)

    def test_settings_beyond_the_bound_are_counted(
        self, sacred_run: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("generator.readers.nested_params.MOST_PARAMS", 3)
        sacred_run(config={f"p{number}": number for number in range(5)})
        catalog = read(tmp_path)
        assert (slugs(catalog), len(catalog.runs[0].params)) == (["params-bounded"], 3)

    def test_folders_of_others_are_not_claimed(self, tmp_path: Path) -> None:
        for name in ("1", "2"):
            folder = tmp_path / "results" / name
            folder.mkdir(parents=True)
            (folder / "run.json").write_text('{"name": "something else"}')
            (folder / "config.json").write_text("{}")
            (folder / "metrics.json").write_text("{}")
        assert not SacredReader().recognizes(Store(tmp_path, "store"))

    def test_two_trackers_in_one_folder_do_not_disturb_each_other(
        self, sacred_run: Callable[..., Path], tmp_path: Path
    ) -> None:
        sacred_run(1)
        shutil.copytree(MADE.parent / "wandb" / "wandb", tmp_path / "wandb")
        catalog = read_catalog([Store(tmp_path, "store")], [SacredReader(), WandbReader()])
        assert catalog.counts["runs"] == 4
        assert catalog.problems == ()

    def test_steps_beyond_64_bits_and_between_numbers_are_positions(
        self, sacred_run: Callable[..., Path], tmp_path: Path
    ) -> None:
        times = '["2026-01-05T08:00:00", "2026-01-05T08:00:01", "2026-01-05T08:00:02"]'
        sacred_run(
            metrics=f'{{"loss": {{"steps": [1e300, 0.5, 7.0], "timestamps": {times}, "values": [1, 2, 3]}}}}'
        )
        (metric,) = read(tmp_path).runs[0].metrics
        assert [(point.step, point.value) for point in metric.series] == [(0, 1.0), (1, 2.0), (7, 3.0)]


def test_what_a_run_ran_on_is_told_by_tags(sacred_run: Callable[..., Path], tmp_path: Path) -> None:
    cards = [{"model": "A100", "total_memory": 40000}, {"model": "A100"}, {"total_memory": 1}]
    sacred_run(record={"host": {"cpu": "Intel i5", "gpus": {"driver_version": "535", "gpus": cards}}})
    tags = {tag.key: tag.value for tag in read(tmp_path).runs[0].tags}
    assert (tags["sacred.cpu"], tags["sacred.gpus"]) == ("Intel i5", "A100, A100")
