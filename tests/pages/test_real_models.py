"""The pages of the models in stores that MLflow wrote: every page keeps its promises, every link leads to a page."""

import json
import re

import pytest

from generator.pages import paths
from generator.pages.contents import lay_out
from generator.pages.lineage.page import lineage_views
from generator.pages.models.card import model_card_views
from generator.pages.models.data import model_data_files
from generator.pages.monitoring.document import monitoring_files
from generator.pages.versions.changelog import changelog_views
from generator.pages.versions.page import version_views
from generator.readers.governance.reader import read_governance
from generator.readers.join import join
from generator.readers.reader import read_catalog
from generator.readers.store import Store
from tests import factories as make


def read(folder, governance=None):
    catalog = read_catalog([Store(folder, "mlruns")])
    if governance is not None:
        catalog = join((catalog, read_governance(Store(governance, "governance"))), ("mlruns",))
    return make.portfolio_of(catalog, None)


def hold(render, place):
    pages = [
        page
        for views in (model_card_views, version_views, changelog_views, lineage_views)
        for page in views(place)
    ]
    known = {page.path for page in lay_out(place)} | {file.path for file in model_data_files(place)}
    known |= {file.path for file in monitoring_files(place)}
    known |= {paths.lineage_figure(model.name) for model in place.catalog.models}
    for page in pages:
        html = render(place, page).html
        for href in re.findall(r'href="([^"#]+)', html):
            if not href.startswith(("http:", "https:", "mailto:")):
                target = _target(page.path, href)
                assert target in known or target.startswith("evidence/"), (page.path, href)
    for file in model_data_files(place):
        json.loads(file.content.decode("ascii"))
    counts = place.catalog.counts
    assert len(pages) == 3 * counts["registered_models"] + counts["model_versions"]


def _target(page, href):
    steps = page.split("/")[:-1]
    for step in href.split("/"):
        if step == "..":
            steps.pop()
        else:
            steps.append(step)
    return "/".join(steps)


@pytest.mark.parametrize("store", ["mlruns-2.9", "mlruns-2.22", "mlruns-3.18"])
def test_every_page_of_every_model_of_a_made_store_stands(render, shared_stores, store):
    place = read(shared_stores / "made" / store)
    assert place.catalog.counts["model_versions"] == 25
    hold(render, place)


def test_every_page_of_every_model_of_the_example_stands(render, example):
    hold(render, read(example / "mlruns", example / "governance"))
