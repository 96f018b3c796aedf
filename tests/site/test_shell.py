import pytest
from hypothesis import given
from hypothesis import strategies as st
from mkdocs.utils import get_relative_url

from generator.site.shell import Shell, anchor, token

STEPS = st.lists(st.sampled_from("abc"), max_size=4)


def test_a_shell_is_cut_at_its_tokens_and_filled_in_order() -> None:
    shell = Shell.cut(f"<title>{token('title')}</title><h1>{token('title')}</h1>{token('anchor0')}")
    assert shell.slots == ("title", "title", "anchor0")
    assert shell.fill({"title": "A", "anchor0": "B", "unused": "C"}) == "<title>A</title><h1>A</h1>B"


def test_what_is_filled_in_is_not_cut_again() -> None:
    assert Shell.cut(token("title")).fill({"title": token("body")}) == token("body")


def test_a_slot_without_a_value_is_an_error() -> None:
    with pytest.raises(KeyError):
        Shell.cut(token("title")).fill({})


@pytest.mark.parametrize(
    ("folder", "shared"),
    [
        ("", ""),
        ("models", "models"),
        ("models/churn", "models"),
        ("runs", ""),
        ("guide/how/deep", "guide/how"),
    ],
)
def test_the_anchor_is_what_a_folder_shares_with_any_target(folder: str, shared: str) -> None:
    assert anchor(folder, ["index.html", "models/index.html", "guide/how/a.html"]) == shared


@given(STEPS, STEPS, st.lists(STEPS, min_size=1, max_size=4))
def test_pages_of_one_depth_and_anchor_have_the_same_relative_links(
    one: list[str], other: list[str], targets: list[list[str]]
) -> None:
    paths = ["/".join([*target, "t.html"]) for target in targets]
    shared = anchor("/".join(one), paths)
    if len(one) == len(other) and shared == anchor("/".join(other), paths):
        pages = ["/".join([*folder, "p.html"]) for folder in (one, other)]
        for path in paths:
            assert get_relative_url(path, pages[0]) == get_relative_url(path, pages[1])
