import hashlib
import os
import re
import subprocess
import sys
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest

from generator.errors import SettingsError, SiteError
from generator.pages.view import Link, RenderedPage, SiteFile
from generator.site.build import SiteSettings, build_site
from tests.conftest import ROOT
from tests.site import sample
from tests.site.conftest import SITE_CONFIG, build

CONFIG = """
site_name: Bank & Söhne
site_url: https://bank.example/models/
repo_url: https://github.com/bank/models
nav: [Guide: guide/how.md]
docs_dir: pages
"""
GUIDE = """# How to read <em>this</em>
[v7](../models/churn/v7.md#metrics), [the card as data](../api/models/churn.json), [gone](../models/gone.md),
[no such place](../models/churn/v7.md#nowhere)

<script>window.written = "by the author"</script>
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A team's configuration with a page of its own; gives the configuration file."""
    (tmp_path / "pages/guide").mkdir(parents=True)
    (tmp_path / "pages/guide/how.md").write_text(GUIDE, encoding="utf-8")
    (tmp_path / "mkdocs.yml").write_text(CONFIG, encoding="utf-8")
    return tmp_path / "mkdocs.yml"


def tree(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def only(page: RenderedPage) -> list[RenderedPage]:
    """The sample's overview pages and one more."""
    return [*(each for each in sample.site()[0] if each.page.path != page.page.path), page]


def build_pages(pages: list[RenderedPage], folder: Path, files: tuple[SiteFile, ...] = ()) -> None:
    build_site(pages, files, sample.SNAPSHOT, SiteSettings(site_dir=folder, site_config=SITE_CONFIG))


def test_the_report_counts_what_is_there(tmp_path: Path) -> None:
    report = build(tmp_path / "site")
    files = tree(tmp_path / "site")
    assert report.pages == len(sample.site()[0])
    assert report.files == len(files)
    assert report.size == sum(map(len, files.values()))
    assert report.search_size == sum(
        len(content) for path, content in files.items() if path.startswith("search/")
    )
    assert report.rendered_whole == 1  # the home page
    assert report.warnings == ()


def test_every_file_stands_in_the_list_of_digests_with_its_own(sample_site: Path) -> None:
    files = tree(sample_site)
    listed = dict(reversed(line.split("  ")) for line in files.pop("SHA256SUMS").decode().splitlines())
    assert listed == {path: hashlib.sha256(content).hexdigest() for path, content in files.items()}


def test_a_page_filled_into_a_shell_equals_the_page_rendered_whole(tmp_path: Path, project: Path) -> None:
    for name, config in (("plain", None), ("own", project)):
        filled = build(tmp_path / name / "filled", config_file=config)
        whole = build(tmp_path / name / "whole", config_file=config, shells=False)
        assert filled.rendered_whole == 1
        assert whole.rendered_whole == len(sample.site()[0])
        assert tree(tmp_path / name / "filled") == tree(tmp_path / name / "whole")


def test_pages_of_one_shape_share_a_shell(tmp_path: Path) -> None:
    pages = [*sample.site()[0], *sample.many_runs(50)]
    settings = SiteSettings(site_dir=tmp_path / "site", site_config=SITE_CONFIG)
    report = build_site(pages, (), sample.SNAPSHOT, settings)
    assert report.shells == build(tmp_path / "other").shells + 1


ELSEWHERE = """
import os, sys
sys.path.insert(0, sys.argv[3])
os.umask(0o077)
from pathlib import Path
from tests.site.conftest import build
build(Path(sys.argv[1]), config_file=Path(sys.argv[2]))
"""


def test_the_same_input_gives_the_same_bytes_and_modes_everywhere(tmp_path: Path, project: Path) -> None:
    build(tmp_path / "here", config_file=project)
    environment = os.environ | {
        "PYTHONHASHSEED": "42",
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C",
        "SOURCE_DATE_EPOCH": "1",
    }
    command = [sys.executable, "-c", ELSEWHERE, str(tmp_path / "ü [x] there"), str(project), str(ROOT)]
    subprocess.run(command, check=True, cwd=tmp_path, env=environment)
    here, there = tmp_path / "here", tmp_path / "ü [x] there"
    assert tree(here) == tree(there)
    modes = {path.stat().st_mode & 0o777 for path in there.rglob("*")}
    assert modes == {0o644, 0o755}
    assert b"SOURCE_DATE_EPOCH" not in os.environb


def test_a_hostile_name_is_text_wherever_it_stands(sample_site: Path) -> None:
    html = (sample_site / "models/evil/index.html").read_text(encoding="utf-8")
    assert "<script>alert" not in html
    assert "<img src=x" not in html
    title = re.search("<title>(.*?)</title>", html, re.DOTALL)
    assert title
    assert unescape(title.group(1)).startswith("</title><script>alert(1)</script>")


def test_every_page_has_its_policy_and_the_foot_of_its_snapshot(tmp_path: Path, project: Path) -> None:
    build(tmp_path / "site", config_file=project)
    pages = {
        path: content.decode() for path, content in tree(tmp_path / "site").items() if path.endswith(".html")
    }
    assert len(pages) == len(sample.site()[0]) + 2  # the guide, and the page for wrong addresses
    for path, html in pages.items():
        assert html.count('<meta http-equiv="Content-Security-Policy"') == 1, path
        assert html.index("Content-Security-Policy") < html.index("<script"), path
        assert "Snapshot 2026-11-20T07:40:00Z · store digest 4be19a07c2d1 · modelfolio 0.1.0" in html, path
        assert "squidfunk.github.io" not in html, path
        assert 'data-md-component="source"' not in html, path


def test_site_names_are_escaped_once(tmp_path: Path, project: Path) -> None:
    build(tmp_path / "site", config_file=project)
    html = (tmp_path / "site/findings.html").read_text(encoding="utf-8")
    assert "<title>Findings - Bank &amp; Söhne</title>" in html
    assert 'title="Bank &amp; Söhne"' in html
    assert "&amp;amp;" not in html


def test_authored_pages_stand_beside_the_generated_ones(tmp_path: Path, project: Path) -> None:
    report = build(tmp_path / "site", config_file=project)
    html = (tmp_path / "site/guide/how.html").read_text(encoding="utf-8")
    assert 'href="../models/churn/v7.html#metrics"' in html
    assert 'href="../api/models/churn.json"' in html
    assert report.pages == len(sample.site()[0]) + 1
    generated = (tmp_path / "site/models/churn/v7.html").read_text(encoding="utf-8")
    assert re.search(r'<a href="../../guide/how.html" class="md-tabs__link">\s*Guide', generated)
    assert '"guide/how.html"' in (tmp_path / "site/search/records/0.js").read_text(encoding="utf-8")
    sitemap = (tmp_path / "site/sitemap.xml").read_text(encoding="utf-8")
    assert sitemap.count("<loc>") == report.pages
    assert "<loc>https://bank.example/models/guide/how.html</loc><lastmod>2026-11-20</lastmod>" in sitemap


def test_a_users_navigation_may_name_generated_pages(tmp_path: Path, project: Path) -> None:
    project.write_text("docs_dir: pages\nnav: [Churn: models/churn/index.md, How: guide/how.md]\n")
    report = build(tmp_path / "site", config_file=project)
    run = (tmp_path / "site/runs/9f3c.html").read_text(encoding="utf-8")
    assert re.search(r'<a href="../models/churn/index.html" class="md-tabs__link">\s*Churn', run)
    assert report.rendered_whole == 1


def test_links_of_authored_pages_are_checked(tmp_path: Path, project: Path) -> None:
    warnings = build(tmp_path / "site", config_file=project).warnings
    assert len(warnings) == 2
    assert "'../models/gone.md', but the target 'models/gone.md' is not found" in warnings[0]
    assert "'models/churn/v7.md' does not contain an anchor '#nowhere'" in warnings[1]


def test_the_script_of_an_author_is_admitted_on_that_page_alone(tmp_path: Path, project: Path) -> None:
    build(tmp_path / "site", config_file=project)
    digests = {
        path: set(re.findall(r"'sha256-[^']+'", (tmp_path / "site" / path).read_text(encoding="utf-8")))
        for path in ("guide/how.html", "experiments/churn-2026.html")
    }
    assert len(digests["guide/how.html"] - digests["experiments/churn-2026.html"]) == 1


def test_a_script_in_a_generated_body_is_never_admitted(tmp_path: Path) -> None:
    [page] = [each for each in sample.site()[0] if each.page.path == "models/evil/index.html"]
    build_pages(only(replace(page, html=page.html + "<script>stolen()</script>")), tmp_path / "bad")
    build_pages(only(page), tmp_path / "good")
    policies = [
        re.findall(
            "Content-Security-Policy.*", (tmp_path / name / page.page.path).read_text(encoding="utf-8")
        )
        for name in ("bad", "good")
    ]
    assert policies[0] == policies[1]


def test_without_docs_dir_no_folder_is_taken_for_one(tmp_path: Path, project: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs/private.md").write_text("# Private")
    project.write_text("site_name: Bank\n")
    build(tmp_path / "site", config_file=project)
    assert not list((tmp_path / "site").rglob("private*"))
    assert not list((tmp_path / "site").glob("sitemap*"))


@pytest.mark.parametrize("name", ["models/churn/v7.md", "index.md", "api/pages.json", "Findings.md"])
def test_an_authored_page_may_not_take_the_place_of_a_generated_one(
    tmp_path: Path, project: Path, name: str
) -> None:
    (tmp_path / "pages" / name).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / "pages" / name).write_text("# Mine")
    with pytest.raises(SettingsError, match="would take the place of the generated") as caught:
        build(tmp_path / "site", config_file=project)
    assert caught.value.location.endswith(f"pages/{name}")
    assert not (tmp_path / "site").exists()


def test_a_users_template_reaches_generated_pages_and_its_filters_see_every_title(
    tmp_path: Path, project: Path
) -> None:
    (tmp_path / "own").mkdir()
    template = '{% extends "base.html" %}{% block extrahead %}<meta name="t" content="{{ page.meta.title | urlencode if page }}">{% endblock %}'
    (tmp_path / "own/main.html").write_text(template)
    project.write_text(CONFIG + "theme: {custom_dir: own}\n", encoding="utf-8")
    report = build(tmp_path / "site", config_file=project)
    assert report.rendered_whole == len(sample.site()[0])
    evil = (tmp_path / "site/models/evil/index.html").read_text(encoding="utf-8")
    assert '<meta name="t" content="%26lt%3B/title' in evil
    assert '<meta name="t" content="holdout_2026q3">' in (tmp_path / "site/datasets/holdout.html").read_text(
        encoding="utf-8"
    )


def test_templates_and_plugins_take_the_snapshot_for_the_present(tmp_path: Path, project: Path) -> None:
    (tmp_path / "own").mkdir()
    template = '{% extends "base.html" %}{% block extrahead %}<meta name="d" content="{{ build_date_utc }}">{% endblock %}'
    (tmp_path / "own/main.html").write_text(template)
    project.write_text(CONFIG + "theme: {custom_dir: own}\n", encoding="utf-8")
    build(tmp_path / "site", config_file=project)
    for path in ("findings.html", "guide/how.html"):
        assert 'content="2026-11-20 07:40:00+00:00"' in (tmp_path / "site" / path).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("config", "message"),
    [
        ("site_name: [", "the configuration cannot be read"),
        ("- a", "the configuration is no mapping"),
        ("5", "the configuration cannot be read"),
        ("site_name: 2020-13-45", "the configuration cannot be read"),
        ("plugins: [no-such-plugin]", 'plugins: The "no-such-plugin" plugin is not installed'),
        ("docs_dir: nowhere", "docs_dir: .*nowhere"),
    ],
)
def test_a_configuration_that_cannot_be_used_is_refused(tmp_path: Path, config: str, message: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(config)
    with pytest.raises(SettingsError, match=message):
        build(tmp_path / "site", config_file=tmp_path / "mkdocs.yml")
    assert not (tmp_path / "site").exists()


def test_a_missing_configuration_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="the configuration cannot be read"):
        build(tmp_path / "site", config_file=tmp_path / "nowhere.yml")


def test_a_hook_that_fails_costs_the_build_but_not_the_last_good_site(tmp_path: Path, project: Path) -> None:
    build(tmp_path / "site")
    before = tree(tmp_path / "site")
    (tmp_path / "hook.py").write_text(
        "def on_page_context(context, **_):\n    raise RuntimeError('hook broke')\n"
    )
    project.write_text(CONFIG + "hooks: [hook.py]\n", encoding="utf-8")
    with pytest.raises(SiteError, match=r"MkDocs could not build the pages: .*hook broke"):
        build(tmp_path / "site", config_file=project)
    assert tree(tmp_path / "site") == before
    assert sorted(path.name for path in tmp_path.iterdir() if path.name.startswith("site")) == ["site"]


def test_a_plugin_that_spoils_the_shells_only_costs_their_speed(tmp_path: Path, project: Path) -> None:
    (tmp_path / "hook.py").write_text(
        "def on_post_page(output, **_):\n    return output.replace('xmfslotbodyx', '')\n"
    )
    project.write_text(CONFIG + "hooks: [hook.py]\n", encoding="utf-8")
    report = build(tmp_path / "site", config_file=project)
    assert report.rendered_whole == len(sample.site()[0])
    assert "val_loss" in (tmp_path / "site/models/churn/v7.html").read_text(encoding="utf-8")


def test_a_page_that_leads_nowhere_or_stands_twice_stops_the_build(tmp_path: Path) -> None:
    [page] = [each for each in sample.site()[0] if each.page.path == "findings.html"]
    for href in ("gone.html", "javascript:alert(1)", "//evil.example"):
        lost = replace(page, page=replace(page.page, breadcrumbs=(Link("x", href),)))
        with pytest.raises(SiteError, match=r"^findings.html: the navigation of this page leads to"):
            build_pages(only(lost), tmp_path / "site")
    with pytest.raises(SiteError, match="two files of the site have this path"):
        build_pages(sample.site()[0], tmp_path / "site", (SiteFile("Findings.html", b""),))
    with pytest.raises(SiteError, match="not a plain path"):
        build_pages(sample.site()[0], tmp_path / "site", (SiteFile("../x.json", b""),))
    assert list(tmp_path.iterdir()) == []


def test_a_lone_surrogate_in_a_body_costs_that_character_only(tmp_path: Path) -> None:
    [page] = [each for each in sample.site()[0] if each.page.path == "findings.html"]
    build_pages(only(replace(page, html="<h1>Findings</h1>a\ud800b")), tmp_path / "site")
    assert "a&#55296;b" in (tmp_path / "site/findings.html").read_text(encoding="utf-8")


def test_a_site_too_large_to_publish_is_told_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.site.build._PAGES_LIMIT", 600_000)
    [warning] = build(tmp_path / "site").warnings
    assert re.fullmatch(r"the site has \d+ kB, more than GitHub Pages publishes \(600 kB\)", warning)


def test_nothing_is_published_that_only_a_debugger_would_load(sample_site: Path) -> None:
    assert not [
        path for path in tree(sample_site) if path.endswith(".map") or "lunr" in path or "/workers/" in path
    ]
    assert (
        sum(len(content) for path, content in tree(sample_site).items() if path.startswith("assets/"))
        < 500_000
    )


def test_mkdocs_is_known_in_one_file_only() -> None:
    foreign = re.compile(r"^\s*(from|import) (mkdocs|material)\b", re.MULTILINE)
    knowing = [
        path
        for path in (ROOT / "generator").rglob("*.py")
        if foreign.search(path.read_text(encoding="utf-8"))
    ]
    assert [path.relative_to(ROOT).as_posix() for path in knowing] == ["generator/site/mkdocs.py"]
