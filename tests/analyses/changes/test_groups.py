"""A difference in the groups of Keep a Changelog."""

from generator.analyses.changes import ChangeGroup, compare_versions, grouped
from tests.analyses.comparing import Side, diff, sides_catalog
from tests.factories import code, goal, requirement, tag, used


def texts(found):
    return {group.value: [note.text for note in notes] for group, notes in grouped(found)}


def test_each_change_stands_in_its_group():
    old = Side(
        run={
            "params": {"depth": "3", "gone": "1"},
            "inputs": (used("q1", "d1"), used("holdout", "h1", "evaluation")),
            "code": code("a" * 40),
        },
        package={"requirements": (requirement("numpy==1.26.4"), requirement("six==1.16"))},
    )
    new = Side(
        run={
            "params": {"depth": "4", "rate": "0.1"},
            "inputs": (
                used("q2", "d2"),
                used("weather", "w1", "features"),
                used("holdout", "h1", "evaluation"),
            ),
            "code": code("b" * 40),
        },
        package={"requirements": (requirement("numpy==1.27.0"), requirement("shap==0.46"))},
    )
    assert texts(diff(old, new)) == {
        "Added": [
            "Features data added: weather.",
            "1 parameter differs: added rate.",
            "Packages: shap added.",
        ],
        "Changed": [
            "Training data replaced: q1 → q2, +60 rows.",
            "1 parameter differs: changed depth.",
            "Packages: numpy 1.26.4 → 1.27.0 (minor).",
            "Code commit aaaaaaaa → bbbbbbbb.",
        ],
        "Removed": ["1 parameter differs: removed gone.", "Packages: six removed."],
    }


def test_a_tag_that_says_so_deprecates_and_one_that_denies_it_does_not():
    def tagged(value):
        return Side(version={"tags": (tag("deprecated", value),)})

    assert texts(diff(Side(), tagged("use churn-two"))) == {"Deprecated": ["deprecated: use churn-two"]}
    assert texts(diff(tagged("soon"), tagged("False"))) == {}


def test_python_image_and_system_are_told_once_among_what_changed():
    def made(system, image, python):
        tags = (tag("wandb.os", system), tag("docker.image", f"repo@sha256:{image * 64}"))
        return Side(run={"tags": tags}, package={"python_version": python})

    found = diff(made("Linux 5", "a", "3.10.1"), made("Linux 6", "b", "3.11.1"))
    (text,) = texts(found)["Changed"]
    assert text.startswith("Environment: Python 3.10.1 → 3.11.1; container image sha256:aaaa")
    assert text.endswith("; operating system Linux 5 → Linux 6.")
    assert set(texts(found)) == {"Changed"}


def test_the_first_version_has_no_groups():
    found = sides_catalog(Side(), Side())
    assert grouped(compare_versions(found, None, found.models[0].versions[0])) == ()


def test_a_bound_that_was_missed_and_is_kept_again_is_fixed():
    sides = Side(run={"metrics": {"auc": 0.7}}), Side(run={"metrics": {"auc": 0.9}})
    found = texts(diff(*sides, goals=(goal("auc", threshold=0.8),)))
    assert found["Fixed"] == ["auc is 0.9 and keeps its bound of 0.8; it was 0.7."]
    assert "Fixed" not in texts(diff(*sides, goals=(goal("auc", threshold=0.6),)))
    assert "Fixed" not in texts(diff(*sides, goals=(goal("auc", threshold=0.95),)))


def test_the_groups_keep_their_order():
    assert [group.value for group in ChangeGroup] == ["Added", "Changed", "Deprecated", "Removed", "Fixed"]
