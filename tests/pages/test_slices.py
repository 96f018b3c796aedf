"""A metric is a slice of another only by a rule that a reader can check."""

from generator.pages.slices import slice_tables
from tests import factories as make


def told(*metrics):
    return [(table.whole.key, [part.name for part in table.slices]) for table in slice_tables(metrics)]


def test_a_metric_named_after_another_is_its_slice():
    keys = ("recall", "recall.b", "recall.a", "precision/eu", "precision")
    assert told(*(make.metric(key, 0.5) for key in keys)) == [("precision", ["eu"]), ("recall", ["a", "b"])]


def test_without_the_whole_there_is_no_slice():
    assert told(make.metric("train/loss", 0.5), make.metric("val/loss", 0.5)) == []


def test_a_longer_word_is_another_metric():
    keys = ("recall", "recall_weighted", "recall-at-5", "recalls")
    assert told(*(make.metric(key, 0.5) for key in keys)) == []


def test_a_mark_at_the_end_adds_no_name():
    assert told(make.metric("recall", 0.5), make.metric("recall.", 0.5)) == []


def test_the_shortest_prefix_is_the_whole():
    keys = ("recall", "recall.age", "recall.age.18")
    assert told(*(make.metric(key, 0.5) for key in keys)) == [("recall", ["age", "age.18"])]


def test_slices_are_held_against_the_whole_of_the_same_measurement():
    first = {"dataset_name": "q1", "dataset_digest": "1", "run_id": "r1"}
    second = {"dataset_name": "q2", "dataset_digest": "2", "run_id": "r2"}
    tables = slice_tables(
        (
            make.metric("recall", 0.6, **first),
            make.metric("recall.a", 0.5, **first),
            make.metric("recall", 0.7, **second),
            make.metric("recall.a", 0.8, **second),
            make.metric("recall.b", 0.1, dataset_name="q3"),
        )
    )
    assert [
        (table.whole.last.value, [part.metric.last.value for part in table.slices]) for table in tables
    ] == [
        (0.6, [0.5]),
        (0.7, [0.8]),
    ]
