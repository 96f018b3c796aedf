"""The evidence pages list every file, and who relies on it."""

import subprocess

from generator.catalog import Catalog, FileRead, Problem, Severity
from generator.pages import paths
from generator.pages.evidence.findings import findings_views
from generator.pages.evidence.index import index_evidence
from generator.pages.evidence.page import evidence_digests, evidence_pages
from generator.pages.view import Page, PageKind, RenderedPage
from generator.provenance import Source
from tests import factories

FILES = tuple(FileRead(f"mlruns/3/run{number}/meta.yaml", f"{number:064x}", number) for number in range(600))


def test_a_folder_with_many_files_is_cut_into_pages_that_know_each_other():
    index = index_evidence(FILES)
    assert [len(group.files) for group in index.groups] == [160, 160, 160, 120]
    assert {group.title for group in index.groups} == {"mlruns/3"}
    assert len({group.path for group in index.groups}) == 4


def test_every_file_has_its_row_and_an_unread_one_has_none():
    index = index_evidence(FILES)
    assert index.href(FILES[300].path).split("#")[1] == paths.evidence_anchor(FILES[300].path)
    assert index.href("mlruns/3/nowhere") == ""


def test_a_file_names_the_pages_that_cite_it():
    page = Page(path="models/a/v1.html", kind=PageKind.VERSION, title="a v1", view=None)
    done = RenderedPage(page=page, html="", sources=(Source(FILES[0].path, FILES[0].sha256, "/name"),) * 2)
    portfolio = factories.portfolio_of(Catalog(files=FILES[:2]))
    index, group = evidence_pages(portfolio, index_evidence(FILES[:2]), [done])
    assert index.view.rows[0].cited == 1
    assert [[link.text for link in row.pages] for row in group.view.rows] == [["a v1"], []]


def test_files_in_an_archive_are_known_by_the_archive_that_was_read():
    inside = FileRead("runs.zip!/0/meta.yaml", "a" * 64, 1)
    for files, packed in (
        ((FileRead("runs.zip", "b" * 64, 1), inside), True),
        ((inside,), False),
        (FILES[:1], False),
    ):
        portfolio = factories.portfolio_of(Catalog(files=files))
        assert next(evidence_pages(portfolio, index_evidence(files), [])).view.has_packed is packed


def test_what_a_storage_service_calls_a_version_stands_below_its_digest(render):
    files = (FileRead("runs/a", "a" * 64, 1, "<etag>"), FileRead("runs/b", "b" * 64, 1))
    portfolio = factories.portfolio_of(Catalog(files=files))
    _, group = evidence_pages(portfolio, index_evidence(files), [])
    html = render(portfolio, group).html
    assert html.count("ETag") == 1
    assert f"{'a' * 64}</code><br>" in html
    assert "ETag <code>&lt;etag&gt;</code>" in html


def test_the_list_of_digests_is_what_sha256sum_checks(tmp_path):
    files = []
    for name, content in {
        "plain": b"a",
        "with space": b"b",
        "line\nbreak": b"c",
        "back\\slash": b"d",
    }.items():
        (tmp_path / name).write_bytes(content)
        digest = subprocess.run(
            ["sha256sum"], input=content, capture_output=True, check=True
        ).stdout.decode()[:64]
        files.append(FileRead(name, digest, 1))
    (tmp_path / "list").write_bytes(evidence_digests(files))
    checked = subprocess.run(
        ["sha256sum", "--check", "list"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr
    assert checked.stdout.count(": OK") == 4


def test_the_gravest_problem_comes_first():
    problems = tuple(
        Problem(slug="s", severity=severity, source=Source("a", "", ""), message="m", cost="c")
        for severity in (Severity.NOTE, Severity.ERROR, Severity.WARNING)
    )
    (page,) = findings_views(factories.portfolio_of(Catalog(problems=problems)))
    assert [found.severity for found in page.view.problems] == [
        Severity.ERROR,
        Severity.WARNING,
        Severity.NOTE,
    ]
    assert page.view.by_severity == ((Severity.ERROR, 1), (Severity.WARNING, 1), (Severity.NOTE, 1))
