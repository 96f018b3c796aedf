"""Files that nothing reads."""

from generator.catalog import Severity


def told(records):
    return [
        (each.source.path, each.severity, each.remedy)
        for each in records.problems
        if each.slug == "governance-file-ignored"
    ]


def test_a_file_whose_name_is_almost_one_of_ours_is_told_with_the_one_that_was_meant(governed):
    assert told(governed({"waiver.yaml": "waivers: []\n", "approvals.yml": "approvals: []\n"})) == [
        ("governance/approvals.yml", Severity.WARNING, "did you mean approvals.yaml?"),
        ("governance/waiver.yaml", Severity.WARNING, "did you mean waivers.yaml?"),
    ]


def test_any_other_file_is_a_note_and_what_is_read_or_kept_aside_is_none(governed):
    files = {
        "notes.yaml": "a: 1\n",
        "_draft.yaml": "a: 1\n",
        "readme.txt": "a",
        "people.yaml": "people: []\n",
    }
    policies = {"policy.yaml": "extends: base.yaml\n", "base.yaml": "version: 1\n"}
    assert told(governed(files | policies)) == [
        ("governance/notes.yaml", Severity.NOTE, "keep it elsewhere, or begin its name with _"),
    ]
