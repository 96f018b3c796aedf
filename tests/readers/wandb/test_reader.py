"""Runs of W&B: a store that W&B wrote, stores that people committed, and every oddity of either."""

import json
import math
import os
import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Self

import pytest

from generator.catalog import Catalog, LoggedModelStatus, RunStatus, Severity
from generator.readers.reader import read_catalog
from generator.readers.store import Store
from generator.readers.wandb.reader import WandbReader
from tests.readers.wandb.logs import exit_record, field, history_record, item, log, run_record
from tests.stores import MlflowStore

MADE = Path(__file__).parents[1] / "stores" / "wandb"


def read(folder: Path) -> Catalog:
    return read_catalog([Store(folder, "store")], [WandbReader()])


def slugs(catalog: Catalog) -> list[str]:
    return [problem.slug for problem in catalog.problems]


@pytest.fixture
def run_folder(tmp_path: Path) -> Callable[..., Path]:
    """Makes a run's folder with a log and other files."""

    def make(
        name: str = "run-20260105_080000-abc12345", /, *, log: bytes | None = None, **files: str | bytes
    ) -> Path:
        folder = tmp_path / "wandb" / name
        (folder / "files").mkdir(parents=True)
        if log is not None:
            (folder / f"run-{name.rpartition('-')[2]}.wandb").write_bytes(log)
        for path, content in files.items():
            place = folder / "files" / path.replace("__", "-").replace("_DOT_", ".")
            place.write_bytes(content if isinstance(content, bytes) else content.encode())
        return folder

    return make


CONFIG = "config_DOT_yaml"
SUMMARY = "wandb__summary_DOT_json"
METADATA = "wandb__metadata_DOT_json"


class TestAStoreThatWandbWrote:
    @pytest.fixture
    def catalog(self) -> Catalog:
        return read(MADE)

    def test_nothing_is_wrong_with_it(self, catalog: Catalog) -> None:
        assert catalog.problems == ()
        assert [(each.experiment_id, each.name, each.store) for each in catalog.experiments] == [
            ("acme/churn", "churn", "store/wandb")
        ]
        assert [(run.run_id, run.name, run.status) for run in catalog.runs] == [
            ("acme/churn/long0001", "fit-1", RunStatus.FINISHED),
            ("acme/churn/fail0001", "fit-2", RunStatus.FAILED),
            ("acme/churn/twice001", "fit-3", RunStatus.FINISHED),
        ]

    def test_every_step_of_a_log_of_several_blocks_is_read(self, catalog: Catalog) -> None:
        run = catalog.runs[0]
        log_file = next(MADE.glob("wandb/*long0001/*.wandb"))
        assert log_file.stat().st_size > 32 * 1024
        loss, auc = run.metric("loss"), run.metric("val.auc")
        assert loss is not None
        assert auc is not None
        assert [point.value for point in loss.series] == [1 / (step + 1) for step in range(120)]
        assert [point.value for point in auc.series] == [step / 120 for step in range(120)]
        assert [point.step for point in auc.series] == list(range(120))
        assert run.start_time is not None
        assert 0 < loss.first.timestamp - run.start_time.timestamp() * 1000 < 10_000
        assert (loss.source.pointer, len(loss.source.sha256)) == ("/history/loss", 64)

    def test_values_that_are_not_finite_and_values_of_the_summary_alone_are_metrics(
        self, catalog: Catalog
    ) -> None:
        metrics = {metric.key: metric for metric in catalog.runs[0].metrics}
        assert set(metrics) == {"loss", "val.auc", "ratio", "bound", "best_auc"}
        assert math.isnan(metrics["ratio"].last.value)
        assert metrics["bound"].last.value == math.inf
        assert (metrics["best_auc"].last.value, metrics["best_auc"].source.pointer) == (
            0.75,
            "/summary/best_auc",
        )

    def test_settings_are_params_and_addresses_of_people_are_masked(self, catalog: Catalog) -> None:
        assert [(param.key, param.value, param.source.pointer) for param in catalog.runs[0].params] == [
            ("lr", "0.1", "/config/lr"),
            ("net.depth", "3", "/config/net/depth"),
            ("net.layers", "[64, 32]", "/config/net/layers"),
            ("owner", "[redacted: e-mail]", "/config/owner"),
        ]

    def test_sweep_group_and_labels_are_tags(self, catalog: Catalog) -> None:
        tags = {tag.key: tag.value for tag in catalog.runs[0].tags}
        assert tags["wandb.sweep_id"] == "sw33p001"
        assert tags["wandb.group"] == "grid"
        assert tags["wandb.job_type"] == "train"
        assert tags["wandb.tags"] == "baseline, tabular"
        assert tags["wandb.summary.phase"] == "fit"
        assert tags["wandb.artifact.churn-data"].startswith(
            "dataset; digest 54cd93897381028fae27b2d4532b4389"
        )
        assert catalog.runs[0].description == "the first fit"
        assert {tag.key: tag.value for tag in catalog.runs[1].tags}["wandb.exit_code"] == "3"

    def test_a_model_artifact_is_a_logged_model_of_the_run(self, catalog: Catalog) -> None:
        (model,) = catalog.logged_models
        assert (model.name, model.model_type, model.status) == ("churn-net", "model", LoggedModelStatus.READY)
        assert model.source_run_id == "acme/churn/long0001"
        assert catalog.runs[0].model_outputs == (model.model_id,)
        assert {tag.key: tag.value for tag in model.tags} == {
            "wandb.aliases": "candidate, latest",
            "wandb.digest": "3eb59816a1138f778e8b90a9ef826a89",
        }
        assert [(param.key, param.value) for param in model.params] == [("framework", "numpy")]
        assert [(each.path, each.source.sha256) for each in model.artifacts] == [("model.npz", "")]

    def test_a_run_taken_up_again_is_one_run_with_the_steps_of_both_folders(self, catalog: Catalog) -> None:
        run = catalog.runs[2]
        loss = run.metric("loss")
        assert loss is not None
        assert [(point.step, point.value) for point in loss.series] == [
            (step, 10.0 - step) for step in range(5)
        ]
        assert [param.value for param in run.params] == ["3"]
        assert {tag.key: tag.value for tag in run.tags}["wandb.folders"] == "2"

    def test_the_folder_of_one_run_can_be_named_itself(self) -> None:
        folder = next(MADE.glob("wandb/*fail0001"))
        (run,) = read(folder).runs
        assert (run.run_id, run.status) == ("acme/churn/fail0001", RunStatus.FAILED)


class TestStoresThatPeopleCommitted:
    @pytest.mark.parametrize(
        "name",
        [
            "APPFL+hivewatch",
            "NVIDIA+torch-harmonics",
            "abefetterman+ml-optim-testing",
            "drscotthawley+midi-player",
        ],
    )
    def test_runs_and_numbers_are_those_in_the_files(self, shared_stores: Path, name: str) -> None:
        store = shared_stores / "public" / name / "store"
        folders = {path for path in store.rglob("run-2*") if path.is_dir()}
        wanted = {}
        for folder in folders:
            (path,) = folder.rglob("wandb-summary.json")
            summary = json.loads(path.read_text())
            numbers = {
                key: value
                for key, value in summary.items()
                if not key.startswith("_") and isinstance(value, int | float)
            }
            wanted[folder.name.rpartition("-")[2]] = numbers
        catalog = read(store)
        found = {
            run.run_id.rpartition("/")[2]: {metric.key: metric.last.value for metric in run.metrics}
            for run in catalog.runs
        }
        assert found == wanted
        assert all(problem.severity is not Severity.ERROR for problem in catalog.problems)
        shown = "".join(tag.value for run in catalog.runs for tag in run.tags)
        assert "person@example.com" not in repr(catalog)
        assert "DESKTOP-6NVDGLF" not in shown
        assert len([path for path in store.rglob("*") if path.is_file()]) >= len(catalog.files)

    def test_code_user_and_parameters_of_a_run(self, shared_stores: Path) -> None:
        catalog = read(shared_stores / "public" / "NVIDIA+torch-harmonics" / "store")
        run = catalog.runs_by_id["store/examples/wandb/vfe7zrm4"]
        assert run.code is not None
        assert run.code.commit == "663bea1f9fc8be933e8716e7046c2a7f0b4b62f3"
        assert run.code.repository == "git@github.com:LeviLingsch/torch-harmonics.git"
        assert run.code.source.pointer == "/git/commit"
        assert run.user == "llingsch"
        assert run.start_time == datetime(2024, 12, 1, 16, 32, 50, 487842, UTC)
        assert {param.key: param.value for param in run.params}["img_size"] == "[256, 512]"
        assert run.status is RunStatus.UNKNOWN
        assert [each.path for each in run.artifacts] == ["output.log", "requirements.txt"]

    def test_a_run_of_2019_was_killed(self, shared_stores: Path) -> None:
        (run,) = read(shared_stores / "public" / "abefetterman+ml-optim-testing" / "store").runs
        assert run.status is RunStatus.KILLED
        assert run.metrics == ()


class TestOddities:
    def test_a_log_cut_while_it_was_written_gives_what_is_whole(
        self, run_folder: Callable[..., Path], tmp_path: Path
    ) -> None:
        steps = [
            history_record(step, item(str(step / 2), "loss"), item(f"{1_767_600_000 + step}", "_timestamp"))
            for step in range(3)
        ]
        run_folder(log=log([run_record(), *steps])[:-5])
        catalog = read(tmp_path)
        (metric,) = catalog.runs[0].metrics
        assert [(point.step, point.value, point.timestamp) for point in metric.series] == [
            (0, 0.0, 1_767_600_000_000),
            (1, 0.5, 1_767_600_001_000),
        ]
        assert catalog.runs[0].status is RunStatus.UNKNOWN
        assert [(each.slug, each.severity) for each in catalog.problems] == [("wandb-log-cut", Severity.NOTE)]

    @pytest.mark.parametrize(
        ("data", "slug"),
        [
            (b"", "wandb-log-empty"),
            (log([]), "wandb-log-empty"),
            (b"no log at all", "wandb-log-unknown"),
            (
                b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"a" * 64 + b"\nsize 9\n",
                "git-lfs-pointer",
            ),
            (log([run_record(), b"\x0b\xff"]), "wandb-log-damaged"),
        ],
    )
    def test_a_log_without_a_record_leaves_the_other_files(
        self, run_folder: Callable[..., Path], tmp_path: Path, data: bytes, slug: str
    ) -> None:
        run_folder(
            log=data, **{CONFIG: "lr:\n  desc: null\n  value: 0.5\n", SUMMARY: '{"loss": 2}', METADATA: "{}"}
        )
        catalog = read(tmp_path)
        assert slugs(catalog) == [slug]
        (run,) = catalog.runs
        assert [(param.key, param.value, param.source.pointer) for param in run.params] == [
            ("lr", "0.5", "/lr/value")
        ]
        assert [(metric.key, metric.last.value) for metric in run.metrics] == [("loss", 2.0)]

    def test_missing_files_are_said_and_cost_what_they_held(
        self, run_folder: Callable[..., Path], tmp_path: Path
    ) -> None:
        run_folder(**{METADATA: "{}"})
        catalog = read(tmp_path)
        assert sorted(slugs(catalog)) == ["wandb-file-missing", "wandb-file-missing", "wandb-log-missing"]
        assert catalog.runs[0].name == "abc12345"

    def test_a_bare_nan_is_a_value_and_media_are_no_metrics(
        self, run_folder: Callable[..., Path], tmp_path: Path
    ) -> None:
        summary = '{"loss": NaN, "table": {"_type": "table-file", "nrows": 5}, "deep": {"h": {"_type": "histogram", "n": 3}, "x": 1}, "_step": 7, "_runtime": 3, "ok": true}'
        run_folder(**{SUMMARY: summary, CONFIG: "{}", METADATA: "{}"})
        (run,) = read(tmp_path).runs
        assert [metric.key for metric in run.metrics] == ["deep.x", "loss"]
        assert math.isnan(run.metrics[1].last.value)
        assert run.metrics[0].last.step == 7
        assert {tag.key: tag.value for tag in run.tags}["wandb.summary.ok"] == "true"

    def test_media_in_a_history_are_no_metrics_in_either_spelling(
        self, run_folder: Callable[..., Path], tmp_path: Path
    ) -> None:
        nested = [item('"image-file"', "img", "_type"), item("12", "img", "size")]
        whole = field(1, field(1, "plot") + field(16, '{"_type": "plotly-file", "size": 3}'))
        plain = field(1, field(2, "count") + field(5, 8)) + field(1, field(2, "rate") + field(6, 0.25))
        run_folder(log=log([run_record(), history_record(0, *nested, whole, plain)]))
        assert [(metric.key, metric.last.value) for metric in read(tmp_path).runs[0].metrics] == [
            ("count", 4.0),
            ("rate", 0.25),
        ]

    @pytest.mark.parametrize("text", ["", "[1]", '{"a": ', "[" * 5000, "\xff".encode("latin-1")], ids=repr)
    def test_a_damaged_summary_costs_the_summary_only(
        self, run_folder: Callable[..., Path], tmp_path: Path, text: str | bytes
    ) -> None:
        run_folder(log=log([run_record(project="p"), exit_record()]), **{SUMMARY: text})
        catalog = read(tmp_path)
        assert [problem.source.path.rpartition("/")[2] for problem in catalog.problems] == [
            "wandb-summary.json"
        ]
        assert catalog.runs[0].status is RunStatus.FINISHED

    def test_a_real_folder_called_latest_run_is_a_copy(
        self, run_folder: Callable[..., Path], tmp_path: Path
    ) -> None:
        folder = run_folder(log=log([run_record()]))
        shutil.copytree(folder, folder.parent / "latest-run")
        catalog = read(tmp_path)
        assert len(catalog.runs) == 1
        assert [(each.slug, each.severity) for each in catalog.problems] == [
            ("wandb-run-copied", Severity.NOTE)
        ]
        shutil.rmtree(folder)
        alone = read(tmp_path)
        assert [run.run_id for run in alone.runs] == ["store/wandb/abc12345"]
        assert alone.problems == ()

    def test_a_link_called_latest_run_is_passed_over(
        self, run_folder: Callable[..., Path], tmp_path: Path
    ) -> None:
        folder = run_folder(log=log([run_record()]))
        (folder.parent / "latest-run").symlink_to(folder.name)
        catalog = read(tmp_path)
        assert (len(catalog.runs), catalog.problems) == (1, ())

    def test_the_same_id_in_two_projects_is_two_runs(
        self, run_folder: Callable[..., Path], tmp_path: Path
    ) -> None:
        run_folder("run-20260105_080000-base", log=log([run_record("base", entity="a", project="x")]))
        run_folder("run-20260105_090000-base", log=log([run_record("base", entity="a", project="y")]))
        assert [run.run_id for run in read(tmp_path).runs] == ["a/x/base", "a/y/base"]

    def test_a_sweep_beside_the_runs_is_named(self, run_folder: Callable[..., Path], tmp_path: Path) -> None:
        folder = run_folder(log=log([run_record()]))
        sweep = folder.parent / "sweep-q1w2e3r4"
        sweep.mkdir()
        (sweep / "config-abc12345.yaml").write_text("wandb_version: 1\n")
        (run,) = read(tmp_path).runs
        assert {tag.key: tag.value for tag in run.tags}["wandb.sweep_id"] == "q1w2e3r4"

    def test_an_exit_code_and_a_runtime_give_the_end(
        self, run_folder: Callable[..., Path], tmp_path: Path
    ) -> None:
        run_folder(log=log([run_record(), exit_record(1, 90)]))
        (run,) = read(tmp_path).runs
        assert run.status is RunStatus.FAILED
        assert run.start_time == datetime(2026, 1, 5, 8, 0, 0, tzinfo=UTC)
        assert run.end_time == datetime(2026, 1, 5, 8, 1, 30, tzinfo=UTC)

    def test_data_taken_from_wandb_is_a_dataset_of_the_run(
        self, run_folder: Callable[..., Path], tmp_path: Path
    ) -> None:
        used = field(25, field(2, "dataset") + field(3, "acme/churn/rows:v3"))
        run_folder(log=log([run_record(), used]))
        catalog = read(tmp_path)
        assert [each.key for each in catalog.runs[0].inputs] == [("acme/churn/rows", "v3")]
        assert catalog.datasets_by_key["acme/churn/rows", "v3"].source_type == "wandb artifact"

    def test_passwords_hosts_and_addresses_stay_out(
        self, run_folder: Callable[..., Path], tmp_path: Path
    ) -> None:
        metadata = {
            "email": "ada@example.org", "host": "ada-laptop", "username": "ada", "args": ["--mail", "ada@example.org"],
            "git": {"remote": "https://ada:s3cr3t@example.org/x.git", "commit": "c0ffee"}, "codePath": "train.py",
        }  # fmt: skip
        run_folder(log=log([run_record()]), **{METADATA: json.dumps(metadata)})
        catalog = read(tmp_path)
        (run,) = catalog.runs
        assert run.user == "ada"
        assert run.code is not None
        assert run.code.repository == "https://[redacted]@example.org/x.git"
        assert {tag.key: tag.value for tag in run.tags}["wandb.args"] == "--mail [redacted: e-mail]"
        for secret in ("s3cr3t", "ada@example.org", "ada-laptop"):
            assert secret not in repr(run)

    def test_a_patch_beside_the_run_says_that_the_tree_had_changes(
        self, run_folder: Callable[..., Path], tmp_path: Path
    ) -> None:
        run_folder(
            log=log([run_record()]), **{METADATA: '{"git": {"commit": "c0ffee"}}', "diff_DOT_patch": "-a\n"}
        )
        (run,) = read(tmp_path).runs
        assert run.code is not None
        assert run.code.dirty is True

    def test_lines_of_a_history_of_2019_that_are_no_json_are_left_out(self, tmp_path: Path) -> None:
        folder = tmp_path / "wandb" / "run-20190306_221046-77g4xz7y"
        folder.mkdir(parents=True)
        (folder / "wandb-history.jsonl").write_text(
            '{"loss": 1.5, "_step": 0}\n{"loss": \n{"loss": 1.0, "_step": 4}\n'
        )
        (folder / "wandb-summary.json").write_text("{}")
        (folder / "config.yaml").write_text("lr:\n  value: 1\n")
        catalog = read(tmp_path)
        assert [(each.slug, each.source.pointer) for each in catalog.problems] == [
            ("wandb-history-line-invalid", "line 2")
        ]
        assert [(point.step, point.value) for point in catalog.runs[0].metrics[0].series] == [
            (0, 1.5),
            (4, 1.0),
        ]

    def test_a_folder_of_a_run_without_a_record_is_said(
        self, run_folder: Callable[..., Path], tmp_path: Path
    ) -> None:
        folder = run_folder(log=log([run_record()]))
        (folder.parent / "run-20260105_090000-empty001").mkdir()
        catalog = read(tmp_path)
        assert len(catalog.runs) == 1
        assert slugs(catalog) == ["record-missing"]

    def test_a_file_of_the_run_that_leads_out_of_the_store_is_never_read(
        self, run_folder: Callable[..., Path], tmp_path: Path
    ) -> None:
        folder = run_folder(log=log([run_record()]))
        (folder / "files" / "secret.txt").symlink_to("/etc/hostname")
        catalog = read(tmp_path)
        assert slugs(catalog) == ["link-outside"]
        assert catalog.runs[0].artifacts == ()

    def test_keys_beyond_the_bound_are_counted(
        self, run_folder: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("generator.readers.wandb.history.MOST_METRICS", 2)
        run_folder(
            log=log([run_record(), history_record(0, *(item("1", f"m{number}") for number in range(5)))])
        )
        catalog = read(tmp_path)
        assert len(catalog.runs[0].metrics) == 2
        assert slugs(catalog) == ["metrics-bounded"]

    def test_folders_of_mlflow_are_left_to_mlflow(self, tmp_path: Path) -> None:
        made = MlflowStore(tmp_path / "mlruns")
        made.experiment()
        made.run(artifacts={"run-1/files/a.txt": "x"})
        assert not WandbReader().recognizes(Store(tmp_path, "store"))


def test_the_order_of_files_on_disk_does_not_matter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(MADE, tmp_path / "store")
    first = read(tmp_path / "store")
    real = os.scandir

    class Backwards:
        def __init__(self, place: str) -> None:
            with real(place) as entries:
                self.entries = sorted(entries, key=lambda entry: entry.name, reverse=True)

        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None:
            return None

        def __iter__(self):
            return iter(self.entries)

        def close(self) -> None:
            return None

    monkeypatch.setattr("os.scandir", Backwards)
    assert read(tmp_path / "store") == first


def test_a_long_history_is_counted_whole_and_kept_short(
    run_folder: Callable[..., Path], tmp_path: Path
) -> None:
    steps = [history_record(step, item(str(step % 7), "loss")) for step in range(3000)]
    run_folder(log=log([run_record(), *steps]))
    (metric,) = read(tmp_path).runs[0].metrics
    assert (metric.count, metric.last.step, metric.repeated_count) == (3000, 2999, 0)
    assert metric.maximum is not None
    assert metric.maximum.value == 6.0
    assert len(metric.series) <= 500


def test_a_step_beyond_64_bits_is_taken_for_the_next_one(tmp_path: Path) -> None:
    folder = tmp_path / "wandb" / "run-20190306_221046-77g4xz7y"
    folder.mkdir(parents=True)
    (folder / "wandb-history.jsonl").write_text('{"loss": 1, "_step": 1e300}\n{"loss": 2, "_step": NaN}\n')
    (metric,) = read(tmp_path).runs[0].metrics
    assert [(point.step, point.value) for point in metric.series] == [(0, 1.0), (1, 2.0)]


def test_where_a_run_ran_and_the_packages_that_were_there_are_tags(
    run_folder: Callable[..., Path], tmp_path: Path
) -> None:
    metadata = {
        "python": "CPython 3.8.20",
        "cpu_count": 6,
        "gpu": "GTX 1650",
        "gpu_count": 1,
        "cudaVersion": "12.2",
    }
    run_folder(
        **{METADATA: json.dumps(metadata), "requirements_DOT_txt": "numpy==1.26.4\n\ntorch==2.1.0\n"},
    )
    catalog = read(tmp_path)
    tags = {tag.key: tag for tag in catalog.runs[0].tags}
    assert {key: tag.value for key, tag in tags.items() if key in {
        "wandb.python", "wandb.cpu_count", "wandb.gpu", "wandb.gpu_count", "wandb.cuda", "wandb.packages",
    }} == {
        "wandb.python": "CPython 3.8.20", "wandb.cpu_count": "6", "wandb.gpu": "GTX 1650", "wandb.gpu_count": "1",
        "wandb.cuda": "12.2", "wandb.packages": "numpy==1.26.4, torch==2.1.0",
    }  # fmt: skip
    assert tags["wandb.packages"].source.path.endswith("files/requirements.txt")
    assert tags["wandb.cpu_count"].source.pointer == "/cpu_count"
    assert not any("requirements" in problem.message for problem in catalog.problems)
