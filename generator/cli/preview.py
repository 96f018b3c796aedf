"""A web server for one pair of eyes: shows the built site on this machine, and reloads pages when it is built anew.

It answers this machine only, under its own name only (a page elsewhere cannot reach it by renaming itself, which is
called DNS rebinding), reads below one folder only, and never lists a folder.
"""

import html
import sys
import threading
import time
from collections.abc import Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote, unquote, urlsplit

from generator.errors import SettingsError

ADDRESS = "127.0.0.1"
_INDEX = "index.html"
_SCRIPT_PATH = "/.modelfolio/reload.js"
_CHANGES_PATH = "/.modelfolio/changes"
"""No path of a site begins with a dot, so that these two hide none."""
_SCRIPT = f"""
const edition = document.currentScript.dataset.edition;
let changes;
function listen() {{
  if (document.hidden) {{ changes?.close(); changes = undefined; return; }}
  changes ??= new EventSource("{_CHANGES_PATH}?" + edition);
  changes.onmessage = () => {{ changes.close(); location.reload(); }};
}}
document.addEventListener("visibilitychange", listen);
listen();
"""
"""Listens only while the page is in view: browsers allow a server few open connections."""
_HEARTBEAT = 10.0
"""Seconds after which a silent connection is tried, so that those whose browser has left are closed."""
_TYPES: Mapping[str, str] = {
    ".css": "text/css; charset=utf-8",
    ".csv": "text/csv; charset=utf-8",
    ".gz": "application/gzip",
    ".html": "text/html; charset=utf-8",
    ".ico": "image/x-icon",
    ".jpg": "image/jpeg",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".map": "application/json",
    ".md": "text/plain; charset=utf-8",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".sha256": "text/plain; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
    ".webp": "image/webp",
    ".woff2": "font/woff2",
    ".xml": "application/xml",
    ".zip": "application/zip",
}


class PreviewServer(ThreadingHTTPServer):
    """Serves one folder. Its edition changes whenever the folder's content was replaced."""

    daemon_threads = True

    def __init__(self, root: Path, port: int) -> None:
        """Take the port; 0 for any that is free.

        Raises:
            SettingsError: when the port is taken or not allowed.
        """
        self.root = root
        self._started = time.time_ns()
        self._built = 0
        self._changed = threading.Condition()
        try:
            super().__init__((ADDRESS, port), _Handler)
        except OSError as error:
            raise SettingsError(
                f"cannot be listened on: {error.strerror}",
                slug="port-taken",
                location=f"{ADDRESS}:{port}",
                hint="choose another --port",
            ) from error

    @property
    def url(self) -> str:
        """Where to point a browser."""
        return f"http://{ADDRESS}:{self.server_port}/"

    @property
    def edition(self) -> str:
        """Names the present content of the folder, apart from that of earlier servers too."""
        return f"{self._started}-{self._built}"

    def announce(self) -> None:
        """Tell every open page that there is a new edition."""
        with self._changed:
            self._built += 1
            self._changed.notify_all()

    def wait_for_other_than(self, edition: str, seconds: float) -> bool:
        """Whether there is another edition than that one, now or within so many seconds."""
        with self._changed:
            return self._changed.wait_for(lambda: self.edition != edition, seconds)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A browser that hangs up is no fault; whatever else happens is told as usual."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    """Answers one connection."""

    server: PreviewServer
    protocol_version = "HTTP/1.1"
    timeout: ClassVar[float] = 60.0

    def do_GET(self) -> None:
        """Answer with a file, our script, or the wait for a new edition."""
        if self.headers.get("Host", "") not in self._names():
            self._send(HTTPStatus.MISDIRECTED_REQUEST, b"this server is not known by that name\n")
            return
        target = urlsplit(self.path)
        if target.path == _SCRIPT_PATH:
            self._send(HTTPStatus.OK, _SCRIPT.encode(), ".js")
        elif target.path == _CHANGES_PATH:
            self._stream_changes(target.query)
        else:
            self._send_file(target.path)

    do_HEAD = do_GET  # noqa: N815 - the name that http.server looks for

    def _names(self) -> tuple[str, ...]:
        port = self.server.server_port
        return f"{ADDRESS}:{port}", f"localhost:{port}"

    def _send_file(self, path: str) -> None:
        found = _located(self.server.root, path)
        if found is None:
            missing = _located(self.server.root, "/404.html")
            content = missing.read_bytes() if missing else b"there is no such page\n"
            self._send(HTTPStatus.NOT_FOUND, content, ".html" if missing else ".txt")
        elif found.is_dir():
            steps = [quote(step, safe="") for step in unquote(path).split("/") if step]
            self._send(HTTPStatus.MOVED_PERMANENTLY, b"", ".txt", {"Location": f"/{'/'.join(steps)}/"})
        else:
            self._send(HTTPStatus.OK, found.read_bytes(), found.suffix)

    def _send(
        self, status: HTTPStatus, content: bytes, suffix: str = ".txt", extra: Mapping[str, str] | None = None
    ) -> None:
        if suffix == ".html":
            content = self._with_script(content)
        self.send_response(status)
        headers = {
            "Content-Type": _TYPES.get(suffix.lower(), "application/octet-stream"),
            "Content-Length": str(len(content)),
            "Cache-Control": "no-store",
            "Cross-Origin-Resource-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
            **(extra or {}),
        }
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def _with_script(self, page: bytes) -> bytes:
        """A page as it is shown here: with the script that reloads it, which the file on the disk never has."""
        edition = html.escape(self.server.edition)
        script = f'<script src="{_SCRIPT_PATH}" data-edition="{edition}"></script>'
        before, end, after = page.rpartition(b"</body>")
        return before + script.encode() + end + after if end else page

    def _stream_changes(self, edition: str) -> None:
        """Server-sent events (HTML Living Standard): one message when the page is out of date."""
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        if self.command == "HEAD":
            return
        while not self.server.wait_for_other_than(edition, _HEARTBEAT):
            self.wfile.write(b":\n\n")
        self.wfile.write(b"data: reload\n\n")

    def version_string(self) -> str:
        """What the server calls itself."""
        return "modelfolio"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name it has in http.server
        """Say nothing: the terminal is for builds."""


def _located(root: Path, path: str) -> Path | None:
    """The file that a URL's path means, or the folder that holds one; None when there is none below the root.

    What counts is where the path really ends, not how it is spelled.
    """
    try:
        steps = unquote(path, errors="strict").split("/")
        if not steps[-1]:
            steps[-1] = _INDEX
        found = root.joinpath(*filter(None, steps)).resolve(strict=True)
        inside = found.is_relative_to(root.resolve())
    except (OSError, ValueError, RuntimeError):
        return None
    return found if inside and (found.is_file() or (found / _INDEX).is_file()) else None
