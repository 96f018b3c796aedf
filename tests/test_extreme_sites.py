"""Sites of next to nothing and of far too much look intended: nothing overflows, nothing is empty without a word."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import visiting
from tests.built_site import dead_links, documents_of, listed, one_of_each_kind
from tests.extreme_stores import ARABIC, PARAMS, VERSIONS, write_bare, write_huge, write_sparse
from tests.installed import ROOT, run
from tests.page_weights import unexplained

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

WRITERS: dict[str, Callable[[Path], None]] = {"sparse": write_sparse, "bare": write_bare, "huge": write_huge}
NARROW = 390, 320


@pytest.fixture(scope="module")
def sites(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The site of each store, built as a user would."""
    made = {}
    for name, write in WRITERS.items():
        folder = tmp_path_factory.mktemp(name)
        write(folder / "mlruns")
        modelfolio = ROOT / ".venv/bin/modelfolio" if (ROOT / ".venv").is_dir() else "modelfolio"
        run(modelfolio, "build", "--store", folder / "mlruns", "--site-dir", folder / "site", cwd=folder)
        made[name] = folder / "site"
    return made


def _paths(site: Path) -> list[str]:
    """The largest page of every kind, and every page that carries a name of its own."""
    named = [page["path"] for page in listed(site) if page["kind"] == "model_card"]
    return list(dict.fromkeys((*one_of_each_kind(site), *named)))


@pytest.mark.parametrize("name", WRITERS)
def test_every_link_leads_somewhere(sites, name):
    assert dead_links(sites[name], documents_of(sites[name])) == []


@pytest.mark.parametrize("name", WRITERS)
def test_no_page_is_heavy_without_saying_why(sites, name):
    assert unexplained(sites[name]) == []


@pytest.mark.parametrize("name", WRITERS)
def test_no_page_scrolls_sideways_on_a_narrow_screen_or_has_a_known_barrier(sites, browser: Browser, name):
    faults: dict[str, list[str]] = {}
    with visiting(browser, sites[name].as_uri() + "/", viewport={"width": 390, "height": 800}) as visit:
        for path in _paths(sites[name]):
            page = visit.go(path)
            found = visit.accessibility_faults()
            for width in NARROW:
                page.set_viewport_size({"width": width, "height": 800})
                if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
                    found.append(f"{wide} px wide at {width}")
            page.set_viewport_size({"width": 390, "height": 800})
            if found:
                faults[path] = found
        assert (faults, visit.complaints) == ({}, [])


def test_a_site_without_a_model_says_so_where_models_would_be(sites):
    home = (sites["sparse"] / "index.html").read_text()
    assert "No store registers a model" in home


def test_a_version_with_nothing_recorded_says_so_and_not_what_it_would_hold(sites):
    page = (sites["bare"] / "models/bare/v1.html").read_text()
    assert page.count("mf-missing") >= 3
    assert "None" not in page[page.index("<article") : page.index("</article>")]


def test_all_versions_and_params_are_on_the_page_of_their_subject(sites):
    (run_page,) = [
        page for page in listed(sites["huge"]) if page["kind"] == "run" and page["title"].startswith("xxx")
    ]
    assert (sites["huge"] / run_page["path"]).read_text().count("layer_") >= PARAMS
    card = (sites["huge"] / "models/churn/index.html").read_text()
    assert all(f"v{number}.html" in card for number in (1, VERSIONS // 2, VERSIONS))


def test_a_cell_of_hundreds_of_names_shows_the_first_and_counts_the_rest(sites):
    """A run behind 125 versions."""
    experiment = next((sites["huge"] / "experiments").glob("default-*.html")).read_text()
    row = next(row.partition("</tr>")[0] for row in experiment.split("<tr data-tags")[1:] if ">xxx" in row)
    assert (row.count("/models/churn/v"), "and 122 more" in row) == (3, True)


def test_rows_of_a_dataset_are_counted_in_the_direction_of_the_page(sites):
    """Behind an Arabic digest the number and its word would change places."""
    (card,) = [
        page for page in listed(sites["huge"]) if page["kind"] == "model_card" and page["title"] == ARABIC
    ]
    lineage = (sites["huge"] / card["path"]).parent / "lineage.html"
    assert "178 rows · " in lineage.read_text()


def test_a_name_that_runs_from_right_to_left_leaves_the_words_beside_it_in_their_order(
    sites, browser: Browser
):
    """The bidirectional algorithm (UAX 9) would pull digits and signs that follow a name to its left."""
    (card,) = [
        page for page in listed(sites["huge"]) if page["kind"] == "model_card" and page["title"] == ARABIC
    ]
    with visiting(browser, sites["huge"].as_uri() + "/") as visit:
        page = visit.go("index.html")
        order = page.evaluate(
            """name => {
                const row = [...document.querySelectorAll('#t-models tbody tr')].find(
                    row => row.textContent.includes(name));
                return [...row.cells].map(cell => cell.getBoundingClientRect().left);
            }""",
            ARABIC,
        )
        assert order == sorted(order)
        visit.go(card["path"])
        assert visit.page.locator("h1 bdi").inner_text() == ARABIC
