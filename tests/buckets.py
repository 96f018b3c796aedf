"""Buckets for tests: a server of S3 on this machine, and fsspec's file system in memory."""

from collections.abc import Iterator
from pathlib import Path

import fsspec
import pytest

CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "us-east-1",
}


def uploaded(folder: Path, url: str) -> str:
    """A folder's files under a URL."""
    files, root = fsspec.core.url_to_fs(url)
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            files.pipe_file(f"{root}/{path.relative_to(folder).as_posix()}", path.read_bytes())
    return url


@pytest.fixture(scope="session")
def s3_server() -> Iterator[str]:
    """The URL at which S3 is spoken, by a server that is started once."""
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def s3(s3_server: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """A bucket in S3, as a URL."""
    for name, value in {**CREDENTIALS, "AWS_ENDPOINT_URL": s3_server}.items():
        monkeypatch.setenv(name, value)
    files = fsspec.filesystem("s3")
    if not files.exists("team"):
        files.mkdir("team")
    return "s3://team"


@pytest.fixture
def memory() -> Iterator[str]:
    """A place in memory, as a URL."""
    yield "memory://team"
    fsspec.filesystem("memory").store.clear()
