"""Licences as SPDX expressions."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.analyses.packaging.licences import allows, canonical, licence_refs

ALLOWED = ("MIT", "apache-2.0", "LicenseRef-House", "GPL-2.0-only WITH Classpath-exception-2.0")


@pytest.mark.parametrize(
    ("text", "expression"),
    [
        ("mit", "MIT"),
        (" apache-2.0 or mit ", "Apache-2.0 OR MIT"),
        ("LicenseRef-House", "LicenseRef-House"),
        ("gpl-3.0", "GPL-3.0"),
        ("All rights reserved", ""),
        ("MIT OR", ""),
        ("", ""),
        ("MIT OR " * 200 + "MIT", ""),
    ],
)
def test_an_expression_has_one_spelling_and_anything_else_none(text, expression):
    assert canonical(text) == expression


@pytest.mark.parametrize(
    ("expression", "allowed"),
    [
        ("MIT", True),
        ("Apache-2.0", True),
        ("GPL-3.0-only", False),
        ("MIT OR GPL-3.0-only", True),
        ("GPL-3.0-only OR MIT", True),
        ("MIT AND GPL-3.0-only", False),
        ("MIT AND Apache-2.0", True),
        ("GPL-3.0-only OR MIT AND Apache-2.0", True),
        ("(GPL-3.0-only OR MIT) AND Apache-2.0", True),
        ("(GPL-3.0-only OR MIT) AND GPL-3.0-only", False),
        ("GPL-3.0-only AND (MIT OR Apache-2.0)", False),
        ("GPL-2.0-only WITH Classpath-exception-2.0", True),
        ("GPL-2.0-only", False),
        ("Apache-2.0 WITH LLVM-exception", True),
        ("LicenseRef-House", True),
        ("LicenseRef-Other", False),
    ],
)
def test_either_side_of_an_or_and_both_of_an_and_have_to_be_allowed(expression, allowed):
    assert canonical(expression) == expression
    assert allows(ALLOWED, expression) is allowed


def test_licences_that_no_list_knows_are_found_in_an_expression():
    assert list(licence_refs("(LicenseRef-House AND MIT) OR LicenseRef-Other")) == [
        "LicenseRef-House", "LicenseRef-Other",
    ]  # fmt: skip


LEAVES = st.sampled_from(["MIT", "Apache-2.0", "GPL-3.0-only", "LicenseRef-House"])
TREES = st.recursive(
    LEAVES, lambda kids: st.tuples(kids, st.sampled_from(["AND", "OR"]), kids), max_leaves=12
)


def spelled(tree):
    return tree if isinstance(tree, str) else f"({spelled(tree[0])} {tree[1]} {spelled(tree[2])})"


def judged(tree):
    if isinstance(tree, str):
        return tree != "GPL-3.0-only"
    one, other = judged(tree[0]), judged(tree[2])
    return one and other if tree[1] == "AND" else one or other


@given(TREES)
def test_any_nesting_is_judged_as_logic_has_it(tree):
    expression = canonical(spelled(tree))
    assert allows(ALLOWED, expression) == judged(tree)


@given(st.text(max_size=60))
def test_no_text_breaks_it(text):
    assert canonical(canonical(text)) == canonical(text)
