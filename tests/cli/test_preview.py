"""The server for one pair of eyes: what it shows, and what it never does."""

import http.client
import threading
import time

import pytest

from generator.cli import preview
from generator.cli.preview import PreviewServer
from generator.errors import SettingsError


@pytest.fixture
def site(tmp_path):
    site = tmp_path / "site"
    (site / "models/churn").mkdir(parents=True)
    (site / "empty").mkdir()
    (site / "index.html").write_text("<html><body><p>home</p></body></html>")
    (site / "404.html").write_text("<html><body>lost</body></html>")
    (site / "models/churn/index.html").write_text("<p>a fragment")
    (site / "data.json").write_text("{}")
    (site / "style.CSS").write_text("p{}")
    (site / "odd.xyz").write_text("?")
    (tmp_path / "secret.txt").write_text("secret")
    (site / "link.txt").symlink_to(tmp_path / "secret.txt")
    (site / "out").symlink_to(tmp_path)
    return site


@pytest.fixture
def server(site):
    with PreviewServer(site, 0) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def ask(server, path, method="GET", host=None):
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=5)
    connection.request(method, path, headers={"Host": host or f"127.0.0.1:{server.server_port}"})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer, content


def test_it_listens_on_this_machine_only(server):
    assert server.server_address[0] == "127.0.0.1"
    assert server.url == f"http://127.0.0.1:{server.server_port}/"


def test_a_page_comes_with_the_script_that_reloads_it_and_the_file_stays_as_it_is(server, site):
    answer, content = ask(server, "/")
    assert answer.status == 200
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Cache-Control"] == "no-store"
    expected = f'<script src="/.modelfolio/reload.js" data-edition="{server.edition}"></script></body></html>'
    assert content.decode() == f"<html><body><p>home</p>{expected}"
    assert "script" not in (site / "index.html").read_text()


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/data.json?x=1#y", "application/json"),
        ("/style.CSS", "text/css; charset=utf-8"),
        ("/odd.xyz", "application/octet-stream"),
        ("/%64ata.json", "application/json"),
        ("/.modelfolio/reload.js", "text/javascript; charset=utf-8"),
    ],
)
def test_files_come_with_their_type_and_are_never_guessed_at(server, path, kind):
    answer, _ = ask(server, path)
    assert (answer.status, answer.headers["Content-Type"]) == (200, kind)
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_folder_leads_to_its_page(server):
    assert ask(server, "/models/churn/")[1] == b"<p>a fragment"
    answer, _ = ask(server, "//models/churn")
    assert (answer.status, answer.headers["Location"]) == (301, "/models/churn/")


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/models/..%2f..%2fsecret.txt",
        "/..\\secret.txt",
        "/%5c..%5csecret.txt",
        "/link.txt",
        "/out/secret.txt",
        "/out/",
        "/c:/secret.txt",
        "/index.html/",
        "/%00",
        "/%ff",
        "/empty",
        "/empty/",
        "/models/",
        "/nothing",
        "/.modelfolio/",
    ],
)
def test_nothing_outside_the_folder_and_no_list_of_one_is_shown(server, path):
    answer, content = ask(server, path)
    assert answer.status == 404
    assert b"lost" in content
    assert b"secret" not in content


def test_without_a_page_for_it_a_wrong_address_is_told_in_words(server, site):
    (site / "404.html").unlink()
    answer, content = ask(server, "/nothing")
    assert (answer.status, content) == (404, b"there is no such page\n")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:80"])
def test_it_answers_under_its_own_name_only(server, host):
    answer, content = ask(server, "/", host=host)
    assert answer.status == 421
    assert b"home" not in content


def test_localhost_is_its_name_too(server):
    assert ask(server, "/", host=f"localhost:{server.server_port}")[0].status == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_it_takes_nothing_in(server, method):
    assert ask(server, "/", method)[0].status == 501


def test_a_question_for_the_head_has_no_body(server):
    answer, content = ask(server, "/", "HEAD")
    assert (answer.status, content) == (200, b"")
    assert int(answer.headers["Content-Length"]) > 0


def test_an_open_page_hears_of_a_new_edition_at_once(server):
    edition = server.edition
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=5)
    connection.request("GET", f"/.modelfolio/changes?{edition}")
    answer = connection.getresponse()
    assert answer.headers["Content-Type"] == "text/event-stream"
    begun = time.monotonic()
    server.announce()
    assert answer.read() == b"data: reload\n\n"
    assert time.monotonic() - begun < 1
    assert server.edition != edition
    connection.close()


def test_a_page_of_an_earlier_edition_is_told_to_reload_without_waiting(server):
    assert ask(server, "/.modelfolio/changes?1-1")[1] == b"data: reload\n\n"


def test_a_port_that_is_taken_is_refused_with_advice(server, site):
    with pytest.raises(
        SettingsError, match=r"cannot be listened on: Address already in use; choose another --port"
    ):
        PreviewServer(site, server.server_port)


def test_a_browser_that_hangs_up_leaves_no_trace(server, capsys, monkeypatch):
    monkeypatch.setattr(preview, "_HEARTBEAT", 0.01)
    before = threading.active_count()
    connection = http.client.HTTPConnection("127.0.0.1", server.server_port, timeout=5)
    connection.request("GET", f"/.modelfolio/changes?{server.edition}")
    assert connection.getresponse().readline() == b":\n"
    connection.close()
    deadline = time.monotonic() + 5
    while threading.active_count() > before and time.monotonic() < deadline:
        time.sleep(0.01)
    assert threading.active_count() == before, "nobody waits for a browser that has left"
    assert capsys.readouterr().err == ""
