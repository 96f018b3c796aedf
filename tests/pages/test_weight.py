"""A page that is long says why, with what weighs most first."""

from generator.pages.weight import LONG, why_long


def figure(weight: int) -> str:
    return f'<svg xmlns="x" class="mf-svg" id="f1"><path d="{"0" * weight}"/></svg>'


def row(weight: int) -> str:
    return f"<tr><td>{'x' * weight}</td></tr>\n"


def test_a_page_that_is_not_long_says_nothing():
    assert why_long("x" * LONG) is None


def test_what_weighs_most_is_named_first_and_what_weighs_little_is_not_named():
    html = (
        row(50_000) + row(30_000) + figure(60_000) + '<ul class="mf-sources"><li id="source-1"></li>\n</ul>'
    )
    assert why_long(html) == "This page is long, because of all that it holds: 2 rows of tables, 1 figure."


def test_places_are_counted_where_they_are_many():
    cited = "".join(f'<li><ol><li id="source-{number}"></li></ol></li>\n' for number in range(5000))
    assert why_long(f'<ul class="mf-sources">{cited}\n</ul>') == (
        "This page is long, because of all that it holds: 5\u2009000 places in the sources."
    )


def test_long_texts_are_weighed_in_bytes():
    assert why_long("é" * (LONG // 2)) is None
    assert why_long("é" * (LONG // 2 + 1)) == "This page is long, because its texts are."
