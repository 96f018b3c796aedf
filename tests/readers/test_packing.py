"""Records as bytes: what comes out is what went in, and nothing but records ever does."""

import pickle
from array import array
from dataclasses import replace

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.catalog import (
    Dataset,
    FileRead,
    LatestMetric,
    LifecycleStage,
    MetricPoint,
    Param,
    Problem,
    Records,
    Run,
    RunStatus,
    Series,
    Severity,
    Tag,
    replaced,
)
from generator.provenance import Source
from generator.provenance.instants import instant_from_milliseconds
from generator.readers.metric_series import Columns, MetricHistory, metric_of
from generator.readers.mlflow.reader import MlflowFilesReader
from generator.readers.packing import pack, unpack
from generator.readers.store import Store
from tests.conftest import ROOT

NUMBERS = st.integers(-(2**63), 2**63 - 1)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
SOURCES = st.builds(Source, TEXTS, st.sampled_from(["", "ab" * 32]), st.sampled_from(["", "line 7", "/a~1b"]))
POINTS = st.lists(st.tuples(st.integers(-5, 2000) | NUMBERS, st.floats(), NUMBERS), min_size=1, max_size=12)


@st.composite
def metrics(draw):
    points = draw(POINTS)
    columns = Columns(
        array("q", [point[0] for point in points]),
        array("d", [point[1] for point in points]),
        array("q", [point[2] for point in points]),
    )
    key, source = draw(TEXTS), draw(SOURCES)
    if draw(st.booleans()):
        return metric_of(key, columns, source)
    if draw(st.booleans()):
        times = array("q", range(len(points)))
        return metric_of(key, Columns(range(len(points)), columns.values, times), source)
    history = MetricHistory()
    history.add(*columns)
    return history.metric(key, source, dataset_name=draw(TEXTS), dataset_digest="d", run_id=draw(TEXTS))


def several(strategy):
    return st.lists(strategy, max_size=3).map(tuple)


RUNS = st.builds(
    Run,
    run_id=TEXTS,
    experiment_id=TEXTS,
    name=TEXTS,
    status=st.sampled_from(RunStatus),
    lifecycle_stage=st.sampled_from(LifecycleStage),
    start_time=st.none() | st.integers(0, 253402300799999).map(instant_from_milliseconds),
    params=several(st.builds(Param, TEXTS, TEXTS, SOURCES)),
    tags=several(st.builds(Tag, TEXTS, TEXTS, SOURCES)),
    metrics=several(metrics()),
    latest=several(
        st.builds(LatestMetric, TEXTS, st.builds(MetricPoint, NUMBERS, st.floats(), NUMBERS), SOURCES)
        | st.builds(
            LatestMetric, TEXTS, st.builds(MetricPoint, NUMBERS, st.floats(), NUMBERS), SOURCES, TEXTS, TEXTS
        )
    ),
    places=several(st.tuples(TEXTS, SOURCES)),
    store=TEXTS,
    source=SOURCES,
)
PROBLEMS = st.builds(
    Problem, slug=TEXTS, severity=st.sampled_from(Severity), source=SOURCES, message=TEXTS, cost=TEXTS
)
FILES = st.builds(
    FileRead, TEXTS, st.sampled_from(["", "cd" * 32]), st.integers(0, 2**62), st.sampled_from(["", "tag"])
)


def written(records: Records) -> str:
    """Everything in some records as text: values that are NaN are equal, and 0 is told from -0."""
    return repr(records)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(several(RUNS), several(PROBLEMS), several(FILES))
def test_what_was_packed_comes_out_as_it_was(runs, problems, files):
    records = Records(runs=runs, problems=problems, files=files)
    packed = pack(records)
    assert packed is not None
    assert written(unpack(packed)) == written(records)
    assert pack(unpack(packed)) == packed


def test_the_runs_of_the_example_come_out_as_they_were():
    records = MlflowFilesReader().read(Store(ROOT / "examples/mlruns", "mlruns"))
    assert len(records.runs) > 10
    assert any(run.inputs for run in records.runs)
    records = Records(runs=records.runs, problems=records.problems)
    assert written(unpack(pack(records) or b"")) == written(records)


def test_steps_that_count_from_0_take_no_room():
    values, times = array("d", [0.5] * 100), array("q", [7] * 100)
    counted = metric_of("loss", Columns(range(100), values, times), Source("a"))
    written_out = metric_of("loss", Columns(array("q", range(1, 101)), values, times), Source("a"))
    run = Run(run_id="r", experiment_id="0", store="s", source=Source("a"))
    lengths = [
        len(pack(Records(runs=(replace(run, metrics=(metric,)),))) or b"")
        for metric in (counted, written_out)
    ]
    assert lengths[1] - lengths[0] == 800


def test_what_bytes_cannot_say_is_not_packed():
    run = Run(run_id="r", experiment_id="0", store="s", source=Source("a"))
    great = replaced(
        metric_of("k", Columns(range(1), array("d", [1.0]), array("q", [1])), Source("a")),
        series=Series([2**70], [1.0], [1]),
    )
    assert pack(Records(runs=(replace(run, metrics=(great,)),))) is None
    assert pack(Records(runs=(replace(run, name="\ud800"),))) is None
    dataset = Dataset(name="d", digest="1", store="s", source=Source("a"))
    assert pack(Records(datasets=(dataset,))) is None
    assert pack(Records(runs=(run,))) is not None


@given(st.binary(max_size=200))
def test_any_other_bytes_are_refused(data):
    with pytest.raises(ValueError, match="no packed records"):
        unpack(data)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_packed_records_with_a_changed_byte_are_refused_or_are_records(data):
    packed = bytearray(pack(Records(runs=(data.draw(RUNS),), files=(FileRead("a", "", 1),))) or b"")
    position = data.draw(st.integers(0, len(packed) - 1))
    packed[position] ^= data.draw(st.integers(1, 255))
    try:
        assert isinstance(unpack(bytes(packed)), Records)
    except ValueError as error:
        assert str(error) == "no packed records"  # noqa: PT017 either is right


def test_nothing_in_the_bytes_is_ever_run():
    class Trap:
        def __reduce__(self):
            return (pytest.fail, ("it was unpickled",))

    for trap in (pickle.dumps(Trap()), msgspec.msgpack.encode(msgspec.msgpack.Ext(1, pickle.dumps(Trap())))):
        with pytest.raises(ValueError, match="no packed records"):
            unpack(trap)


def test_what_comes_out_of_one_piece_shares_its_texts():
    source = Source("mlruns/0/r/params/a", "ab" * 32)
    run = Run(run_id="r", experiment_id="0", store="s", source=source, params=(Param("a", "1", source),))
    records = unpack(pack(Records(runs=(run,), files=(FileRead(source.path, source.sha256, 1),))) or b"")
    assert records.runs[0].params[0].source.path is records.files[0].path
