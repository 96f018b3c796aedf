"""The number of a version, against what changed."""

from dataclasses import replace

import pytest

from generator.analyses.changes import BumpSize, declared_size, declared_version
from generator.governance.controls.documentation import DeclaredVersionFits
from generator.governance.finding import Status
from tests import factories as make
from tests.governance.assessing import assessed, told

BREAKING = replace(make.signature(), inputs=make.signature().inputs[:1])
"""Without its second input."""


def stepped(old, new, *, key="semver", **package):
    """What is found on version 2 of a model whose versions declare these numbers; None for none."""
    versions = tuple(
        make.version(
            number,
            tags=(make.tag(key, text),) if text else (),
            package=make.package(**(package if number == 2 else {})),
        )
        for number, text in ((1, old), (2, new))
    )
    runs = tuple(
        make.run(f"r{number}", params={"depth": depth}, metrics={"auc": 0.9})
        for number, depth in ((1, "3"), (2, "4"))
    )
    findings = assessed(DeclaredVersionFits, models=(make.model(versions=versions),), runs=runs).findings
    return next(each for each in findings if each.subject.version == "2")


def test_a_break_that_is_declared_minor_fails():
    assert told(stepped("1.0.0", "1.1.0", signature=BREAKING)) == (
        Status.FAIL,
        "1.0.0 to 1.1.0 declares minor, and what changed is major (signature.input-removed: amount)",
    )


def test_a_break_that_is_declared_major_passes():
    assert stepped("1.4.0", "2.0.0", signature=BREAKING).status is Status.PASS


def test_a_minor_change_declared_as_a_patch_warns_and_one_declared_larger_passes():
    warned = stepped("v1.0.0", "v1.0.1")
    assert told(warned) == (
        Status.WARN,
        "v1.0.0 to v1.0.1 declares patch, and what changed is minor (params.changed: depth)",
    )
    assert (warned.outcome.observed, warned.outcome.limit) == ("patch", "at least minor")
    assert stepped("1.0.0", "2.0.0").status is Status.PASS


def test_a_number_that_goes_back_warns():
    assert told(stepped("1.2.0", "1.1.9")) == (Status.WARN, "the declared version goes back, 1.2.0 to 1.1.9")


@pytest.mark.parametrize("pair", [("1.0.0", None), (None, "1.0.0"), ("1.0.0", "latest"), ("1.0.0", "1.0")])
def test_without_two_semantic_versions_it_does_not_apply(pair):
    assert stepped(*pair).status is Status.NOT_APPLICABLE


@pytest.mark.parametrize(
    ("old", "new", "size"),
    [
        ("1.2.3", "2.0.0", BumpSize.MAJOR), ("1.2.3", "1.3.0", BumpSize.MINOR), ("1.2.3", "1.2.4", BumpSize.PATCH),
        ("1.2.3-rc.1", "1.2.3+build", BumpSize.NONE), ("0.2.3", "0.3.0", BumpSize.MAJOR), ("0.2.3", "0.2.4", BumpSize.PATCH),
        ("2.0.0", "1.9.9", BumpSize.UNKNOWN),
    ],
)  # fmt: skip
def test_a_step_declares_the_first_number_that_differs(old, new, size):
    sides = [declared_version(make.version(1, version=text)) for text in (old, new)]
    assert declared_size(*sides) is size


def test_a_tag_goes_before_the_name_and_the_plainest_tag_first():
    tags = (make.tag("version", "3.0.0"), make.tag("SemVer", "2.0.0"))
    assert declared_version(make.version(1, version="1.0.0", tags=tags)).text == "2.0.0"
    assert declared_version(make.version(1, version="v1.0.0")).numbers == (1, 0, 0)
    assert declared_version(make.version(1, version="7")) is None
