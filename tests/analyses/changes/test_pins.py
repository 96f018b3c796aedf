"""How far apart two pinned versions are."""

import pytest

from generator.analyses.changes import BumpSize, pin_distance


@pytest.mark.parametrize(
    ("old", "new", "size"),
    [
        ("==1.8.1", "==2.0.0", BumpSize.MAJOR),
        ("==1.8.1", "==1!1.8.1", BumpSize.MAJOR),
        ("==1.8.1", "==1.9.0", BumpSize.MINOR),
        ("==1.8", "==1", BumpSize.MINOR),
        ("==1.8.1", "==1.8.2", BumpSize.PATCH),
        ("==1.8.1", "==1.8.1.1", BumpSize.PATCH),
        ("==1.8.1rc1", "==1.8.1", BumpSize.PATCH),
        ("==1.8.1", "==1.8.1.post2", BumpSize.PATCH),
        ("==1.8.1", "==1.8.1.dev0", BumpSize.PATCH),
        ("==2.1.0", "==2.1.0+cu118", BumpSize.PATCH),
        ("==1.8.1", "== v1.8.1", BumpSize.NONE),
        ("===1.8", "==1.8.0", BumpSize.NONE),
        ("==10.2", "==9.9", BumpSize.MAJOR),
    ],
)
def test_the_first_number_that_differs_tells_the_size(old, new, size):
    assert pin_distance(old, new) is size
    assert pin_distance(new, old) is size


@pytest.mark.parametrize(
    "specifier", ["", ">=1.8", "==1.8.*", "==1.8,<2", "~=1.8", "==one", "==1.8; x", "==" + "9" * 500]
)
def test_what_pins_no_exact_version_cannot_be_compared(specifier):
    assert pin_distance(specifier, "==1.8.1") is None
    assert pin_distance("==1.8.1", specifier) is None
