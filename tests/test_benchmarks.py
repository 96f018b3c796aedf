"""The stores that the benchmarks write hold what they are meant to hold."""

from benchmarks.big_store import big_runs, write_files
from benchmarks.floor import bare_run
from generator.catalog import FileRead, replaced
from generator.provenance import Source
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


def test_the_bare_loop_makes_the_records_that_the_reader_makes(tmp_path):
    """What stands beside our reading in the table is the same work, less what makes it safe."""
    write_files(tmp_path / "mlruns", RUNS)
    read = read_catalog([Store(tmp_path / "mlruns", "mlruns")], [MlflowFilesReader()])
    files: list[FileRead] = []
    place = f"{tmp_path}/"
    for entry in (tmp_path / "mlruns").glob("*/*/"):
        if not (entry / "params").is_dir():
            continue
        bare = bare_run(str(entry), files)
        run = read.runs_by_id[entry.name]
        assert bare.params == tuple(replaced(each, source=moved(each.source, place)) for each in run.params)
        assert bare.tags == tuple(replaced(each, source=moved(each.source, place)) for each in run.tags)
        assert bare.metrics == tuple(replaced(each, source=moved(each.source, place)) for each in run.metrics)
    assert len(files) == RUNS * 29


def moved(source: Source, place: str) -> Source:
    return Source(f"{place}{source.path}", source.sha256, source.pointer)
