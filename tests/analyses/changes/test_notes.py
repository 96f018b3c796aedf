"""What the sentences on a difference leave out, and what they add."""

from generator.analyses.changes import NoteKind, describe
from tests import factories as make
from tests.analyses.comparing import Side, diff


def measured(*values):
    """Recall on each of some data, by (dataset, digest, value)."""
    return tuple(
        make.metric("recall", value, dataset_name=name, dataset_digest=digest)
        for name, digest, value in values
    )


def told(old, new):
    sides = [Side(run={"metrics": measured(*values)}) for values in (old, new)]
    notes = describe(diff(*sides, goals=(make.goal("recall"),)))
    return [note.text for note in notes if note.kind in {NoteKind.BETTER, NoteKind.WORSE}]


def test_a_value_on_other_data_is_left_out_where_the_same_data_tells_the_metric():
    old = (("q2", "b", 0.5), ("q1", "a", 0.9))
    assert told(old, (("q2", "b", 0.6), ("q3", "c", 0.7))) == ["Better: recall +0.1 (+20\u00a0%)."]


def test_a_value_on_other_data_alone_is_told_as_such():
    assert told((("q1", "a", 0.9),), (("q3", "c", 0.7),)) == [
        "Worse: recall −0.2 (−22.2\u00a0%) on other data."
    ]
