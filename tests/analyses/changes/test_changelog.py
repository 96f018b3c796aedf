"""The changelog of a model, and a change in sentences."""

import time

from generator.analyses.changes import (
    BumpSize,
    NoteKind,
    changelog,
    compare_versions,
    describe,
    suggested_labels,
)
from generator.catalog import Signature, SignatureField
from tests.analyses.comparing import Side, diff, files
from tests.factories import (
    catalog,
    code,
    goal,
    metric,
    model,
    package,
    requirement,
    run,
    source,
    used,
    version,
)


def signature(*names):
    return Signature(
        inputs=tuple(SignatureField(name, "long", required=True) for name in names), source=source("m")
    )


def history(*steps, deleted=()):
    """A model whose versions differ as told: ``data`` (other files), ``inputs``, ``words``, ``nothing``, ``lost``."""
    versions, runs, state = [], [], {"files": 1, "inputs": 1, "words": 1}
    for number, step in enumerate(("nothing", *steps), start=1):
        if step in state:
            state[step] += 1
        runs.append(run(f"r{number}", metrics={"auc": 0.9}))
        lost = step == "lost"
        versions.append(
            version(
                number,
                run_id="" if lost else f"r{number}",
                description=f"text {state['words']}",
                package=None if lost else package(signature=signature(*map(str, range(state["inputs"])))),
                artifacts=() if lost else files({"model/model.pkl": str(state["files"])}),
                deleted=number in deleted,
            )
        )
    registered = model(versions=tuple(versions))
    return catalog(runs=tuple(runs), models=(registered,)), registered


def labels(entries):
    return [entry.new_label for entry in reversed(entries)]


def test_labels_count_from_one_by_the_sizes_of_the_changes():
    entries = changelog(*history("files", "words", "nothing", "files", "inputs", "words"))
    assert labels(entries) == ["1.0.0", "1.1.0", "1.1.1", "1.1.1", "1.2.0", "2.0.0", "2.0.1"]
    assert [(entries[0].old_label, entries[0].new_label)] == [("2.0.0", "2.0.1")]


def test_entries_come_newest_first_each_against_the_one_before():
    entries = changelog(*history("files", "files"))
    assert [(entry.old and entry.old.version, entry.new.version) for entry in entries] == [
        ("2", "3"), ("1", "2"), (None, "1"),
    ]  # fmt: skip


def test_the_first_version_is_compared_with_nothing():
    (entry,) = changelog(*history())
    assert entry.is_first
    assert (entry.bump.size, entry.bump.rule, entry.old_label, entry.new_label) == (
        BumpSize.NONE, "first-version", "", "1.0.0",
    )  # fmt: skip
    assert describe(entry)[0].text == "The first listed version."
    assert [each.key for each in entry.metrics] == ["auc"]


def test_deleted_versions_are_passed_over():
    entries = changelog(*history("inputs", "files", deleted=(1, 2)))
    assert [(entry.old, entry.new.version, entry.new_label) for entry in entries] == [(None, "3", "1.0.0")]
    entries = changelog(*history("files", "files", deleted=(2,)))
    assert [(entry.old and entry.old.version, entry.new.version) for entry in entries] == [
        ("1", "3"),
        (None, "1"),
    ]


def test_versions_are_compared_by_number_not_by_text():
    registered = model(versions=tuple(version(number) for number in (10, 9, 2)))
    entries = changelog(catalog(models=(registered,)), registered)
    assert [entry.new.version for entry in entries] == ["10", "9", "2"]


def test_a_change_of_unknown_size_gets_no_label_and_the_count_goes_on_behind_it():
    found, registered = history("files", "lost", "files")
    entries = changelog(found, registered)
    assert labels(entries) == ["1.0.0", "1.1.0", "", ""]
    assert [entry.bump.size for entry in entries[:2]] == [BumpSize.UNKNOWN, BumpSize.UNKNOWN]
    entries = changelog(*history("files", "lost", "nothing", "files"))
    assert labels(entries) == ["1.0.0", "1.1.0", "", "", "1.2.0"]
    assert suggested_labels(entries)["5"] == "1.2.0"


def told(old, new, **records):
    return [(note.kind, note.text) for note in describe(diff(old, new, **records))]


def test_a_change_is_told_in_sentences():
    old = Side(
        run={
            "params": {"depth": "3", "gain": "0.01"},
            "metrics": {"auc": 0.931, "cost": 0.310, "size": 7.0},
            "inputs": (used("q1", "d1"), used("h", "h", "evaluation")),
            "code": code("5be0417" + "0" * 33),
        },
        package={"requirements": (requirement("numpy==2.3.4"), requirement("shap==0.48.0"))},
    )
    new = Side(
        run={
            "params": {"depth": "5", "rate": "0.1"},
            "metrics": {"auc": 0.941, "cost": 0.335, "size": 8.0},
            "inputs": (used("q2", "d2"), used("h", "h", "evaluation")),
            "code": code("a41d9c2" + "0" * 33, dirty=True),
        },
        package={"requirements": (requirement("numpy==2.4.6"),)},
        files={"model/model.pkl": "other"},
    )
    goals = (goal("auc", title="AUC", threshold=0.95), goal("cost", higher_is_better=False))
    assert told(old, new, goals=goals) == [
        (NoteKind.BUMP, "Minor, because it was made from other data: q2."),
        (NoteKind.BETTER, "Better: AUC +0.01 (+1.1\u00a0%)."),
        (NoteKind.WORSE, "Worse: cost +0.025 (+8.1\u00a0%)."),
        (NoteKind.WORSE, "AUC is 0.941; it has to be at least 0.95."),
        (NoteKind.METRICS, "Changed, and nobody said which way is better: size +1 (+14.3\u00a0%)."),
        (NoteKind.DATA, "Training data replaced: q1 → q2, +60 rows."),
        (NoteKind.PARAMS, "3 parameters differ: changed depth; added rate; removed gain."),
        (NoteKind.DEPENDENCY, "Packages: numpy 2.3.4 → 2.4.6 (minor) and shap removed."),
        (NoteKind.CODE, "Code commit 5be04170 → a41d9c20. The code had changes that no commit holds."),
    ]


def test_every_sentence_names_the_records_that_vouch_for_it():
    old = Side(run={"params": {"depth": "3"}, "metrics": {"auc": 0.8}})
    new = Side(run={"params": {"depth": "5"}, "metrics": {"auc": 0.9}}, files={"model/model.pkl": "other"})
    notes = {note.kind: note for note in describe(diff(old, new, goals=(goal("auc"),)))}
    assert [str(place) for place in notes[NoteKind.PARAMS].sources] == [
        "mlruns/1/r1/params/depth", "mlruns/1/r2/params/depth",
    ]  # fmt: skip
    assert [str(place) for place in notes[NoteKind.BETTER].sources] == [
        "mlruns/1/r1/metrics/auc", "mlruns/1/r2/metrics/auc",
    ]  # fmt: skip


def test_the_same_version_is_told_in_one_sentence():
    assert told(Side(), Side()) == [(NoteKind.BUMP, "Nothing that is recorded differs.")]


def test_an_unknown_size_says_what_could_not_be_compared():
    side = Side(has_run=False, files={})
    (note,) = describe(diff(side, side))
    assert note.text == (
        "The size of the change is unknown: parameters, metrics, data, code and model files could not be compared."
    )


def test_long_lists_are_counted():
    old, new = ({"params": {f"p{n}": str(value) for n in range(9)}} for value in (1, 2))
    sentences = dict(told(Side(run=old), Side(run=new)))
    assert sentences[NoteKind.PARAMS] == "9 parameters differ: changed p0, p1, p2 and 6 more."


def test_a_missing_digest_is_said_rather_than_taken_for_the_same_data():
    sentences = dict(told(Side(run={"inputs": (used("q1", ""),)}), Side(run={"inputs": (used("q1", "d1"),)})))
    assert sentences[NoteKind.DATA] == (
        "Training data q1 has no digest on one side, so nobody can tell whether it is the same."
    )


def test_a_two_thousand_version_changelog_takes_seconds():
    metrics = tuple(metric(f"m{n}", 0.5) for n in range(20))
    runs = tuple(
        run(f"r{n}", metrics=metrics, params={f"p{k}": str(n) for k in range(20)}) for n in range(1, 2001)
    )
    registered = model(versions=tuple(version(n) for n in range(1, 2001)))
    begin = time.process_time()
    entries = changelog(catalog(runs=runs, models=(registered,)), registered)
    assert time.process_time() - begin < 15
    assert len(entries) == 2000
    assert len(entries[0].params) == 20
    assert compare_versions(catalog(), None, registered.versions[0]).is_first
