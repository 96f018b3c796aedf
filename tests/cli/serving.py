"""``modelfolio serve`` at work, for tests that look at what it shows."""

import http.client
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

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
