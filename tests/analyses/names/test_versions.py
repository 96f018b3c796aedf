"""Which version a name stands for."""

import pytest

from generator.analyses.names.versions import named_version, version_names
from tests import factories as make

MODEL = make.model(
    versions=(
        make.version(1, stage="Production"),
        make.version(2, stage="Production"),
        make.version(3, deleted=True),
        make.version(4),
    ),
    aliases={"champion": "2", "gone": "3", "1": "4"},
)


@pytest.mark.parametrize(
    ("name", "version"),
    [
        ("1", "1"), ("v4", "4"), ("version 4", "4"), ("production", "2"), ("@Champion", "2"), ("champion", "2"), ("@1", "4"),
        ("3", None), ("@gone", None), ("@production", None), ("", None), ("9", None),
    ],
)  # fmt: skip
def test_a_name_is_a_version_then_a_stage_then_an_alias(name, version):
    found = named_version(MODEL, name)
    assert (found.version if found else None) == version


def test_every_name_that_is_told_is_known():
    assert version_names(MODEL) == ("4", "2", "1", "Production", "@champion", "@1")
    assert all(named_version(MODEL, name) for name in version_names(MODEL))
