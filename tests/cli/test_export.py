"""``modelfolio export pdf``: the audit of one model on paper, or a clear word why not."""

import shutil
import subprocess
from pathlib import Path

import pytest

from generator.cli.app import run
from tests.browser import find_program
from tests.stores import MlflowStore

NEEDS_BROWSER = pytest.mark.skipif(find_program() is None, reason="no browser on this machine")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    store = MlflowStore(tmp_path / "mlruns")
    store.experiment()
    store.run(1, metrics={"auc": "1767600000000 0.9 0\n"})
    store.model("churn", aliases={"champion": "2"})
    store.version(1)
    store.version(2)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@NEEDS_BROWSER
@pytest.mark.browser
@pytest.mark.xdist_group("browser")
def test_the_report_has_a_cover_the_model_and_the_versions_in_use_and_is_the_same_each_time(folder, capsys):
    assert run(["export", "pdf", "churn", "--as-of", "2026-02-01"]) == 0
    assert capsys.readouterr().out == "churn-audit.pdf\n"
    first = (folder / "churn-audit.pdf").read_bytes()
    assert first.startswith(b"%PDF-")
    assert b"/CreationDate (D:20260201000000+00'00')" in first
    assert run(["export", "pdf", "churn", "--as-of", "2026-02-01", "-o", "again.pdf"]) == 0
    assert (folder / "again.pdf").read_bytes() == first
    if shutil.which("pdftotext") is None:
        return
    said = subprocess.run(
        ["pdftotext", "churn-audit.pdf", "-"], capture_output=True, text=True, check=True
    ).stdout
    for words in (
        "Audit report: churn", "the default policy", "2026-02-01 00:00 UTC", "Audit: churn v2", "page 1 of",
    ):  # fmt: skip
        assert words in said, words
    assert "Audit: churn v1" not in said


def test_a_browser_that_is_not_there_is_said_before_anything_is_read(folder, capsys):
    assert run(["export", "pdf", "churn", "--browser", "/nowhere/chrome"]) == 1
    said = capsys.readouterr().err
    assert "/nowhere/chrome: is no program" in said
    assert "name one with --browser" in said


def test_a_program_that_prints_nothing_is_named_with_its_last_word(folder, capsys):
    fake = folder / "fake"
    fake.write_text("#!/bin/sh\necho no display >&2\n")
    fake.chmod(0o755)
    assert run(["export", "pdf", "churn", "--browser", str(fake)]) == 1
    assert "did not print: no display" in capsys.readouterr().err


@NEEDS_BROWSER
def test_a_model_that_no_store_registers_is_refused(folder, capsys):
    assert run(["export", "pdf", "chrun"]) != 0
    assert "no store registers a model 'chrun'" in capsys.readouterr().err
