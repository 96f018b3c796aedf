"""Names that run from right to left are kept apart in text, and left as they are in attributes."""

import jinja2
from markupsafe import Markup

from generator.pages.isolation import FILTER, Isolation, isolated

NAME = "نموذج"


def _render(template: str, **context: object) -> str:
    environment = jinja2.Environment(autoescape=True, extensions=[Isolation])
    environment.filters[FILTER] = isolated
    return environment.from_string(template).render(context)


def test_a_name_in_text_is_isolated_as_a_whole():
    assert _render("<td>{{ name }} 7</td>", name=NAME) == f"<td><bdi>{NAME}</bdi> 7</td>"
    assert _render("<p>{{ name ~ ' v7' if name }}</p>", name=NAME) == f"<p><bdi>{NAME} v7</bdi></p>"


def test_an_attribute_holds_the_name_alone():
    template = '<a{% if name %} title="{{ name }}"{% endif %} href="x">{{ name }}</a>'
    assert _render(template, name=NAME) == f'<a title="{NAME}" href="x"><bdi>{NAME}</bdi></a>'


def test_markup_and_other_scripts_and_other_values_pass_as_they_are():
    markup = Markup("<b>{0}</b>").format(NAME)
    assert isolated(markup) is markup
    assert _render("{{ a }}{{ b }}{{ c }}", a="信用 é", b=7, c=None) == "信用 é7None"


def test_what_is_isolated_is_escaped_and_made_visible():
    assert _render("{{ name }}", name=f"<{NAME}\u202e") == f"<bdi>&lt;{NAME}⟨U+202E⟩</bdi>"


def test_a_long_name_may_break_behind_its_underscores_in_text_and_not_in_attributes():
    name = "card_payments_2026q1_holdout"
    parts = "card_<wbr>payments_<wbr>2026q1_<wbr>holdout"
    assert _render('<td title="{{ name }}">{{ name }}</td>', name=name) == f'<td title="{name}">{parts}</td>'
    for whole in (
        "max_leaf_nodes",
        "a sentence on card_payments_2026q1",
        "LicenseRef-Proprietary",
        "__________________",
    ):
        assert _render("{{ name }}", name=whole) == whole
