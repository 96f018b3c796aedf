"""Reading at the depth of the latest values gives of every run what reading it whole gives, and opens nothing else."""

from pathlib import Path
from typing import Any

import pytest

from generator.catalog import Catalog, FileRead, Run
from generator.readers.depth import Depth
from generator.readers.opening import open_store
from generator.readers.reader import read_catalog
from generator.readers.store import Store
from tests.conftest import ROOT
from tests.readers.test_every_store import NO_TRACKER, STORES
from tests.stores import START, MlflowStore, run_id

NOT_OF_RUNS = ("logged_models", "models", "prompts")


def read(place: Path, depth: Depth = Depth.LATEST) -> Catalog:
    return read_catalog([open_store(place, "store", depth=depth)])


def placed(source: Any) -> tuple[str, str]:
    """A place without the digest, which is not taken of what is only listed."""
    return source.path, source.pointer


def told(run: Run) -> dict[str, Any]:
    """Everything that is said of a run at either depth."""
    return {
        "record": [
            run.store, run.run_id, run.experiment_id, run.name, run.status, run.lifecycle_stage, run.start_time,
            run.end_time, run.user, run.parent_run_id, run.description, run.artifact_uri, placed(run.source),
        ],
        "params": [(each.key, each.value, placed(each.source)) for each in run.params],
        "tags": [(each.key, each.value, placed(each.source)) for each in run.tags],
        "metrics": [
            (each.key, each.dataset_name, each.dataset_digest, repr(each.last)) for each in run.latest_metrics
        ],
        "inputs": [
            (each.name, each.digest, each.context, [(tag.key, tag.value) for tag in each.tags])
            for each in run.inputs
        ],
        "models": [run.model_inputs, run.model_outputs],
    }  # fmt: skip


def assert_alike(place: Path) -> None:
    latest, whole = read(place), read(place, Depth.WHOLE)
    assert [told(run) for run in latest.runs] == [told(run) for run in whole.runs]
    assert [each.experiment_id for each in latest.experiments] == [
        each.experiment_id for each in whole.experiments
    ]


def test_the_runs_of_the_example_are_those_of_reading_it_whole(example):
    assert_alike(example / "mlruns")


@pytest.mark.parametrize(
    "place", [each for each in STORES if each.parent.name not in NO_TRACKER], ids=lambda place: str(place.relative_to(ROOT.parent))
)  # fmt: skip
def test_the_runs_of_a_real_store_are_those_of_reading_it_whole(place):
    assert_alike(place)


@pytest.fixture
def healthy(tmp_path) -> MlflowStore:
    made = MlflowStore(tmp_path / "mlruns")
    made.experiment()
    made.run(
        params={"lr": "0.1"},
        tags={"team": "risk"},
        metrics={"auc": [(START, 0.5, 0), (START + 1, 0.75, 1)], "loss/train": [(START, 3.0, 7)]},
        artifacts={"model.bin": b"\0" * 100},
    )
    made.model()
    return made


def test_only_the_latest_values_are_read(healthy):
    catalog = read(healthy.root)
    (run,) = catalog.runs
    assert run.metrics == ()
    assert [(each.key, each.last.step, each.last.value, each.last.timestamp) for each in run.latest] == [
        ("auc", 1, 0.75, START + 1),
        ("loss/train", 7, 3.0, START),
    ]
    assert [placed(each.source)[0] for each in run.latest] == [
        f"store/0/{run_id(1)}/metrics/auc",
        f"store/0/{run_id(1)}/metrics/loss/train",
    ]
    assert run.artifacts == ()
    assert not any(getattr(catalog, name) for name in NOT_OF_RUNS)


def test_a_whole_reading_has_no_latest_values_beside_its_histories(healthy):
    (run,) = read(healthy.root, Depth.WHOLE).runs
    assert run.latest == ()
    assert [metric.count for metric in run.metrics] == [2, 1]
    assert read(healthy.root, Depth.WHOLE).models


def test_no_artifact_is_opened_and_nothing_is_digested(healthy, monkeypatch):
    read_files: list[FileRead] = []
    store = Store(healthy.root, "store", depth=Depth.LATEST)
    monkeypatch.setattr(Store, "digest", lambda *_: pytest.fail("a digest was taken"))
    catalog = read_catalog([store])
    read_files.extend(file for file in store.files if run_id(1) in file.path)
    assert read_files == []
    assert {param.source.sha256 for run in catalog.runs for param in run.params} == {""}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ("1 0.5 0\n2 0.75 1\n", (1, 0.75, 2)),
        ("1 0.5 10\n2 0.75 3\n", (10, 0.5, 1)),
        ("1 0.5 5\n2 0.25 5\n", (5, 0.25, 2)),
        ("1 0.5 0\n2 nan 1\n", (1, float("nan"), 2)),
        ("1 0.5 0\n2 inf 1\n", (1, float("inf"), 2)),
        ("1 0.5\n2 0.75\n", (0, 0.75, 2)),
        ("1 0.5 0\nodd\n", (0, 0.5, 1)),
        ("1 3 0\n", (0, 3.0, 1)),
        ("1 0.5 -7\n2 0.75 -3\n", (-3, 0.75, 2)),
        ("".join(f"{step} 0.5 {2 * step}\n" for step in range(2000)), (3998, 0.5, 1999)),
    ],
)  # fmt: skip
def test_the_latest_value_is_the_greatest_by_step_and_time_not_the_last_line(healthy, lines, expected):
    healthy.run(2, metrics={"auc": lines})
    (latest,) = read(healthy.root).runs[1].latest
    assert repr((latest.last.step, latest.last.value, latest.last.timestamp)) == repr(expected)
    assert_alike(healthy.root)


def test_a_metric_on_several_datasets_has_a_latest_value_on_each(healthy):
    healthy.run(2, metrics={"auc": "1 0.5 0 q1 d1\n2 0.75 0 q2 d2\n3 0.8 1 q1 d1\n"})
    latest = read(healthy.root).runs[1].latest
    assert [(each.dataset_name, each.dataset_digest, each.last.value) for each in latest] == [
        ("q1", "d1", 0.8),
        ("q2", "d2", 0.75),
    ]


def test_a_damaged_param_is_told_as_ever(healthy):
    healthy.run(2, params={"lr": "0.1"})
    (healthy.root / "0" / run_id(2) / "params/lr").write_bytes(b"caf\xe9")
    catalog = read(healthy.root)
    assert [problem.slug for problem in catalog.problems] == ["text-not-utf8"]
    assert catalog.runs[1].params[0].value == "caf\\xe9"


def test_a_run_in_two_stores_is_one_with_the_values_of_both(healthy, tmp_path):
    other = MlflowStore(tmp_path / "copy")
    other.experiment()
    other.run(metrics={"auc": [(START, 0.5, 0)], "f1": [(START, 0.25, 0)]})
    stores = [
        Store(root, label, depth=Depth.LATEST) for root, label in ((healthy.root, "a"), (other.root, "b"))
    ]
    (run,) = read_catalog(stores).runs
    assert [(each.key, each.last.value) for each in run.latest] == [
        ("auc", 0.75), ("f1", 0.25), ("loss/train", 3.0),
    ]  # fmt: skip
