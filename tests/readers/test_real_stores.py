"""Stores that MLflow wrote and strangers published: everything on disk is read, by a count of the files alone."""

import os
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.catalog import Catalog, Severity
from generator.readers.mlflow.reader import MlflowFilesReader
from generator.readers.reader import read_catalog
from generator.readers.store import Store

STORES = (
    [f"made/mlruns-{version}" for version in ("2.9", "2.22", "3.18")]
    + [
        f"public/{name}/store"
        for name in (
            "JortdeJong13+country-guess", "aimclub+AutoTM", "filippopellizzari+dvc-template",
            "gauravgulia26+creditcardfrauddetection", "ghadfield32+nfl_field_goal_kicker_leaderboard",
            "konradmalik+mlfix", "loglabs+mltrace", "nogibjj+MLFlow_TR", "shisian512+mlops", "sumitjoshi10+MLFlow_Test",
        )
    ]
)  # fmt: skip


@pytest.fixture(params=STORES)
def real(request, shared_stores: Path) -> Path:
    return shared_stores / request.param


def read_whole(folder: Path) -> Catalog:
    return read_catalog([Store(folder, "store")], [MlflowFilesReader()])


def keys_of(file: Path) -> dict[str, str]:
    """The top-level keys of a ``meta.yaml`` and what follows them on the line."""
    return dict(re.findall(r"^(\w+): ?(.*)$", file.read_text("utf-8"), re.MULTILINE))


def files_below(folder: Path) -> Iterator[Path]:
    for place, _, names in os.walk(folder):
        yield from (Path(place) / name for name in names)


def count_metric(file: Path) -> Counter:
    """Points, and the groups of runs and datasets that they belong to."""
    lines = file.read_bytes().decode().splitlines()
    groups = {tuple(line.split(" ")[3:]) for line in lines}
    return Counter(metric_points=len(lines), metrics=len(groups))


def count_on_disk(folder: Path) -> Counter:
    """What the files say, without a word of ours."""
    counts: Counter = Counter()
    for file in files_below(folder):
        if file.name != "meta.yaml":
            continue
        here, keys = file.parent, keys_of(file)
        if "artifact_uri" in keys:
            counts["runs"] += 1
            counts["deleted_runs"] += keys["lifecycle_stage"] == "deleted" or ".trash" in here.parts
            counts["params"] += len(list(files_below(here / "params")))
            for metric in files_below(here / "metrics"):
                counts += count_metric(metric)
            counts["dataset_inputs"] += sum(
                "source_type: DATASET" in each.read_text() for each in files_below(here / "inputs")
            )
        elif "artifact_location" in keys:
            counts["logged_models" if "model_id" in keys else "experiments"] += 1
        elif here.parent.name == "models" and "creation_timestamp" in keys:
            prompt = (here / "tags" / "mlflow.prompt.is_prompt").exists()
            counts["prompts" if prompt else "registered_models"] += 1
            if not prompt:
                counts["aliases"] += len(list(files_below(here / "aliases")))
                counts["model_versions"] += sum(
                    "current_stage: Deleted_Internal" not in version.read_text()
                    for version in here.glob("version-*/meta.yaml")
                )
    return counts


def test_the_catalogue_holds_what_lies_on_disk(real):
    counts = dict(read_whole(real).counts)
    counts.pop("problems")
    expected = count_on_disk(real)
    assert counts == {name: expected[name] for name in counts}
    assert counts["runs"] > 0 or counts["experiments"] > 0


def test_no_record_of_a_real_store_is_lost(real):
    catalog = read_whole(real)
    assert [str(problem) for problem in catalog.problems if problem.severity is Severity.ERROR] == []
    assert {problem.slug for problem in catalog.problems} <= {"alias-copy-stale", "name-in-two-registries"}


def test_every_file_named_has_the_digest_of_its_bytes(real):
    import hashlib

    for file in read_whole(real).files:
        data = (real / file.path.removeprefix("store/")).read_bytes()
        assert (file.sha256, file.size) == (hashlib.sha256(data).hexdigest(), len(data)), file.path


def test_every_artifact_below_a_run_is_listed(real):
    catalog = read_whole(real)
    on_disk = {
        str(file.relative_to(real))
        for file in files_below(real)
        if "artifacts" in file.parts and "traces" not in file.parts
    }
    records = [*catalog.runs, *catalog.logged_models]
    listed = {
        artifact.source.path.removeprefix("store/") for record in records for artifact in record.artifacts
    }
    assert listed == on_disk


def test_a_real_store_is_not_changed_by_reading(real):
    def state() -> dict[str, tuple[int, int]]:
        return {str(path): (path.lstat().st_mtime_ns, path.lstat().st_size) for path in real.rglob("*")}

    before = state()
    read_whole(real)
    assert state() == before


def test_two_readings_are_equal(real):
    assert read_whole(real) == read_whole(real)


@pytest.mark.parametrize("version", ["2.9", "2.22", "3.18"])
def test_what_mlflow_wrote_is_read_field_by_field(shared_stores, version):
    catalog = read_whole(shared_stores / "made" / f"mlruns-{version}")
    model = catalog.models_by_name["breast-cancer-classifier"]
    assert {alias.name: alias.version for alias in model.aliases} == {
        "Shadow_1": "2", "challenger": "4", "champion": "3", "rollback-target": "3",
    }  # fmt: skip
    assert [version.deleted for version in model.versions] == [False] * 5 + [True]
    assert model.version("5").source_uri == "s3://vendor-models/bc/v7"
    assert [each.version for each in catalog.models_by_name["twelve-versions"].versions] == list(
        map(str, range(1, 13))
    )
    copy = catalog.models_by_name["prod.breast-cancer-classifier"].versions[0]
    assert str(copy.copied_from) == "models:/breast-cancer-classifier/3"
    assert copy.description == "Stronger regularisation: 'C=0.1'\n\n- approved: yes\n- ticket: RISK-42"
    with_files = [version for version in model.versions if version.artifacts]
    assert [version.version for version in with_files] == ["1", "2", "3", "4", "6"]
    assert all(version.package.signature.inputs for version in with_files)
    assert {run.status.value for run in catalog.runs} == {
        "finished",
        "failed",
        "running",
        "killed",
        "scheduled",
    }
    assert sum(bool(run.parent_run_id) for run in catalog.runs) >= 4
    metrics = {metric.key: metric for run in catalog.runs for metric in run.metrics}
    twice = version == "3.18"  # MLflow 3 writes the line again for the logged model
    for key, count in {"pos_inf": metrics["pos_inf"].infinity_count, "nan": metrics["nan"].nan_count}.items():
        assert (count, metrics[key].repeated_count) == ((2, 1) if twice else (1, 0))
    assert metrics["tiny"].last.value == 1e-300
    prompts = {prompt.name: [each.version for each in prompt.versions] for prompt in catalog.prompts}
    assert prompts.get("summarise-report", []) == ([] if version == "2.9" else ["1", "2"])


def test_logged_models_have_the_files_that_lie_beside_them_or_at_a_server(shared_stores):
    beside = read_whole(shared_stores / "public" / "ghadfield32+nfl_field_goal_kicker_leaderboard" / "store")
    assert [bool(model.package and model.artifacts) for model in beside.logged_models] == [True] * 7
    assert all(version.package for model in beside.models for version in model.versions)
    served = read_whole(shared_stores / "public" / "shisian512+mlops" / "store")
    assert [len(model.artifacts) for model in served.logged_models].count(6) == 1
    assert served.stores == ("store", "store/mlruns/mlruns")


def test_the_example_is_read_without_a_problem(example):
    catalog = read_whole(example / "mlruns")
    assert catalog.problems == ()
    expected = count_on_disk(example / "mlruns")
    assert {name: catalog.counts[name] for name in expected} == dict(expected)
