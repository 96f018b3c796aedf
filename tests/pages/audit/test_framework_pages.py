"""The pages of frameworks lead from a clause to results, and to what people vouch for."""

import re

from generator.catalog import Attestation
from generator.governance.controls.inventory import OwnerNamed
from generator.pages.audit.frameworks import framework_views
from tests import factories
from tests.pages.audit.test_audit_pages import portfolio, words


def test_a_clause_shows_from_when_it_applies_what_there_is_and_on_what_it_is_open(render):
    said = Attestation(
        id="ATT-1", at=factories.at(3), by="c.moreau", clause="AIA:27", statement="It is drafted.",
        source=factories.source("governance/attestations.yaml", "/attestations/0"),
    )  # fmt: skip
    made = portfolio(OwnerNamed, models=(factories.model(),), attestations=(said,))
    pages = {page.title: page for page in framework_views(made)}
    html = render(made, pages["EU AI Act"]).html
    text = words(html)
    accountability = text[text.index("AIA:17.m") :]
    assert accountability.startswith(
        "AIA:17.m QMS: accountability framework with responsibilities from 2027-12-02 Annex III systems "
        "from 2028-08-02 Annex I products gaps INV-001 1 fail open on churn"
    )
    assert "stated by a person It is drafted. c.moreau, 2026-11-17" in text
    assert re.search(r'href="\.\./controls/inv-001\.html"', html)


def test_the_list_counts_every_clause_of_every_framework(render):
    made = portfolio(OwnerNamed, models=(factories.model(),))
    pages = list(framework_views(made))
    assert len(pages) == 13
    for row in pages[0].view.rows:
        assert sum(row.counts.values()) == len(row.framework.clauses)
    assert "no clause complied with" in words(render(made, pages[0]).html)
