"""Damage: every fault costs its own record or field, is named where it stands, and hides no neighbour.

MLflow's own client loses the whole search to most of these.
"""

import os
import threading
from pathlib import Path

import pytest

from generator.catalog import Severity
from generator.errors import StoreError
from generator.readers.mlflow.reader import MlflowFilesReader
from generator.readers.reader import read_catalog
from generator.readers.store import TEXT_LIMIT, Store
from tests.stores import START, MlflowStore, run_id, write_files

POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "ab" * 32 + "\nsize 12\n"
CONFLICT = "<<<<<<< HEAD\nname: one\n=======\nname: two\n>>>>>>> other\n"
BOMB = "a0: &a0 [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"a{n}: &a{n} [{','.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 10)
)

BROKEN_RECORDS = {
    "empty": (b"", "yaml-empty", ""),
    "blank": (b"\n\n", "yaml-empty", ""),
    "null": (b"null\n", "yaml-empty", ""),
    "cut-in-a-quote": (b"artifact_uri: x\nexperiment_id: '0", "yaml-invalid", "line 2"),
    "cut-in-a-key": (b"artifact_uri: x\nend_ti", "yaml-invalid", "line 3"),
    "not-yaml": (b"a: 1\nb: [\n", "yaml-invalid", "line 3"),
    "tab": (b"a: 1\n\tb: 2\n", "yaml-invalid", "line 2"),
    "list": (b"- a\n- b\n", "yaml-not-mapping", ""),
    "text": (b"Traceback (most recent call last)\n", "yaml-not-mapping", ""),
    "binary": (b"\x80\x04\x95\x00", "text-null", "line 1"),
    "null-characters": (b"\0" * 400, "text-null", "line 1"),
    "not-utf-8": (b"name: caf\xe9\n", "text-not-utf8", "line 1"),
    "utf-16": ("name: x\n".encode("utf-16"), "text-null", "line 1"),
    "git-lfs-pointer": (POINTER.encode(), "git-lfs-pointer", ""),
    "merge-conflict": (b"id: 1\n" + CONFLICT.encode(), "merge-conflict", "line 2"),
    "deep": (b"a: " + b"[" * 100_000, "yaml-refused", "line 1"),
    "bomb": (BOMB.encode(), "yaml-refused", "line 6"),
    "two-documents": (b"a: 1\n---\nb: 2\n", "yaml-several-documents", "line 2"),
    "number-without-end": (b"start_time: " + b"9" * 5000 + b"\nx: [", "yaml-invalid", "line 3"),
    "too-large": (b"# " + b"x" * (17 * 2**20), "file-too-large", ""),
}
"""Content of a ``meta.yaml``, the slug of the fault, and where it stands."""


@pytest.fixture
def healthy(mlruns: MlflowStore) -> MlflowStore:
    """A store with one healthy record of every kind, beside which tests put broken ones."""
    mlruns.run(1, params={"lr": "1"}, metrics={"auc": [(START, 0.5, 0)]}, tags={"team": "risk"})
    mlruns.logged_model(1)
    mlruns.dataset("healthy")
    mlruns.model("healthy", aliases={"champion": "1"})
    mlruns.version(1, model="healthy")
    mlruns.prompt("healthy-prompt", "Hello")
    return mlruns


def assert_neighbours(catalog) -> None:
    """Every healthy record is there."""
    run = catalog.runs_by_id[run_id(1)]
    assert [param.value for param in run.params] == ["1"]
    assert [metric.last.value for metric in run.metrics] == [0.5]
    assert [tag.value for tag in run.tags] == ["risk"]
    assert [experiment.name for experiment in catalog.experiments if experiment.experiment_id == "0"] == [
        "Default"
    ]
    assert len(catalog.logged_models) == 1
    assert [dataset.name for dataset in catalog.datasets] == ["healthy"]
    assert len(catalog.models_by_name["healthy"].versions) == 1
    assert [prompt.name for prompt in catalog.prompts] == ["healthy-prompt"]


@pytest.mark.parametrize(("content", "slug", "pointer"), BROKEN_RECORDS.values(), ids=BROKEN_RECORDS)
@pytest.mark.parametrize(
    ("path", "cost"),
    [
        (f"0/{run_id(2)}/meta.yaml", "the run is not shown"),
        ("7/meta.yaml", "the experiment is not shown, its runs are"),
        ("0/models/m-broken/meta.yaml", "the logged model is not shown"),
        ("0/datasets/broken/meta.yaml", "the dataset is not shown, nor that runs used it"),
        ("models/broken/meta.yaml", "the registered model is not shown"),
        ("models/healthy/version-2/meta.yaml", "the version is not shown"),
    ],
    ids=["run", "experiment", "logged-model", "dataset", "registered-model", "version"],
)
def test_a_broken_record_costs_itself_only(healthy, read, path, cost, content, slug, pointer):
    write_files(healthy.root, {path: content})
    catalog = read(healthy)
    assert_neighbours(catalog)
    found = [(problem.slug, problem.source.path, problem.source.pointer) for problem in catalog.problems]
    assert (slug, f"mlruns/{path}", pointer) in found
    assert {problem.source.path for problem in catalog.problems} == {f"mlruns/{path}"}
    assert {(problem.severity, problem.cost) for problem in catalog.problems} == {(Severity.ERROR, cost)}


@pytest.mark.parametrize(
    ("content", "value", "slug", "pointer"),
    [
        (b"caf\xe9", "caf\\xe9", "text-not-utf8", "line 1"),
        (b"one\n\0\0", "one\n\0\0", "text-null", "line 2"),
        (b"\xef\xbb\xbf0.5", "0.5", "byte-order-mark", ""),
        (CONFLICT.encode(), CONFLICT, "merge-conflict", "line 1"),
        (POINTER.encode(), None, "git-lfs-pointer", ""),
        (b"x" * (17 * 2**20), None, "file-too-large", ""),
    ],
    ids=["not-utf-8", "null", "byte-order-mark", "merge-conflict", "git-lfs-pointer", "too-large"],
)
@pytest.mark.parametrize("kind", ["params", "tags"])
def test_a_broken_field_costs_itself_only(healthy, read, kind, content, value, slug, pointer):
    path = f"0/{run_id(2)}/{kind}/broken"
    healthy.run(2, params={"lr": "2"}, tags={"team": "two"})
    write_files(healthy.root, {path: content})
    catalog = read(healthy)
    assert_neighbours(catalog)
    fields = {field.key: field.value for field in getattr(catalog.runs_by_id[run_id(2)], kind)}
    assert fields.pop("broken", None) == value
    assert len(fields) == 1
    (problem,) = catalog.problems
    assert (problem.slug, problem.source.path, problem.source.pointer) == (slug, f"mlruns/{path}", pointer)
    assert problem.severity is (Severity.NOTE if slug == "byte-order-mark" else Severity.WARNING)


@pytest.mark.parametrize(
    ("make", "slug"),
    [
        (os.mkfifo, "file-special"),
        (lambda path: path.symlink_to("/etc/passwd"), "link-outside"),
        (lambda path: path.symlink_to(path.name), "link-circular"),
        (lambda path: path.symlink_to("gone"), "link-broken"),
        (lambda path: path.symlink_to("../params"), "link-to-folder"),
    ],
    ids=["pipe", "link-out", "link-circular", "link-broken", "link-to-folder"],
)
@pytest.mark.parametrize("kind", ["params", "tags", "metrics"])
def test_what_is_no_file_is_no_field(healthy, read, kind, make, slug):
    folder = healthy.run(2, params={"lr": "2"}, tags={"team": "two"}, metrics={"auc": [(START, 0.5, 0)]})
    make(folder / kind / "odd")
    catalog = read(healthy)
    assert_neighbours(catalog)
    assert [field.key for field in getattr(catalog.runs_by_id[run_id(2)], kind)] == [
        {"params": "lr", "tags": "team", "metrics": "auc"}[kind]
    ]
    (problem,) = catalog.problems
    assert (problem.slug, problem.source.path) == (slug, f"mlruns/0/{run_id(2)}/{kind}/odd")


@pytest.mark.parametrize("name", [".DS_Store", "Thumbs.db", "desktop.ini", ".gitkeep", "._lr"])
def test_what_file_managers_leave_is_no_field(healthy, read, name):
    folder = healthy.run(2, params={"lr": "2"}, metrics={"auc": [(START, 0.5, 0)]})
    write_files(folder, {f"params/{name}": b"\0\1", f"metrics/{name}": b"\0\1"})
    catalog = read(healthy)
    run = catalog.runs_by_id[run_id(2)]
    assert ([param.key for param in run.params], [metric.key for metric in run.metrics]) == (["lr"], ["auc"])
    assert [(problem.slug, problem.severity) for problem in catalog.problems] == [
        ("stray-file", Severity.NOTE)
    ] * 2


def test_a_leading_dot_alone_is_a_key_like_any_other(healthy, read):
    healthy.run(2, params={".hidden": "2"})
    catalog = read(healthy)
    assert [param.key for param in catalog.runs_by_id[run_id(2)].params] == [".hidden"]
    assert catalog.problems == ()


def test_a_folder_of_a_run_without_its_record_is_named(healthy, read):
    (healthy.root / "0" / run_id(2)).mkdir()
    write_files(healthy.root / "0" / "odd-name", {"params/lr": "1"})
    catalog = read(healthy)
    assert_neighbours(catalog)
    assert [(problem.slug, problem.severity, problem.source.path) for problem in catalog.problems] == [
        ("record-missing", Severity.ERROR, f"mlruns/0/{run_id(2)}/meta.yaml"),
        ("record-missing", Severity.ERROR, "mlruns/0/odd-name/meta.yaml"),
    ]


def test_runs_survive_the_loss_of_their_experiments_record(healthy, read):
    healthy.run(2, experiment="9")
    catalog = read(healthy)
    assert_neighbours(catalog)
    assert catalog.runs_by_id[run_id(2)].experiment_id == "9"
    (problem,) = catalog.problems
    assert (problem.slug, problem.source.path) == ("record-missing", "mlruns/9/meta.yaml")
    assert problem.cost == "the experiment is not shown, its runs are"


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("start_time", "soon", "start_time is 'soon', not a point in time"),
        ("end_time", -5, "end_time is '-5', not a point in time"),
        ("start_time", 10**18, "start_time is '1000000000000000000', not a point in time"),
        ("run_name", ["a"], "run_name is a list, not text"),
        ("artifact_uri", {"a": "b"}, "artifact_uri is a mapping, not text"),
        ("lifecycle_stage", "sleeping", "lifecycle_stage is 'sleeping'"),
    ],
)
def test_a_broken_field_of_a_record_costs_that_field_only(healthy, read, field, value, message):
    healthy.run(2, **{field: value}, params={"lr": "2"})
    catalog = read(healthy)
    assert_neighbours(catalog)
    assert len(catalog.runs_by_id[run_id(2)].params) == 1
    assert {problem.message for problem in catalog.problems} == {message}
    (source,) = {problem.source for problem in catalog.problems}
    assert source.path == f"mlruns/0/{run_id(2)}/meta.yaml"
    assert source.pointer.startswith("line ")


def test_a_key_that_stands_twice_is_named_and_the_last_one_counts(healthy, read):
    folder = healthy.run(2)
    meta = folder / "meta.yaml"
    meta.write_text(meta.read_text() + "run_name: second\n")
    catalog = read(healthy)
    assert catalog.runs_by_id[run_id(2)].name == "second"
    (problem,) = catalog.problems
    assert (problem.slug, problem.source.pointer) == ("yaml-key-twice", "line 15")


def test_a_byte_order_mark_and_carriage_returns_cost_nothing(healthy, read):
    folder = healthy.run(2)
    meta = folder / "meta.yaml"
    meta.write_bytes(b"\xef\xbb\xbf" + meta.read_bytes().replace(b"\n", b"\r\n"))
    catalog = read(healthy)
    assert catalog.runs_by_id[run_id(2)].name == "run-2"
    assert [(problem.slug, problem.severity) for problem in catalog.problems] == [
        ("byte-order-mark", Severity.NOTE)
    ]


def test_an_input_of_a_dataset_that_is_not_there_is_named(healthy, read):
    run = healthy.run(2)
    folder = healthy.input(run, "f" * 32)
    write_files(run / "inputs" / "broken", {"meta.yaml": ""})
    catalog = read(healthy)
    assert_neighbours(catalog)
    assert catalog.runs_by_id[run_id(2)].inputs == ()
    assert [(problem.slug, problem.severity, problem.source.path) for problem in catalog.problems] == [
        ("dataset-missing", Severity.WARNING, f"mlruns/0/{run_id(2)}/inputs/{folder.name}/meta.yaml"),
        ("yaml-empty", Severity.WARNING, f"mlruns/0/{run_id(2)}/inputs/broken/meta.yaml"),
    ]


@pytest.mark.parametrize(
    ("field", "content", "message"),
    [
        ("schema", "{", "schema is no JSON: expecting property name enclosed in double quotes"),
        ("schema", "[]", "schema holds no JSON mapping"),
        ("profile", "[" * 3000, "profile is no JSON: it is nested too deep"),
        ("source", "{'uri': 'x'}", "source is no JSON: expecting property name enclosed in double quotes"),
    ],
)
def test_a_broken_text_of_a_dataset_costs_that_text_only(healthy, read, field, content, message):
    healthy.dataset("broken", "ffff0000", **{field: content})
    catalog = read(healthy)
    dataset = catalog.datasets_by_key["broken", "ffff0000"]
    assert (bool(dataset.columns), dataset.row_count is not None, bool(dataset.uri)) == (
        field != "schema", field != "profile", field != "source",
    )  # fmt: skip
    (problem,) = catalog.problems
    assert (problem.slug, problem.severity, problem.message) == ("json-invalid", Severity.WARNING, message)
    assert problem.source.pointer.startswith("line ")


def test_a_dataset_without_a_digest_is_none(healthy, read):
    healthy.dataset("broken", digest=None)
    catalog = read(healthy)
    assert_neighbours(catalog)
    (problem,) = catalog.problems
    assert (problem.slug, problem.message) == ("field-missing", "digest is missing")


def test_names_that_are_not_utf_8_survive_everywhere(healthy, read):
    odd = os.fsdecode(b"caf\xe9")
    healthy.run(2, params={odd: "1"}, tags={f"{odd}/{odd}": "2"}, metrics={odd: [(START, 0.5, 0)]})
    catalog = read(healthy)
    run = catalog.runs_by_id[run_id(2)]
    assert [run.params[0].key, run.tags[0].key, run.metrics[0].key] == [
        "caf\\xe9",
        "caf\\xe9/caf\\xe9",
        "caf\\xe9",
    ]
    assert catalog.problems == ()
    repr(catalog).encode()


def test_a_name_with_a_backslash_is_refused_and_named(healthy, read):
    healthy.run(2, params={"..\\..\\etc": "1", "lr": "2"})
    catalog = read(healthy)
    assert [param.key for param in catalog.runs_by_id[run_id(2)].params] == ["lr"]
    assert [problem.slug for problem in catalog.problems] == ["path-refused"]


def test_the_order_of_the_file_system_makes_no_difference(healthy, read, monkeypatch):
    for number in (2, 3, 4):
        healthy.run(number, params={"b": "1", "a/x": "2", "a.x": "3"}, tags={"t": str(number)})
        write_files(healthy.root, {f"0/{run_id(number + 5)}/meta.yaml": ""})
    expected = read(healthy)
    scandir = os.scandir

    class Shuffled:
        def __init__(self, path):
            with scandir(path) as entries:
                self.entries = sorted(entries, key=lambda entry: hash((entry.name, 7)))

        def __enter__(self):
            return iter(self.entries)

        def __exit__(self, *_):
            return None

        def close(self):
            return None

    monkeypatch.setattr(os, "scandir", Shuffled)
    assert read(healthy) == expected


class Vanishing(Store):
    """A store from which a writer takes something away after it was listed."""

    def __init__(self, root: Path, ending: str) -> None:
        super().__init__(root, "mlruns")
        self.ending = ending

    def read(self, path: str, limit: int = 2**20) -> tuple[bytes, object]:
        if path.endswith(self.ending):
            raise StoreError("is not there", slug="file-missing", location=path)
        return super().read(path, limit)

    def read_below(self, folder, files, folders, limit=TEXT_LIMIT, unread=frozenset()):
        return [
            each._replace(
                contents=[
                    None if f"{each.folder.path}/{name}".endswith(self.ending) else read
                    for name, read in zip(each.names, each.contents, strict=True)
                ]
            )
            for each in super().read_below(folder, files, folders, limit, unread)
        ]


@pytest.mark.parametrize(
    ("ending", "severity", "cost"),
    [
        (f"{run_id(2)}/meta.yaml", Severity.ERROR, "the run is not shown"),
        (f"{run_id(2)}/params/lr", Severity.WARNING, "the param 'lr' is not shown"),
        (f"{run_id(2)}/metrics/auc", Severity.WARNING, "the metric 'auc' is not shown"),
    ],
)
def test_what_vanishes_between_listing_and_opening_is_named(healthy, ending, severity, cost):
    healthy.run(2, params={"lr": "2"}, metrics={"auc": [(START, 0.5, 0)]})
    catalog = read_catalog([Vanishing(healthy.root, ending)], [MlflowFilesReader()])
    assert_neighbours(catalog)
    (problem,) = catalog.problems
    assert (problem.slug, problem.severity, problem.cost) == ("file-missing", severity, cost)
    assert problem.source.path.endswith(ending)


def test_a_store_that_is_written_while_it_is_read_gives_whole_runs_or_problems(healthy):
    stop = threading.Event()

    def write(first: int) -> None:
        for number in range(first, first + 1000):
            if stop.wait(0.001):
                return
            folder = healthy.run(number, params={"lr": "1"}, metrics={"auc": [(START, 0.5, 0)]})
            with (folder / "metrics" / "auc").open("a") as file:
                file.write(f"{START + 1} 0.7")
            (folder / "meta.yaml").rename(folder / "meta.yaml.tmp")
            (folder / "meta.yaml.tmp").rename(folder / "meta.yaml")

    writers = [threading.Thread(target=write, args=(first,)) for first in (1000, 2000)]
    for writer in writers:
        writer.start()
    try:
        for _ in range(5):
            catalog = read_catalog([Store(healthy.root, "mlruns")], [MlflowFilesReader()])
            assert_neighbours(catalog)
            assert not any(problem.slug == "reader-failed" for problem in catalog.problems)
            listed = {path.name for path in (healthy.root / "0").iterdir()}
            assert {run.run_id for run in catalog.runs} <= listed
    finally:
        stop.set()
        for writer in writers:
            writer.join()
