"""Every path is stable, readable and safe, and no two names share one."""

import posixpath
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.pages import paths

NAMES = st.text(max_size=300)
SAFE = re.compile(r"[a-z0-9][a-z0-9-]*")


def test_a_plain_name_is_its_own_slug():
    assert paths.slug("fraud-scorer") == "fraud-scorer"
    assert paths.model("fraud-scorer") == "models/fraud-scorer/index.html"
    assert paths.version("fraud-scorer", "7") == "models/fraud-scorer/v7.html"


def test_names_that_differ_by_case_only_do_not_meet_on_a_file_system_without_case():
    assert paths.slug("Fraud") == "fraud-1baabd4791"
    assert paths.slug("fraud") == "fraud"


def test_nobody_can_forge_the_slug_of_another_name():
    assert paths.slug(paths.slug("Fraud")) != paths.slug("Fraud")


@pytest.mark.parametrize("name", ["con", "aux", "lpt1", "index"])
def test_a_name_that_some_system_keeps_for_itself_is_marked(name):
    assert re.fullmatch(name + r"-[0-9a-f]{10}", paths.slug(name))


def test_a_name_without_a_readable_letter_still_has_a_path():
    assert re.fullmatch(r"x-[0-9a-f]{10}", paths.slug("🦊"))
    assert re.fullmatch(r"x-[0-9a-f]{10}", paths.slug(""))


@given(NAMES)
def test_no_name_leaves_its_folder_or_grows_beyond_a_file_name(name):
    assert SAFE.fullmatch(paths.slug(name))
    assert len(paths.slug(name)) <= 71
    assert paths.model(name).count("/") == 2


@given(NAMES, NAMES)
def test_two_names_never_share_a_slug_even_without_case(one, other):
    assert (paths.slug(one).casefold() == paths.slug(other).casefold()) == (one == other)


@given(NAMES, NAMES, NAMES, NAMES)
def test_a_dataset_is_kept_apart_by_name_and_digest(name, digest, other_name, other_digest):
    same = paths.dataset(name, digest) == paths.dataset(other_name, other_digest)
    assert same == (f"{name}@{digest}" == f"{other_name}@{other_digest}")


@pytest.mark.parametrize(
    ("page", "target", "link"),
    [
        ("index.html", "models/a/index.html", "models/a/index.html"),
        ("models/a/v1.html", "index.html", "../../index.html"),
        ("models/a/v1.html", "models/a/index.html#metrics", "index.html#metrics"),
        ("models/a/v1.html", "models/a/v1.html#data", "#data"),
        ("models/a/v1.html", "#data", "#data"),
        ("models/a/v1.html", "models/a/v1.html", "v1.html"),
    ],
)
def test_a_link_is_relative_to_the_page_it_stands_on(page, target, link):
    assert paths.relative(page, target) == link


@given(NAMES, NAMES)
def test_a_relative_link_leads_back_to_its_target(name, other):
    page, target = paths.version(name, "1"), paths.dataset(other, "d")
    assert posixpath.normpath(posixpath.join(posixpath.dirname(page), paths.relative(page, target))) == target
