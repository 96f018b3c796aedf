"""Stores at a URL: what is asked of the server, what becomes of its failures, and what is never told."""

import builtins
import threading
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import fsspec
import pytest

from generator.catalog import FileRead, replaced
from generator.errors import StoreError
from generator.readers.opening import open_store
from generator.readers.reader import read_catalog
from generator.readers.remote import ahead
from generator.readers.remote import folder as folder_module
from generator.readers.remote.filesystem import RemoteFileSystem
from generator.readers.store import Store
from generator.readers.store_url import StoreUrl
from tests.buckets import uploaded
from tests.databases import MlflowDatabase
from tests.packing import packed
from tests.stores import write_files

FILES = {"b.txt": "two", "a.txt": "one", "0/meta.yaml": "name: x\n", "0/empty": ""}


@pytest.fixture(params=["memory", "s3"])
def bucket(request) -> str:
    return f"{request.getfixturevalue(request.param)}/{request.node.name.replace('[', '-').replace(']', '')}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_files(tmp_path / "runs", FILES)
    return tmp_path / "runs"


def opened(url: str) -> Store:
    return open_store(StoreUrl(url), "runs")


def refused(url: str) -> StoreError:
    with pytest.raises(StoreError) as raised:
        opened(url)
    return raised.value


@pytest.fixture
def asked(monkeypatch) -> list[int]:
    """How many objects each request for several asked for."""
    counts: list[int] = []
    fetch = RemoteFileSystem.fetch

    def counted(files, wanted):
        counts.append(len(wanted))
        return fetch(files, wanted)

    monkeypatch.setattr(RemoteFileSystem, "fetch", counted)
    return counts


class TestOfAnyKind:
    def test_what_lies_below_a_url_is_read_as_a_folder(self, bucket, folder):
        store = opened(uploaded(folder, f"{bucket}/runs"))
        assert (store.folder().files, store.folder().folders) == (("a.txt", "b.txt"), ("0",))
        assert store.folder("0").files == ("empty", "meta.yaml")
        assert store.read("0/meta.yaml")[0] == b"name: x\n"
        assert store.read("0/empty")[0] == b""
        assert store.head("0/empty", 4) == b""
        assert store.head("b.txt", 2) == b"tw"
        assert b"".join(store.blocks("b.txt")) == b"two"
        assert store.source("b.txt").path == "runs/b.txt"
        assert store.local_file("b.txt") is None
        assert store.problems == ()
        assert replaced(store.digest("a.txt"), etag="") == Store(folder, "runs").digest("a.txt")
        assert bool(store.digest("a.txt").etag) is bucket.startswith("s3:")

    @pytest.mark.parametrize("path", ["../x", "/a.txt", "0//meta.yaml", "", "0\\x"])
    def test_a_path_that_is_no_plain_path_is_refused(self, bucket, folder, path):
        store = opened(uploaded(folder, f"{bucket}/runs"))
        with pytest.raises(StoreError) as raised:
            store.read(path)
        assert raised.value.slug == "path-refused"

    def test_great_objects_come_part_by_part(self, bucket, tmp_path, monkeypatch):
        monkeypatch.setattr(folder_module, "SMALL", 10)
        monkeypatch.setattr(folder_module, "PART", 7)
        write_files(tmp_path / "runs", {"great": "x" * 6 + "0123456789" * 2, "x/small": "y"})
        store = opened(uploaded(tmp_path / "runs", f"{bucket}/runs"))
        assert list(store.blocks("great")) == [b"xxxxxx0", b"1234567", b"8901234", b"56789"]
        assert store.head("great", 8) == b"xxxxxx01"
        assert replaced(store.digest("great"), etag="") == Store(tmp_path / "runs", "runs").digest("great")

    def test_a_database_is_read_with_what_lies_beside_it_and_nothing_else(self, bucket, tmp_path):
        made = tmp_path / "team"
        write_files(made, {"mlruns/0/x": "x", "other/y": "y", "z.db": "z"})
        database = MlflowDatabase(made / "mlflow.db")
        database.experiment()
        database.run(1)
        store = opened(uploaded(made, f"{bucket}/team") + "/mlflow.db")
        assert (store.folder().files, store.folder().folders) == (("mlflow.db",), ("mlruns",))
        assert len(read_catalog([store]).runs) == 1

    def test_an_archive_there_is_read_as_one_here(self, bucket, folder, tmp_path):
        packed(folder, tmp_path / "away.zip")
        write_files(tmp_path / "up", {"runs.zip": (tmp_path / "away.zip").read_bytes()})
        store = opened(uploaded(tmp_path / "up", f"{bucket}/up") + "/runs.zip")
        assert store.read("a.txt")[1].path == "runs!/runs/a.txt"
        assert store.files[0].path == "runs"
        store.close()

    def test_a_folder_that_is_called_as_an_archive_is_a_folder(self, bucket, folder):
        assert opened(uploaded(folder, f"{bucket}/runs.zip")).read("a.txt")[0] == b"one"

    def test_where_there_is_nothing_that_is_said(self, bucket):
        error = refused(f"{bucket}/nothing")
        assert (error.slug, error.location) == ("file-missing", f"{bucket}/nothing")
        assert refused(f"{bucket}/nothing.zip").slug == "file-missing"

    def test_an_object_that_vanished_costs_itself(self, bucket, folder):
        url = uploaded(folder, f"{bucket}/runs")
        store = opened(url)
        files, root = fsspec.core.url_to_fs(url)
        files.rm_file(f"{root}/a.txt")
        with pytest.raises(StoreError) as raised:
            store.read("a.txt")
        assert (raised.value.slug, raised.value.location) == ("file-missing", "runs/a.txt")
        assert store.read("b.txt")[0] == b"two"
        assert replaced(store.files[0], etag="") == FileRead("runs/a.txt", "", 3)

    @pytest.mark.parametrize("content", [b"longer than before", b"x"])
    def test_an_object_that_is_another_since_it_was_listed_is_not_relied_on(self, bucket, folder, content):
        url = uploaded(folder, f"{bucket}/runs")
        store = opened(url)
        files, root = fsspec.core.url_to_fs(url)
        files.pipe_file(f"{root}/a.txt", content)
        with pytest.raises(StoreError, match="it changed while it was read"):
            store.read("a.txt")

    def test_what_changed_since_an_earlier_build_is_seen(self, bucket, folder):
        url = uploaded(folder, f"{bucket}/runs")
        opened(url)
        files, root = fsspec.core.url_to_fs(url, skip_instance_cache=True)
        files.pipe_file(f"{root}/c.txt", b"new")
        assert "c.txt" in opened(url).folder()

    def test_names_with_signs_that_stand_for_others_are_names(self, bucket, tmp_path):
        write_files(tmp_path / "runs", {"a[1].txt": "x", "b*": "y", "c?d": "z", "ü é": "u"})
        store = opened(uploaded(tmp_path / "runs", f"{bucket}/runs"))
        assert [store.read(name)[0] for name in store.folder().files] == [b"x", b"y", b"z", b"u"]


def test_a_great_object_that_another_replaced_meanwhile_is_not_relied_on(s3, tmp_path, monkeypatch):
    monkeypatch.setattr(folder_module, "SMALL", 2)
    write_files(tmp_path / "runs", {"great": "one"})
    url = uploaded(tmp_path / "runs", f"{s3}/replaced/runs")
    store = opened(url)
    write_files(tmp_path / "runs", {"great": "two"})
    uploaded(tmp_path / "runs", url)
    with pytest.raises(StoreError, match="it changed while it was read"):
        store.digest("great")


def test_many_small_objects_are_fetched_in_a_few_requests(memory, asked):
    files, root = fsspec.core.url_to_fs(f"{memory}/runs")
    for number in range(600):
        files.pipe_file(f"{root}/{number:04}", str(number).encode())
    store = opened(f"{memory}/runs")
    for number in range(600):
        assert store.read(f"{number:04}")[0] == str(number).encode()
    assert asked == [256, 256, 88]


def test_the_beginnings_of_great_objects_are_fetched_together_too(memory, tmp_path, monkeypatch, asked):
    monkeypatch.setattr(folder_module, "SMALL", 2)
    write_files(tmp_path / "runs", {f"{number:02}": "great" for number in range(20)})
    store = opened(uploaded(tmp_path / "runs", f"{memory}/runs"))
    assert [store.head(f"{number:02}", 3) for number in range(20)] == [b"gre"] * 20
    assert asked == [20]


def test_what_is_kept_in_memory_is_bounded_and_comes_again_when_it_was_let_go(
    memory, tmp_path, monkeypatch, asked
):
    monkeypatch.setattr(ahead, "_KEPT", 25)
    monkeypatch.setattr(ahead, "MOST_BYTES_AT_ONCE", 33)
    write_files(tmp_path / "runs", {f"{number}": f"{number}" * 10 for number in range(6)})
    store = opened(uploaded(tmp_path / "runs", f"{memory}/runs"))
    for number in (0, 1, 2, 3, 4, 5, 0, 3):
        assert store.read(str(number))[0] == str(number).encode() * 10
    assert max(asked) == 3
    assert store._backend._whole._held <= 25


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("..", "is not a plain path"),
        ("a//b", "is not a plain path"),
        ("x\\y", "has a backslash in it"),
        ("C:/x", "is an absolute path"),
    ],
)
def test_an_object_whose_name_is_no_plain_path_costs_itself(memory, monkeypatch, name, message):
    files, root = fsspec.core.url_to_fs(f"{memory}/runs")
    files.pipe_file(f"{root}/a.txt", b"one")
    find = type(files).find

    def with_more(self, path, **how):
        return find(self, path, **how) | {f"{root}/{name}": {"name": name, "size": 1, "type": "file"}}

    monkeypatch.setattr(type(files), "find", with_more)
    store = opened(f"{memory}/runs")
    assert store.folder().leaves == ("a.txt",)
    (problem,) = store.problems
    assert (problem.slug, problem.source.path, problem.message) == ("object-refused", f"runs/{name}", message)


class SecretiveError(Exception):
    def __str__(self) -> str:
        return "no access for ada:s3cr3t at https://ada:s3cr3t@host/x?sig=s3cr3t\nand more"


@pytest.fixture
def failing(memory, monkeypatch, folder) -> Callable[[str, Exception], str]:
    """Makes one method of the file system fail."""
    url = uploaded(folder, f"{memory}/runs")
    kind = type(fsspec.core.url_to_fs(url)[0])

    def fail(method: str, error: Exception) -> str:
        def broken(*_, **__):
            raise error

        monkeypatch.setattr(kind, method, broken)
        return url

    return fail


@pytest.mark.parametrize(
    ("error", "slug"),
    [
        (PermissionError("s3cr3t"), "permission-denied"),
        (TimeoutError(), "file-unreadable"),
        (SecretiveError(), "file-unreadable"),
    ],
)
def test_what_fails_while_an_object_is_fetched_is_told_without_a_secret(failing, error, slug):
    store = opened(failing("cat_file", error))
    store._backend._files.url = StoreUrl("sftp://ada:s3cr3t@host/x?sig=s3cr3t")
    with pytest.raises(StoreError) as raised:
        store.read("a.txt")
    assert (raised.value.slug, raised.value.location) == (slug, "runs/a.txt")
    assert "s3cr3t" not in str(raised.value)


@pytest.mark.parametrize(
    ("error", "slug"),
    [
        (PermissionError("s3cr3t"), "permission-denied"),
        (SecretiveError(), "store-unreachable"),
    ],
)
def test_a_place_that_cannot_be_listed_is_refused_without_a_secret(failing, error, slug):
    told = refused(failing("find", error).replace("://", "://ada:s3cr3t@"))
    assert (told.slug, told.location) == (slug, "memory://team/runs")
    assert "s3cr3t" not in str(told)
    assert told.__cause__ is None
    assert told.__suppress_context__


@pytest.fixture
def unremembered(s3):
    """A bucket that nothing of ours has a connection to."""
    kind = type(fsspec.filesystem("s3"))
    kind.clear_instance_cache()
    yield s3
    kind.clear_instance_cache()


def test_without_credentials_that_is_said(unremembered, monkeypatch):
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", "/nowhere")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    error = refused(f"{unremembered}/runs")
    assert (error.slug, error.location) == ("store-unreachable", f"{unremembered}/runs")
    assert "NoCredentialsError" in error.message


@pytest.mark.parametrize(
    ("url", "extra"),
    [("s3://b/x", "s3"), ("gs://b/x", "gs"), ("abfs://c@a/x", "azure"), ("sftp://h/x", "remote")],
)
def test_a_package_that_is_missing_is_named_by_its_extra(monkeypatch, url, extra):
    real = builtins.__import__

    def without(name, *rest, **more):
        if name.partition(".")[0] == "fsspec":
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    error = refused(url)
    assert (error.slug, error.hint) == ("store-extra-missing", f'run pip install "modelfolio[{extra}]"')


@pytest.mark.parametrize("url", ["file:///etc", "local:///etc", "zip::file:///x.zip", "nonsense://x"])
def test_a_url_of_this_machine_of_several_parts_or_of_no_kind_is_refused(url):
    assert refused(url).slug == "store-url-refused"


def test_an_archive_on_a_web_server_is_read_too(folder, tmp_path):
    packed(folder, tmp_path / "runs.tar.gz")
    served = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), served) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        where = f"http://127.0.0.1:{server.server_port}"
        store = opened(f"{where}/runs.tar.gz?token=s3cr3t")
        assert store.read("a.txt")[1].path == "runs!/runs/a.txt"
        store.close()
        assert refused(f"{where}/gone.zip?token=s3cr3t").location == f"{where}/gone.zip"
        server.shutdown()
