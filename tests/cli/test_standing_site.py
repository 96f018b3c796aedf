"""``modelfolio build`` once more: a site that still stands is left alone, any other is built."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from generator.cli.app import run
from generator.pipeline.standing import record
from tests.cli.small_store import RUN, contents, put, register, write_store

STANDS = "nothing changed since this site was built: "


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a small store, in which the program is called; what was just written counts as settled."""
    write_store(tmp_path)
    register(tmp_path)
    put(tmp_path / "governance/models/churn.md", "---\nmodel: churn\n---\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setattr(record, "SETTLED", 0)
    time.sleep(0.02)
    return tmp_path


def built(folder: Path, capsys, *arguments: str) -> tuple[bool, str]:
    """Whether a build left the site alone, and what it said."""
    assert run(["build", *arguments]) == 0
    said = capsys.readouterr().out
    return STANDS in said, said


def states(folder: Path) -> dict[str, tuple[int, int, int]]:
    return {
        path.relative_to(folder).as_posix(): (found.st_ino, found.st_mtime_ns, found.st_ctime_ns)
        for path in [folder, *folder.rglob("*")]
        if (found := path.lstat())
    }


def test_a_site_that_stands_is_left_alone_and_told_of(folder, capsys):
    stands, said = built(folder, capsys)
    assert not stands
    counts, files, address = said.splitlines()
    before = states(folder / "site"), states(folder / "mlruns"), states(folder / "governance")
    stands, said = built(folder, capsys)
    assert stands
    sums = subprocess.run(
        ["sha256sum", folder / "site/SHA256SUMS"], check=True, capture_output=True, text=True
    ).stdout.split()[0]
    assert said.splitlines() == [
        counts,
        STANDS + files.partition(" in ")[0] + " stand as they are",
        f"the SHA-256 of SHA256SUMS is {sums}",
        address,
    ]
    assert (states(folder / "site"), states(folder / "mlruns"), states(folder / "governance")) == before


def test_a_site_that_stands_is_what_a_new_build_gives(folder, capsys):
    built(folder, capsys)
    assert built(folder, capsys)[0]
    stood = contents(folder / "site")
    stands, _ = built(folder, capsys, "--rebuild")
    assert not stands
    assert contents(folder / "site") == stood
    assert built(folder, capsys)[0]


def test_after_a_change_the_site_is_built_and_shows_it(folder, capsys):
    built(folder, capsys)
    put(folder / RUN / "params/lr", "0.7")
    stands, _ = built(folder, capsys)
    assert not stands
    changed = contents(folder / "site")
    assert not built(folder, capsys, "--site-dir", "other")[0]
    assert contents(folder / "other") == changed
    assert built(folder, capsys)[0]


def test_a_page_that_was_edited_is_put_right(folder, capsys):
    built(folder, capsys)
    good = contents(folder / "site")
    put(folder / "site/index.html", "all is well")
    assert not built(folder, capsys)[0]
    assert contents(folder / "site") == good


def test_another_language_is_another_site(folder, capsys):
    built(folder, capsys)
    assert not built(folder, capsys, "--language", "de")[0]
    assert built(folder, capsys, "--language", "de")[0]
    assert not built(folder, capsys)[0]


def test_what_is_wrong_is_said_again_and_strict_is_as_strict(folder, capsys):
    put(folder / RUN / "metrics/auc", "1767600030000 0.91 0\n17676")
    time.sleep(0.02)
    assert run(["build", "--strict"]) == 3
    first = capsys.readouterr()
    assert first.err.startswith(f"warning  {RUN}/metrics/auc:2: ")
    assert run(["build", "--strict"]) == 3
    second = capsys.readouterr()
    assert second.err == first.err
    assert STANDS in second.out
    assert run(["build"]) == 0
    assert STANDS in capsys.readouterr().out


def test_asked_to_be_quiet_it_says_nothing_of_a_site_that_stands(folder, capsys):
    built(folder, capsys)
    assert run(["build", "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")


def test_to_record_is_to_read_and_build(folder, capsys):
    built(folder, capsys)
    stands, said = built(folder, capsys, "--record", "--as-of", "2026-02-01")
    assert not stands
    assert "recorded" in said
    assert not built(folder, capsys)[0]


def test_a_site_that_stands_needs_neither_the_theme_nor_the_drawing(folder, capsys):
    """What takes long to be loaded would cost more than the look."""
    built(folder, capsys)
    code = (
        "import sys; from generator.cli.app import run; from generator.pipeline.standing import record;"
        "record.SETTLED = 0; run(['build']);"
        "print(sorted({'mkdocs', 'material', 'jinja2', 'matplotlib', 'babel', 'generator.pages.render',"
        " 'generator.pipeline.pipeline'} & set(sys.modules)))"
    )
    said = [
        subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, text=True, cwd=folder
        ).stdout.splitlines()
        for _ in range(2)
    ]
    assert said[1][1].startswith(STANDS)
    assert said[1][-1] == "[]"
