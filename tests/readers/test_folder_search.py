"""The search for what readers know: everywhere but where nothing of theirs can be."""

from generator.readers.folder_search import search_folders
from generator.readers.store import Store
from tests.stores import MlflowStore, run_id, write_files


def looked_into(root) -> list[str]:
    seen: list[str] = []

    def visit(held):
        seen.append(held.path)
        return ()

    search_folders(Store(root, "store"), visit)
    return seen


def test_the_runs_of_an_experiment_are_passed_over(tmp_path):
    made = MlflowStore(tmp_path)
    made.experiment()
    made.run(1, params={"a/b": "1"}, metrics={"loss": [(1, 1.0, 0)]}, tags={"t": "1"}, artifacts={"x/y": "1"})
    assert looked_into(tmp_path) == ["", "0"]


def test_the_artifacts_that_a_server_keeps_of_a_run_are_passed_over(tmp_path):
    write_files(tmp_path, {f"mlartifacts/0/{run_id(1)}/artifacts/pipeline/dvc.yaml": ""})
    assert looked_into(tmp_path) == ["", "mlartifacts", "mlartifacts/0", f"mlartifacts/0/{run_id(1)}"]


def test_folders_that_are_only_called_so_are_looked_into(tmp_path):
    write_files(
        tmp_path,
        {f"{run_id(1)}/params/x": "", f"{run_id(1)}/metrics/x": "", f"{run_id(1)}/tags/x": "", "own/meta.yaml": "",
         "own/params/x": "", "own/metrics/x": "", "own/tags/x": "", "own/artifacts/x": ""},
    )  # fmt: skip
    assert len(looked_into(tmp_path)) == 10
