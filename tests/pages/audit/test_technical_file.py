"""The audit page of a high-risk model goes through Annex IV point by point."""

import re

from generator.catalog import ANNEX_IV
from generator.governance.controls.documentation import TechnicalFileComplete
from generator.pages.audit.frameworks import framework_views
from generator.pages.audit.model import model_audit_views
from generator.pages.audit.technical_file import ANNEX_OF
from tests import factories
from tests.pages.audit.test_audit_pages import portfolio, words

HIGH = {"classification": {"eu_ai_act": "high-risk"}}
POINTS = {
    "1b": {"text": "Called by <b>the engine</b>.", "signed_by": "Ines Bakker", "signed_on": "2026-03-03"},
    "1f": {"not_applicable": "Software alone."},
    "8": {"file": "https://dms.example/declaration.pdf", "sha256": "ab" * 32},
    "9z": "No such point.",
}


def made(**fields):
    return portfolio(
        TechnicalFileComplete,
        models=(factories.model(),),
        narratives=(factories.narrative(fields=fields),),
    )


def rows(html):
    """The cells of each row of the matrix, as words."""
    body = html.partition('id="t-annex-iv"')[2].partition("</tbody>")[0].partition("<tbody>")[2]
    return [
        [words(cell) for cell in re.findall(r"<t[hd].*?>(.*?)</t[hd]>", row, re.DOTALL)]
        for row in re.findall(r"<tr>(.*?)</tr>", body, re.DOTALL)
    ]


def test_every_point_has_a_row_with_its_state_its_answer_and_who_signed(render):
    owner = made(**HIGH, annex_iv=POINTS)
    (page,) = model_audit_views(owner)
    html = render(owner, page).html
    found = {row[0]: row[2:] for row in rows(html)}
    assert list(found) == [point.reference for point in ANNEX_IV]
    assert found["1(b)"][0] == "filled"
    assert re.fullmatch(r"Called by &lt;b&gt;the engine&lt;/b&gt;\. \d+", found["1(b)"][1])
    assert found["1(b)"][2] == "signed Ines Bakker 2026-03-03"
    assert (found["1(f)"][0], found["1(f)"][2]) == ("not applicable", "unsigned")
    assert found["8"][0] == "attached"
    assert found["8"][1].startswith("https://dms.example/declaration.pdf, SHA-256 abababababab ")
    assert (found["1(c)"][0], found["1(c)"][2]) == ("empty", "not asked")
    text = words(html)
    assert "2 filled 1 attached 1 not applicable 19 empty" in text
    assert re.search(r"No point of the annex: 9z \d+ \.", text)


def test_every_answer_names_its_place_and_an_empty_one_where_it_should_stand(render):
    owner = made(**HIGH, annex_iv=POINTS)
    (page,) = model_audit_views(owner)
    for row in page.view.technical_file.rows:
        assert row.answer.sources, row.answer.point.reference
    html = render(owner, page).html
    for point in ("1b", "1d", "9"):
        assert f"/annex_iv/{point}</li>" in html


def test_only_a_model_that_the_law_asks_it_of_has_it():
    for fields in ({}, {"classification": {"eu_ai_act": "minimal-risk"}}):
        (page,) = model_audit_views(made(**fields))
        assert page.view.technical_file is None
        assert "annex-iv" not in [section.id for section in page.sections]
    for fields in (HIGH, {"annex_iv": POINTS}, {"classification": {"eu_ai_act": "High risk"}}):
        (page,) = model_audit_views(made(**fields))
        assert len(page.view.technical_file.rows) == 23


def test_the_page_of_the_law_leads_to_it(render):
    owner = made(**HIGH)
    leading = {
        page.view.framework.id: 'models/churn/audit.html#annex-iv">churn</a>' in render(owner, page).html
        for page in list(framework_views(owner))[1:]
    }
    assert {name for name, leads in leading.items() if leads} == {ANNEX_OF}
