"""Metric files: every layout of a line, and what a damaged one costs."""

import gc
import math
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.catalog import Metric, MetricPoint, Problem, Severity
from generator.readers import metric_series
from generator.readers.mlflow import metrics as mlflow_metrics
from generator.readers.mlflow.metrics import read_metric
from generator.readers.mlflow.plain_lines import latest_points, plain_columns, plain_histories
from generator.readers.reading import Reading
from generator.readers.store import Store
from tests.stores import write_files

MADE_BY = "7ead13ffd66b4b4db47ae101068189f4"
POINTER = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "ab" * 32 + "\nsize 12\n"


@pytest.fixture
def read(tmp_path):
    """Reads a metric file of that content: the metrics, and the problems met."""

    def read_text(text: str | bytes, *, of_model: bool = False) -> tuple[tuple[Metric, ...], list[Problem]]:
        write_files(tmp_path, {"metrics/loss": text})
        reading = Reading(Store(tmp_path, "mlruns"))
        return read_metric(reading, "metrics/loss", "loss", of_model=of_model), reading.problems

    return read_text


def told(problems: list[Problem]) -> list[str]:
    return [f"{problem.severity} {problem.slug} {problem}" for problem in problems]


def test_plain_lines_are_points(read):
    (metric,), problems = read("1000 0.5 0\n1001 0.25 1\n1002 1e-300 2\n")
    assert problems == []
    assert (metric.key, metric.count, metric.repeated_count) == ("loss", 3, 0)
    assert metric.series == (
        MetricPoint(0, 0.5, 1000),
        MetricPoint(1, 0.25, 1001),
        MetricPoint(2, 1e-300, 1002),
    )
    assert (metric.first, metric.last) == (MetricPoint(0, 0.5, 1000), MetricPoint(2, 1e-300, 1002))
    assert (metric.minimum, metric.maximum) == (MetricPoint(2, 1e-300, 1002), MetricPoint(0, 0.5, 1000))
    assert metric.source.path == "mlruns/metrics/loss"
    assert len(metric.source.sha256) == 64


def test_an_old_line_has_no_step(read):
    (metric,), problems = read("1000 0.5\n1001 0.25\n")
    assert problems == []
    assert metric.series == (MetricPoint(0, 0.5, 1000), MetricPoint(0, 0.25, 1001))


def test_nan_and_infinities_are_counted(read):
    (metric,), problems = read("1000 nan 0\n1001 inf 1\n1002 -inf 2\n1003 0.5 3\n")
    assert problems == []
    assert (metric.nan_count, metric.infinity_count, metric.count) == (1, 2, 4)
    assert math.isnan(metric.first.value)
    assert metric.minimum == metric.maximum == MetricPoint(3, 0.5, 1003)


def test_a_dataset_makes_a_metric_of_its_own_even_when_its_name_has_blanks(read):
    metrics, problems = read("1000 0.5 3\n1001 0.75 3 wdbc-test 4f4f793b\n1002 0.25 4 a  b c 00ff\n")
    assert problems == []
    assert [(each.dataset_name, each.dataset_digest, each.last) for each in metrics] == [
        ("", "", MetricPoint(3, 0.5, 1000)),
        ("a  b c", "00ff", MetricPoint(4, 0.25, 1002)),
        ("wdbc-test", "4f4f793b", MetricPoint(3, 0.75, 1001)),
    ]


def test_a_logged_models_lines_name_the_run(read):
    metrics, problems = read(f"1000 0.5 0 {MADE_BY}\n1001 0.75 0 {MADE_BY} wine test 00ff\n", of_model=True)
    assert problems == []
    assert [(each.run_id, each.dataset_name, each.dataset_digest, each.last.value) for each in metrics] == [
        (MADE_BY, "", "", 0.5),
        (MADE_BY, "wine test", "00ff", 0.75),
    ]


def test_carriage_returns_are_line_ends(read):
    (metric,), problems = read("1000 0.5 0\r\n1001 0.25 1\r\n")
    assert problems == []
    assert metric.last == MetricPoint(1, 0.25, 1001)


def test_steps_and_times_of_any_size_are_exact(read):
    (metric,), _ = read(f"{2**53 + 1} 0.5 {2**31 + 1}\n1 0.5 -7\n{2**63 - 1} 1.0 {2**63 - 1}\n")
    assert [(point.step, point.timestamp) for point in metric.series] == [
        (-7, 1),
        (2**31 + 1, 2**53 + 1),
        (2**63 - 1, 2**63 - 1),
    ]


def test_a_repeated_line_is_counted(read):
    (metric,), _ = read("1000 0.5 0\n1001 0.25 1\n1000 0.5 0\n")
    assert (metric.count, metric.repeated_count, len(metric.series)) == (3, 1, 2)


@pytest.mark.parametrize(
    "line",
    [
        "1000 1_000 0", "1000 ١٢ 0", "1000 infinity 0", "1000 NaN 0", "1000 0x1 0", "1000 1e400 0", "1000  0",
        "1000 0.5 1.0", "1_000 0.5 0", "1000 0.5 1_0", "x 0.5 0", "1000 0.5 0 extra", "1000", "text", "1e3 0.5 0",
        "1000 . 0", "1000 e5 0", "1000 - 0", f"1000 0.5 {2**63}", f"{2**63} 0.5 0", "1000 0.5 " + "9" * 5000, "\0\0\0",
    ],
)  # fmt: skip
def test_a_line_that_is_no_point_costs_that_point_only(read, line):
    (metric,), problems = read(f"1000 0.5 0\n{line}\n1001 0.25 1\n")
    assert metric.series == (MetricPoint(0, 0.5, 1000), MetricPoint(1, 0.25, 1001))
    assert told(problems) == [
        "warning metric-line-invalid mlruns/metrics/loss:2: has a line that cannot be read as a point"
    ]
    assert problems[0].cost == "the metric 'loss' is shown without one point"


def test_lines_that_could_be_taken_for_each_other_are_not(read):
    """Two fields and four fields make six, as two whole lines would."""
    (metric,), problems = read("1000 5\n1001 6 1 7\n")
    assert metric.series == (MetricPoint(0, 5.0, 1000),)
    assert [problem.source.pointer for problem in problems] == ["line 2"]


def test_many_bad_lines_are_one_problem_at_the_first(read):
    (metric,), problems = read("bad\n1000 0.5 0\n" + "bad\n" * 9)
    assert metric.count == 1
    assert told(problems) == [
        "warning metric-line-invalid mlruns/metrics/loss:1: has 10 lines, the first one here, that cannot be read as a point"
    ]
    assert problems[0].cost == "the metric 'loss' is shown without 10 points"


@pytest.mark.parametrize("tail", ["1002", "1002 ", "1002 0.1", "1002 0.1 -", "100", "1002 0.1 2 data"])
def test_a_cut_metric_line_costs_that_point_only(read, tail):
    (metric,), problems = read(f"1000 0.5 0\n1001 0.25 1\n{tail}")
    assert metric.series == (MetricPoint(0, 0.5, 1000), MetricPoint(1, 0.25, 1001))
    assert told(problems) == ["warning metric-line-cut mlruns/metrics/loss:3: ends in the middle of a line"]
    assert problems[0].cost == "the metric 'loss' is shown without one point"


def test_a_whole_last_line_without_a_line_feed_is_a_point_whose_step_is_in_doubt(read):
    (metric,), problems = read("1000 0.5 0\n1001 0.25 1")
    assert metric.count == 2
    assert told(problems) == ["note metric-line-unended mlruns/metrics/loss:2: ends without a line feed"]


def test_a_cut_line_of_a_logged_model_is_no_point(read):
    metrics, problems = read(f"1000 0.5 0 {MADE_BY}\n1001 0.25 1", of_model=True)
    assert [metric.count for metric in metrics] == [1]
    assert [problem.slug for problem in problems] == ["metric-line-cut"]


@pytest.mark.parametrize(
    ("text", "slug", "pointer"),
    [
        ("", "metric-empty", ""),
        ("\n", "metric-line-blank", "line 1"),
        ("bad\n", "metric-line-invalid", "line 1"),
    ],
)
def test_a_file_without_a_point_is_no_metric(read, text, slug, pointer):
    metrics, problems = read(text)
    assert metrics == ()
    assert [(problem.slug, problem.source.pointer) for problem in problems] == [(slug, pointer)]


def test_a_blank_line_loses_nothing(read):
    (metric,), problems = read("1000 0.5 0\n\n1001 0.25 1\n")
    assert metric.count == 2
    assert told(problems) == ["note metric-line-blank mlruns/metrics/loss:2: has a line with nothing on it"]


def test_an_unfinished_merge_keeps_both_sides_and_says_so(read):
    (metric,), problems = read("1000 0.5 0\n<<<<<<< HEAD\n1001 0.25 1\n=======\n1001 0.75 1\n>>>>>>> other\n")
    assert [point.value for point in metric.series] == [0.5, 0.25, 0.75]
    assert told(problems) == [
        "warning merge-conflict mlruns/metrics/loss:2: holds the markers of an unfinished merge; settle the conflict in git and commit the file"
    ]


def test_a_git_lfs_pointer_is_no_metric(read):
    metrics, problems = read(POINTER)
    assert metrics == ()
    assert [problem.slug for problem in problems] == ["git-lfs-pointer"]


def test_a_dataset_that_is_not_utf_8_is_no_point(read):
    (metric,), problems = read(b"1000 0.5 0\n1001 0.5 1 caf\xe9 00ff\n")
    assert metric.count == 1
    assert [problem.source.pointer for problem in problems] == ["line 2"]


def test_a_byte_order_mark_costs_the_first_point(read):
    (metric,), problems = read(b"\xef\xbb\xbf1000 0.5 0\n1001 0.25 1\n")
    assert metric.count == 1
    assert [problem.source.pointer for problem in problems] == ["line 1"]


LINE = st.one_of(
    st.tuples(st.integers(0, 2**45), st.floats(allow_nan=True), st.integers(-5, 50)).map(
        lambda point: f"{point[0]} {point[1]!r} {point[2]}"
    ),
    st.sampled_from(["1000 0.5", "1000 0.5 3 wine 00ff", "", "cut 1", "1000 1_0 3"]),
)


@given(st.lists(LINE, min_size=1, max_size=80), st.integers(1, 40))
@settings(deadline=None)
def test_a_file_read_at_once_and_one_that_is_streamed_are_the_same(tmp_path_factory, lines, block):
    folder = tmp_path_factory.mktemp("metric")
    write_files(folder, {"loss": "\n".join(lines) + "\n"})
    at_once = Reading(Store(folder, "mlruns"))
    streamed = Reading(Store(folder, "mlruns"))
    whole = read_metric(at_once, "loss", "loss")
    with pytest.MonkeyPatch.context() as patch:
        blocks = streamed.store.blocks
        patch.setattr(mlflow_metrics, "SMALL", 0)
        patch.setattr(streamed.store, "blocks", lambda path: blocks(path, block))
        pieces = read_metric(streamed, "loss", "loss")
    assert repr(pieces) == repr(whole)
    assert streamed.problems == at_once.problems


def test_a_line_too_long_to_be_one_does_not_fill_memory(read, monkeypatch):
    monkeypatch.setattr(mlflow_metrics, "SMALL", 10)
    (metric,), problems = read("1000 0.5 0\n" + "9" * 5_000_000 + "\n1001 0.25 1\n")
    assert metric.series == (MetricPoint(0, 0.5, 1000), MetricPoint(1, 0.25, 1001))
    assert [(problem.slug, problem.source.pointer) for problem in problems] == [
        ("metric-line-invalid", "line 2")
    ]


def test_a_file_beyond_all_bounds_is_read_to_the_bound_and_digested_whole(read, monkeypatch):
    monkeypatch.setattr(mlflow_metrics, "SMALL", 10)
    monkeypatch.setattr(mlflow_metrics, "LONGEST", 2**20)
    text = "".join(f"{1000 + number} 0.5 {number}\n" for number in range(150_000))
    (metric,), problems = read(text)
    assert 0 < metric.count < 150_000
    assert ("metric-too-long", Severity.WARNING) in [(problem.slug, problem.severity) for problem in problems]
    assert len(metric.source.sha256) == 64


def test_memory_does_not_grow_with_the_length_of_a_metric(tmp_path, monkeypatch):
    monkeypatch.setattr(mlflow_metrics, "SMALL", 2**14)
    monkeypatch.setattr(metric_series, "REPEATS_KNOWN", 1000)

    def peak(count: int) -> int:
        lines = "".join(f"{100_000 + number} 0.5 {100_000 + number}\n" for number in range(count))
        write_files(tmp_path, {f"loss-{count}": lines})
        store = Store(tmp_path, "mlruns")
        blocks = store.blocks
        monkeypatch.setattr(store, "blocks", lambda path: blocks(path, 2**14))
        gc.collect()
        tracemalloc.start()
        (metric,) = read_metric(Reading(store), f"loss-{count}", "loss")
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert metric.count == count
        return most

    # 80,000 points more, kept in whatever way, are no less than 24 bytes each; garbage not yet collected is less.
    assert peak(100_000) < peak(20_000) + 80_000 * 24 / 2


WHOLE = st.integers(-(2**70), 2**70) | st.integers(0, 600) | st.sampled_from([-(2**63), 2**63 - 1])
VALUE = st.one_of(
    st.floats(allow_nan=True, allow_infinity=True).map(repr),
    WHOLE.map(str),
    st.sampled_from(["-0", "-0.0", "0", "1e5", "1e400", "1e-400", "2.", ".5", "+1", "007", "4e+22", "-0e0", "1e", "--1", ""]),
)  # fmt: skip
ROW = st.tuples(
    WHOLE.map(str) | st.sampled_from(["1.0", "1e3", "007", "+7", "-0", ""]),
    VALUE,
    WHOLE.map(str) | st.sampled_from(["1.0", "0.0", "2e0", "-0"]),
)


@given(st.lists(ROW, min_size=1, max_size=20), st.booleans())
def test_lines_taken_all_at_once_are_the_points_that_they_are_one_by_one(rows, counted):
    if counted:
        rows = [(time, value, str(step)) for step, (time, value, _) in enumerate(rows)]
    lines = [" ".join(row).encode() for row in rows]
    columns = plain_columns(b"".join(line + b"\n" for line in lines))
    if columns is None:
        return
    one_by_one = [mlflow_metrics._point(line, of_model=False) for line in lines]
    assert [point and (point[0], repr(point[1]), point[2]) for point in one_by_one] == [
        (step, repr(value), time) for step, value, time in zip(*columns, strict=True)
    ]


BLOCK = st.one_of(
    st.lists(ROW.map(" ".join), max_size=3).map(
        lambda lines: "".join(f"{line}\n" for line in lines).encode()
    ),
    st.text("12 \n\0,[].-", max_size=12).map(str.encode),
    st.sampled_from([b"1 2 0\n", b"1 2 0\n1 3 1\n", b"1 2 0\n\x001 3 1\n", b"7"]),
)


@given(st.lists(BLOCK, min_size=1, max_size=5))
def test_several_files_taken_together_are_what_each_is_by_itself(blocks):
    each = [plain_columns(block) for block in blocks]
    assert plain_histories(blocks) == (None if None in each else each)
    latest = [latest_points([block]) for block in blocks]
    assert latest_points(blocks) == (None if None in latest else [points[0] for points in latest])


def test_lines_in_two_files_are_never_taken_for_lines_in_three():
    assert plain_histories([b"1 2 0\n\x001 3 1\n", b"7"]) is None


def test_plain_lines_are_taken_all_at_once():
    steps, values, timestamps = plain_columns(b"1000 0.5 0\n1001 -3 1\n9223372036854775807 1e-05 2\n")
    assert (steps, values.tolist(), timestamps.tolist()) == (
        range(3),
        [0.5, -3.0, 1e-05],
        [1000, 1001, 2**63 - 1],
    )
    assert plain_columns(b"1 0.5 7\n2 0.5 9\n").steps.tolist() == [7, 9]


@pytest.mark.parametrize(
    "line", ["1 -0 0", "1 0.5 0.0", "1.0 0.5 0", "1 1e400 0", "1 +2 0", "1 2 3 4", "1 nan 0"]
)
def test_what_is_not_plain_is_looked_at_line_by_line(line):
    assert plain_columns(f"{line}\n".encode()) is None
