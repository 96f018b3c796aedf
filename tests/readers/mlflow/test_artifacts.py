"""Artifacts: found by where they lie below the store, never by following what MLflow says of another machine."""

import hashlib
import os

import pytest

from generator.catalog import Severity
from generator.provenance import Source
from generator.readers.mlflow.artifacts import uri_parts
from generator.readers.store import Store
from tests.stores import model_id, run_id, write_files

SHA = "4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393"
POINTER = f"version https://git-lfs.github.com/spec/v1\noid sha256:{SHA}\nsize 12345\n"


def told(catalog) -> list[tuple[str, str, str]]:
    return [(problem.severity, problem.slug, problem.source.path) for problem in catalog.problems]


def paths(record) -> list[str]:
    return [artifact.path for artifact in record.artifacts]


@pytest.mark.parametrize(
    ("uri", "parts"),
    [
        ("file:///home/ml/mlruns/0/ab/artifacts", ("home", "ml", "mlruns", "0", "ab", "artifacts")),
        ("file:///E:/Personal%20Files/mlruns/0", ("E:", "Personal Files", "mlruns", "0")),
        ("file:C:/Users/ada/mlruns", ("C:", "Users", "ada", "mlruns")),
        ("C:\\Users\\ada\\mlruns\\0", ("C:", "Users", "ada", "mlruns", "0")),
        ("mlflow-artifacts:/0/ab/artifacts", ("0", "ab", "artifacts")),
        ("mlflow-artifacts://host:5000/0/ab", ("host:5000", "0", "ab")),
        ("s3://bucket/x//y/./z/", ("bucket", "x", "y", "z")),
        ("/srv/mlruns/x%20y%20%C3%A9", ("srv", "mlruns", "x y é")),
        ("file:///a/../b", ()),
        ("file:///a/%2e%2e/b", ()),
        ("..\\b", ()),
        ("", ()),
    ],
)
def test_the_parts_of_a_uri_are_read_whatever_wrote_it(uri, parts):
    assert uri_parts(uri) == parts


def test_artifacts_beside_the_run_have_size_and_digest(mlruns, read):
    mlruns.run(artifacts={"a/b/c.bin": b"123", "a.txt": "", "images/x%step%0.png": b"p"})
    (run,) = read(mlruns).runs
    folder = f"mlruns/0/{run_id(1)}/artifacts"
    assert [(artifact.path, artifact.size, artifact.source) for artifact in run.artifacts] == [
        ("a.txt", 0, Source(f"{folder}/a.txt", hashlib.sha256(b"").hexdigest())),
        ("a/b/c.bin", 3, Source(f"{folder}/a/b/c.bin", hashlib.sha256(b"123").hexdigest())),
        ("images/x%step%0.png", 1, Source(f"{folder}/images/x%step%0.png", hashlib.sha256(b"p").hexdigest())),
    ]


@pytest.mark.parametrize("place", ["mlartifacts", "mlruns/mlartifacts"])
def test_artifacts_of_a_tracking_server_are_found_beside_the_store(mlruns, read, place):
    mlruns.run(artifact_uri=f"mlflow-artifacts:/0/{run_id(1)}/artifacts")
    mlruns.logged_model(artifact_location=f"mlflow-artifacts:/0/models/{model_id(1)}/artifacts")
    above = mlruns.root.parent
    write_files(above / place / "0" / run_id(1) / "artifacts", {"a.txt": "x"})
    write_files(above / place / "0" / "models" / model_id(1) / "artifacts", {"MLmodel": "flavors: {}\n"})
    catalog = read(above)
    assert (paths(catalog.runs[0]), paths(catalog.logged_models[0])) == (["a.txt"], ["MLmodel"])
    assert catalog.problems == ()
    assert len(catalog.experiments) == 1


@pytest.mark.parametrize(
    "uri",
    [
        "file:///home/ada/project/outputs/churn/{run}/artifacts", "C:\\project\\outputs\\churn\\{run}\\artifacts",
        "s3://bucket/outputs/churn/{run}/artifacts",
    ],
)  # fmt: skip
def test_artifacts_of_a_location_of_its_own_are_found_by_the_tail_of_the_uri(mlruns, read, uri):
    mlruns.run(artifact_uri=uri.format(run=run_id(1)))
    write_files(mlruns.root.parent / "outputs" / "churn" / run_id(1) / "artifacts", {"a.txt": "x"})
    catalog = read(mlruns.root.parent)
    assert paths(catalog.runs[0]) == ["a.txt"]


@pytest.mark.parametrize(
    "uri",
    ["file:///etc", "/etc/passwd", "file:///x/../../../../etc/{run}/artifacts", "file:///", "x", "file:///proc/self/root/etc"],
)  # fmt: skip
def test_a_uri_is_never_followed_out_of_the_store(mlruns, read, uri):
    mlruns.run(artifact_uri=uri.format(run=run_id(1)))
    catalog = read(mlruns)
    assert (paths(catalog.runs[0]), catalog.problems) == ([], ())
    assert not any("etc" in file.path for file in catalog.files)


def test_a_git_lfs_pointer_is_listed_with_the_size_it_names_and_no_digest(mlruns, read):
    mlruns.run(artifacts={"weights.bin": POINTER, "b.txt": "x"})
    catalog = read(mlruns)
    path = f"mlruns/0/{run_id(1)}/artifacts/weights.bin"
    _, weights = catalog.runs[0].artifacts
    assert (weights.size, weights.source) == (12345, Source(path))
    (problem,) = catalog.problems
    assert (problem.slug, problem.severity) == ("git-lfs-pointer", Severity.WARNING)
    assert problem.message == f"holds a Git LFS pointer to 12345 bytes with the SHA-256 {SHA}"


def test_links_and_special_files_among_artifacts_are_said_and_never_opened(mlruns, read, tmp_path):
    folder = mlruns.run(artifacts={"a.txt": "x", "sub/b.txt": "y"}) / "artifacts"
    write_files(tmp_path, {"secret": "s"})
    (folder / "inside").symlink_to("a.txt")
    (folder / "out").symlink_to(tmp_path / "secret")
    (folder / "round").symlink_to("round")
    (folder / "up").symlink_to("..")
    (folder / "sub" / "self").symlink_to("../sub")
    os.mkfifo(folder / "pipe")
    catalog = read(mlruns)
    assert paths(catalog.runs[0]) == ["a.txt", "inside", "sub/b.txt"]
    base = f"mlruns/0/{run_id(1)}/artifacts"
    assert told(catalog) == [
        ("warning", "link-outside", f"{base}/out"),
        ("warning", "file-special", f"{base}/pipe"),
        ("warning", "link-circular", f"{base}/round"),
        ("warning", "link-to-folder", f"{base}/sub/self"),
        ("warning", "link-to-folder", f"{base}/up"),
    ]


def test_a_file_that_may_not_be_read_is_listed_without_a_digest(mlruns, read, open_folder, unprivileged):
    mlruns.run(artifacts={"a.txt": "one", "b.txt": "two"})
    root = open_folder / "mlruns"
    mlruns.root.rename(root)
    (root / "0" / run_id(1) / "artifacts" / "a.txt").chmod(0)
    with unprivileged():
        catalog = read(root)
    closed, whole = catalog.runs[0].artifacts
    assert (closed.path, closed.size, closed.source.sha256) == ("a.txt", 3, "")
    assert whole.source.sha256 == hashlib.sha256(b"two").hexdigest()
    assert [(problem.slug, problem.cost) for problem in catalog.problems] == [
        ("permission-denied", "the artifact 'a.txt' is shown without a digest")
    ]


def test_a_folder_that_may_not_be_listed_costs_what_is_in_it(mlruns, read, open_folder, unprivileged):
    mlruns.run(1, artifacts={"a/x.txt": "one", "b/y.txt": "two"})
    mlruns.run(2, params={"lr": "1"})
    root = open_folder / "mlruns"
    mlruns.root.rename(root)
    (root / "0" / run_id(1) / "artifacts" / "a").chmod(0)
    (root / "0" / run_id(2)).chmod(0)
    with unprivileged():
        catalog = read(root)
    assert [run.run_id for run in catalog.runs] == [run_id(1)]
    assert paths(catalog.runs[0]) == ["b/y.txt"]
    assert told(catalog) == [
        ("error", "permission-denied", f"mlruns/0/{run_id(2)}"),
        ("warning", "permission-denied", f"mlruns/0/{run_id(1)}/artifacts/a"),
    ]


def test_an_artifact_beyond_the_digest_limit_is_listed_without_one(mlruns):
    from generator.readers.mlflow.reader import MlflowFilesReader

    mlruns.run(artifacts={"large.bin": b"x" * 5000})
    records = MlflowFilesReader().read(Store(mlruns.root, "mlruns", digest_limit=4096))
    (artifact,) = records.runs[0].artifacts
    assert (artifact.size, artifact.source.sha256) == (5000, "")
    assert [problem.slug for problem in records.problems] == ["file-too-large"]


def test_names_that_are_not_utf_8_are_listed_and_can_be_written(mlruns, read):
    folder = mlruns.run() / "artifacts"
    write_files(folder, {os.fsdecode(b"mod\xe8le/MLmodel"): "flavors: {}\n"})
    catalog = read(mlruns)
    assert catalog.problems == ()
    assert paths(catalog.runs[0]) == ["mod\\xe8le/MLmodel"]
    assert catalog.runs[0].packages[0].path == "mod\\xe8le"


def test_names_that_differ_only_in_case_are_two(mlruns, read):
    mlruns.run(artifacts={"Plot.png": b"1", "plot.png": b"2"})
    assert paths(read(mlruns).runs[0]) == ["Plot.png", "plot.png"]
