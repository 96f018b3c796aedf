"""``modelfolio record``, ``build --record`` and ``verify``."""

import hashlib
import json

import pytest

from generator.cli.app import run
from tests.cli.small_store import contents, register, write_store
from tests.readers.git.folders import commit, git


@pytest.fixture
def folder(tmp_path, monkeypatch):
    write_store(tmp_path)
    register(tmp_path)
    (tmp_path / "governance").mkdir()
    monkeypatch.chdir(tmp_path)
    return tmp_path


def recorded(folder):
    return (folder / "governance/ledger.jsonl").read_text().splitlines()


def test_what_is_recorded_is_told(folder, capsys):
    assert run(["record", "--as-of", "2026-02-01"]) == 0
    said = capsys.readouterr().out
    assert "churn v1: registered (recorded by the tracker)" in said
    assert "2 events recorded, 4 lines added" in said
    assert len(recorded(folder)) == 4


def test_by_itself_the_clock_says_when(folder):
    assert run(["record"]) == 0
    assert json.loads(recorded(folder)[-1])["at"] > "2026"


def test_a_ledger_may_stand_elsewhere(folder):
    assert run(["record", "--ledger", "kept.jsonl"]) == 0
    assert (folder / "kept.jsonl").exists()
    assert not (folder / "governance/ledger.jsonl").exists()
    assert run(["verify", "--ledger", "kept.jsonl"]) == 0


def test_without_a_place_for_one_nothing_is_recorded(folder, capsys):
    (folder / "governance").rmdir()
    assert run(["record"]) == 2
    assert "name one with --ledger" in capsys.readouterr().err


def test_a_build_alone_writes_nothing_but_the_site(folder, capsys):
    before = contents(folder)
    assert run(["build", "--quiet"]) == 0
    after = {path for path in contents(folder) if not path.startswith(("site/", ".modelfolio/"))}
    assert after == before.keys()
    page = (folder / "site/models/churn/timeline.html").read_text()
    assert "Not yet recorded" in page
    data = json.loads((folder / "site/api/ledger.json").read_text())
    assert (data["head"], data["lines"], len(data["pending"])) == ("", 0, 2)


def test_a_build_that_records_shows_it_as_recorded(folder, capsys):
    assert run(["build", "--record", "--as-of", "2026-02-01"]) == 0
    assert "2 events recorded" in capsys.readouterr().out
    page = (folder / "site/models/churn/timeline.html").read_text()
    assert "Not yet recorded" not in page
    data = json.loads((folder / "site/api/ledger.json").read_text())
    assert data["sha256"] == hashlib.sha256((folder / "governance/ledger.jsonl").read_bytes()).hexdigest()
    assert (data["head"], data["lines"]) == (json.loads(recorded(folder)[-1])["sha256"], 4)


def test_an_edited_line_is_named(folder, capsys):
    run(["record", "--as-of", "2026-02-01"])
    ledger = folder / "governance/ledger.jsonl"
    ledger.write_text(ledger.read_text().replace('"version":"1"', '"version":"2"'))
    capsys.readouterr()
    assert run(["verify", "--ledger", str(ledger)]) == 3
    assert "ledger.jsonl:3: is not what it was" in capsys.readouterr().out


def test_a_dropped_end_is_found_with_the_site_that_shows_it(folder, capsys):
    run(["build", "--quiet", "--record", "--as-of", "2026-02-01"])
    ledger = folder / "governance/ledger.jsonl"
    assert run(["verify", "site", "--ledger", str(ledger)]) == 0
    ledger.write_text("\n".join(recorded(folder)[:-1]) + "\n")
    assert run(["verify", "--ledger", str(ledger)]) == 0
    assert run(["verify", "site", "--ledger", str(ledger)]) == 3
    assert "dropped from the end" in capsys.readouterr().out


def test_a_site_is_held_against_its_digests(folder, capsys):
    run(["build", "--quiet"])
    assert run(["verify", "site"]) == 0
    (folder / "site/index.html").write_text("better numbers")
    (folder / "site/findings.html").unlink()
    (folder / "site/more.html").write_text("")
    assert run(["verify", "site"]) == 3
    said = capsys.readouterr().out
    assert "index.html: is not what was built" in said
    assert "findings.html: is missing" in said
    assert "more.html: was added" in said


def test_a_folder_that_is_no_site_is_not_verified(folder, capsys):
    assert run(["verify", "mlruns"]) == 1
    assert "holds no site made by modelfolio" in capsys.readouterr().err
    assert run(["verify"]) == 2


def test_a_lost_ledger_is_begun_again_only_when_asked(folder, capsys):
    assert run(["record", "--as-of", "2026-02-01", "--restart", "the disk died"]) == 0
    assert json.loads(recorded(folder)[0])["reason"] == "the disk died"
    assert run(["record", "--as-of", "2026-02-02", "--restart", "again"]) == 1
    assert "leave --restart out" in capsys.readouterr().err


def test_a_ledger_that_git_has_had_is_lost_when_it_is_not_here(folder, capsys):
    git(folder, "init", "-q", "-b", "main")
    commit(folder, "Keep our models")
    assert run(["record", "--as-of", "2026-02-01"]) == 0  # git never had one
    commit(folder, "Record")
    lines = recorded(folder)
    (folder / "governance/ledger.jsonl").unlink()
    capsys.readouterr()

    assert run(["record", "--as-of", "2026-02-02"]) == 1
    assert not (folder / "governance/ledger.jsonl").exists()
    assert run(["build", "--quiet"]) == 0
    assert "ledger.jsonl is not here, and git has had it" in (folder / "site/findings.html").read_text()

    git(folder, "checkout", "-q", "--", "governance/ledger.jsonl")
    assert recorded(folder) == lines
    assert run(["build", "--quiet"]) == 0
    assert "git has had it" not in (folder / "site/findings.html").read_text()


def test_the_site_of_a_past_day_leaves_out_what_came_later(folder):
    assert run(["build", "--quiet", "--as-of", "2026-01-05T08:00:30Z"]) == 0
    assert not (folder / "site/models").exists()


def test_the_public_sees_no_people_and_no_incidents_in_the_past(example, tmp_path):
    asked = ["--store", str(example / "mlruns"), "--governance", str(example / "governance")]
    assert run(["build", "--quiet", *asked, "--site-dir", str(tmp_path / "site"), "--profile", "public"]) == 0
    pages = [tmp_path / "site/timeline.html", *(tmp_path / "site/models").glob("*/timeline.html")]
    assert len(pages) > 5
    said = "".join(page.read_text() for page in pages) + (tmp_path / "site/api/ledger.json").read_text()
    assert "TRN-022" in said
    assert [hidden for hidden in ("k.nowak", "INC-2026") if hidden in said] == []
