"""``modelfolio serve``: the open browser follows what changes."""

import http.client
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from tests.cli.small_store import RUN, contents, put, write_store
from tests.conftest import ROOT

SOON = 20.0
"""Seconds to wait for anything on the slowest machine."""


class Serving:
    """The program at work, and every line it has said."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-u", "-m", "generator.cli", "serve", "--port", "0", *arguments],
            cwd=folder,
            env={**os.environ, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder.parent)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._lines: queue.Queue[str] = queue.Queue()
        self._listener = threading.Thread(target=self._listen)
        self._listener.start()
        try:
            self.url = self.said(" shows it").partition(" ")[0]
        except AssertionError:
            self.close()
            raise

    def _listen(self) -> None:
        for line in self.process.stdout:
            self._lines.put(line.rstrip("\n"))

    def said(self, words: str) -> str:
        """The next line with these words."""
        deadline = time.monotonic() + SOON
        heard = []
        while time.monotonic() < deadline:
            try:
                heard.append(self._lines.get(timeout=0.1))
            except queue.Empty:
                continue
            if words in heard[-1]:
                return heard[-1]
        raise AssertionError(f"never said {words!r}, but {heard}")

    def page(self, path: str = "") -> str:
        connection = self._connection()
        connection.request("GET", f"/{path}")
        text = connection.getresponse().read().decode()
        connection.close()
        return text

    def edition(self) -> str:
        return self.page().partition('data-edition="')[2].partition('"')[0]

    def wait_for_reload(self, edition: str) -> float:
        """Seconds until a page of that edition is told to reload."""
        begun = time.monotonic()
        connection = self._connection()
        connection.request("GET", f"/.modelfolio/changes?{edition}")
        answer = connection.getresponse()
        while answer.readline() != b"data: reload\n":
            assert time.monotonic() - begun < SOON, "nobody told the page to reload"
        connection.close()
        return time.monotonic() - begun

    def _connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(self.url.removeprefix("http://").rstrip("/"), timeout=SOON)

    def stop(self) -> tuple[int, list[str]]:
        """End it as a person does; the exit code, and what it still said."""
        self.process.send_signal(signal.SIGINT)
        code = self.process.wait(SOON)
        self.close()
        return code, list(self._lines.queue)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        self._listener.join()
        self.process.stdout.close()


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "project"
    write_store(folder)
    put(folder / "mkdocs.yml", "site_name: Old name\n")
    return folder


@pytest.fixture
def serving(folder):
    serving = Serving(folder)
    yield serving
    serving.close()


def test_a_changed_store_shows_at_once_and_the_store_and_the_project_stay_as_they_are(serving, folder):
    (experiment,) = [name for name in contents(folder.parent) if "/site/experiments/churn" in name]
    page = experiment.partition("/site/")[2]
    assert "0.91" in serving.page(page)
    edition = serving.edition()
    with (folder / RUN / "metrics/auc").open("a") as metric:
        metric.write("1767600040000 0.47 1\n")
    serving.wait_for_reload(edition)
    assert "0.47" in serving.page(page)
    assert set(contents(folder)) == {
        "mkdocs.yml",
        "mlruns/1/meta.yaml",
        *(f"{RUN}/{name}" for name in ("meta.yaml", "metrics/auc", "params/lr")),
    } | {name for name in contents(folder) if name.startswith(".modelfolio/")}


def test_governance_that_appears_later_is_taken_in(serving, folder):
    edition = serving.edition()
    put(folder / "governance/models/churn.md", "---\nowner: Ada\n---\n")
    serving.wait_for_reload(edition)
    assert "governance/models/churn.md" in serving.page("api/evidence.sha256")


def test_a_mistake_is_told_and_the_last_good_site_stands_until_it_is_mended(serving, folder):
    edition = serving.edition()
    put(folder / "mkdocs.yml", "site_name: [\n")
    assert "mkdocs.yml: is not valid YAML" in serving.said("the last good site stands")
    assert serving.edition() == edition
    assert "Old name" in serving.page()
    put(folder / "mkdocs.yml", "site_name: New name\n")
    serving.wait_for_reload(edition)
    assert "New name" in serving.page()


def test_ctrl_c_ends_it_quietly_and_takes_the_site_away(serving, folder):
    assert any(name.startswith("modelfolio-") for name in contents(folder.parent))
    assert serving.stop() == (130, [])
    assert not any(name.startswith("modelfolio-") for name in contents(folder.parent))


def test_a_site_dir_of_ones_own_is_kept_without_the_script_that_reloads(folder):
    serving = Serving(folder, "--site-dir", "kept")
    assert "/.modelfolio/reload.js" in serving.page()
    assert serving.stop() == (130, [])
    assert "reload.js" not in (folder / "kept/index.html").read_text()


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["--store", "nowhere"], 2, "nowhere: does not exist"),
        (["--strict"], 3, "warning  mlruns/1/"),
        (["--port", "70000"], 2, "70000 is not in the range"),
    ],
)
def test_what_cannot_be_shown_is_not_begun(folder, arguments, code, words):
    put(folder / RUN / "metrics/auc", "1767600030000 0.91 0\n17676")
    done = subprocess.run(
        [sys.executable, "-m", "generator.cli", "serve", "--port", "0", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=SOON,
        check=False,
    )
    assert (done.returncode, words in done.stderr) == (code, True), done.stderr
