"""The stores that the benchmarks write hold what they are meant to hold."""

from benchmarks.big_store import big_runs, write_files
from generator.readers.mlflow.reader import MlflowFilesReader
from generator.readers.reader import read_catalog
from generator.readers.store import Store

RUNS = 30


def test_a_store_for_benchmarks_is_read_without_a_problem_and_holds_every_run(tmp_path):
    write_files(tmp_path / "mlruns", RUNS)
    catalog = read_catalog([Store(tmp_path / "mlruns", "mlruns")], [MlflowFilesReader()])
    assert catalog.problems == ()
    assert len(catalog.files) == RUNS * 29 + 1
    written = {run.run_id: run for run in big_runs(RUNS)}
    assert catalog.runs_by_id.keys() == written.keys()
    for run in catalog.runs:
        expected = written[run.run_id]
        assert {param.key: param.value for param in run.params} == expected.params
        assert {tag.key: tag.value for tag in run.tags} == expected.tags
        found = {
            metric.key: [(point.timestamp, point.value, point.step) for point in metric.series]
            for metric in run.metrics
        }
        assert found == expected.metrics
