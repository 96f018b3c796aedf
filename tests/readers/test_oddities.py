"""Every oddity counted in 160 real stores, and those not met yet, each with the test that holds what becomes of it.

:data:`TESTED` is the table: what was met, in how many stores, and where it is tested. What had no test of its own
elsewhere is tested here.
"""

import ast
import json
from pathlib import Path

import pytest

from generator.catalog import Catalog, RunStatus
from generator.readers.reader import read_catalog
from generator.readers.store import Store
from tests.databases import MlflowDatabase, read_databases, told
from tests.readers.wandb.logs import item, log, run_record
from tests.stores import START, run_id

READERS = Path(__file__).parent
HERE = "test_oddities"

TESTED = {
    "MLflow files (45 stores)": {
        "URIs of another machine, POSIX, Windows and of a server (42)": [
            "mlflow/test_registry: test_the_files_are_found_though_the_source_is_of_another_machine",
            "mlflow/test_artifacts: test_the_parts_of_a_uri_are_read_whatever_wrote_it",
        ],
        "runs without metrics/ or params/ (20)": [
            "mlflow/test_runs: test_git_drops_empty_folders_and_nothing_is_lost"
        ],
        "several points at one step, lines written twice (14)": [
            "mlflow/database/test_metrics: test_points_are_sorted_by_step_and_the_last_is_the_latest",
            "mlflow/test_metrics: test_a_repeated_line_is_counted",
        ],
        "params that are None or nan (11)": [
            f"{HERE}: test_a_param_of_none_or_nan_is_the_text_that_was_logged"
        ],
        "blanks in names of experiments, models, runs, tags, metrics (11)": [
            f"{HERE}: test_blanks_in_names_are_part_of_them"
        ],
        "outputs whose source and destination are one (10)": [
            "mlflow/test_runs: test_models_used_and_made_are_found_by_their_folders"
        ],
        "sources like models:/m-… and models:/name/N (10)": [
            "mlflow/test_registry: test_a_version_of_a_logged_model_has_its_files",
            "mlflow/test_registry: test_a_copied_version_names_its_original_and_has_its_files",
        ],
        "runs without an end (8)": ["mlflow/test_runs: test_an_unfinished_run_has_no_end"],
        "runs without meta.yaml (4)": [
            "mlflow/test_damage: test_a_folder_of_a_run_without_its_record_is_named"
        ],
        "experiments without meta.yaml (4)": [
            "mlflow/test_damage: test_runs_survive_the_loss_of_their_experiments_record"
        ],
        "runs without a name (4)": [f"{HERE}: test_a_run_without_a_name_has_none"],
        "metric lines of five columns and more (3)": [
            "mlflow/test_metrics: test_a_dataset_makes_a_metric_of_its_own_even_when_its_name_has_blanks"
        ],
        "versions without a run (3)": [
            f"{HERE}: test_a_version_without_a_run_or_with_one_that_is_gone_is_a_version"
        ],
        "params of several lines (3)": [f"{HERE}: test_a_param_of_several_lines_keeps_them"],
        "/ in keys (2)": [f"{HERE}: test_a_slash_in_a_key_is_part_of_it"],
        "NaN and infinity (2, 1)": ["mlflow/test_metrics: test_nan_and_infinities_are_counted"],
        "models without a version (2)": ["mlflow/test_registry: test_a_model_without_versions_is_a_model"],
        "an empty file of a tag (1)": [f"{HERE}: test_an_empty_file_of_a_tag_is_an_empty_tag"],
        "mlruns in mlruns (1)": ["mlflow/test_roots: test_several_roots_keep_their_records_apart"],
        "Deleted_Internal on disk (1)": [
            "mlflow/test_registry: test_a_stage_of_none_is_none_and_a_deleted_version_is_kept_but_not_listed"
        ],
        "alias files that the version denies (1)": [
            "mlflow/test_registry: test_the_files_are_the_truth_about_aliases"
        ],
        "prompts among the models (1)": ["mlflow/test_registry: test_prompts_are_kept_apart"],
        "sources like runs:/ (1)": [
            "mlflow/database/test_beside: test_a_registry_in_the_database_finds_its_runs_in_the_files"
        ],
        "a version whose run is gone (1)": [
            f"{HERE}: test_a_version_without_a_run_or_with_one_that_is_gone_is_a_version"
        ],
        "experiments in .trash": ["mlflow/test_runs: test_deleted_runs_and_the_trash_are_read"],
        "90 nested runs": [f"{HERE}: test_ninety_nested_runs_name_their_parent"],
    },
    "MLflow databases (48)": {
        "15 revisions of the schema": ["mlflow/database/test_reader: test_gives_experiments_and_runs"],
        "no run": [f"{HERE}: test_a_database_without_a_run_has_its_experiments"],
        "the registry in one store, the runs in another": [
            "mlflow/database/test_beside: test_a_registry_in_the_database_finds_its_runs_in_the_files",
            "mlflow/database/test_beside: test_a_registry_in_the_files_finds_its_runs_in_the_database",
        ],
        "zero bytes": [f"{HERE}: test_a_database_of_no_bytes_is_said"],
        "no artifacts beside it": [f"{HERE}: test_a_database_without_its_artifacts_lists_none"],
        "tables of spans and traces": [f"{HERE}: test_tables_of_traces_are_passed_over"],
        "stages and aliases side by side": [
            "mlflow/database/test_registry: test_versions_stand_by_number_with_their_stages_and_aliases"
        ],
    },
    "W&B (22)": {
        "latest-run, a link (18)": ["wandb/test_reader: test_a_link_called_latest_run_is_passed_over"],
        "latest-run, a folder (3)": ["wandb/test_reader: test_a_real_folder_called_latest_run_is_a_copy"],
        "addresses of people (17)": ["wandb/test_reader: test_passwords_hosts_and_addresses_stay_out"],
        "summaries of nothing but W&B's own keys (12)": [
            f"{HERE}: test_a_summary_of_wandbs_own_keys_measures_nothing"
        ],
        "no output.log (8)": [f"{HERE}: test_a_summary_of_wandbs_own_keys_measures_nothing"],
        "media in the summary (8), bare NaN (1)": [
            "wandb/test_reader: test_a_bare_nan_is_a_value_and_media_are_no_metrics"
        ],
        "summary, log or configuration missing or empty (3 each)": [
            "wandb/test_reader: test_missing_files_are_said_and_cost_what_they_held",
            "wandb/test_reader: test_a_log_without_a_record_leaves_the_other_files",
        ],
        "empty JSON (1)": ["wandb/test_reader: test_a_damaged_summary_costs_the_summary_only"],
        "summaries of 600 kB": [f"{HERE}: test_a_summary_of_a_megabyte_is_read"],
    },
    "Sacred (20)": {
        "objects of jsonpickle (12)": ["sacred/test_reader: test_jsonpickle_is_shown_and_never_made"],
        "a changed working tree (9)": [f"{HERE}: test_a_changed_working_tree_is_known"],
        "no cout.txt (7), no metrics.json (3)": [f"{HERE}: test_a_changed_working_tree_is_known"],
        "failures (7)": ["sacred/test_reader: test_a_failure_and_a_comment_are_shown"],
        "metrics.json of zero bytes (1)": ["sacred/test_reader: test_damaged_metrics_cost_the_metrics_only"],
        "no run.json (2)": ["sacred/test_reader: test_a_run_without_its_record_shows_what_lies_beside_it"],
        "bare NaN (1)": ["sacred/test_reader: test_bare_nan_and_numbers_of_numpy_are_values"],
        "gaps in the numbers": ["sacred/test_reader: test_gaps_in_the_numbers_are_noted"],
    },
    "DVC and GTO (17)": {
        "tags that undo (2)": [
            "gto/test_registry: test_the_last_assignment_has_the_stage_until_it_or_its_version_is_taken_back"
        ],
        "byte order mark, carriage returns (1 each)": [
            "dvc/test_reader: test_a_byte_order_mark_and_windows_line_ends_cost_nothing"
        ],
        "${} in dvc.yaml (1)": [
            "dvc/test_reader: test_names_that_stand_for_nothing_stay_as_they_are_written"
        ],
        "md5-dos2unix": ["dvc/test_metrics: test_line_ends_do_not_change_a_digest_of_dvc_2"],
        "dvc.lock of the first schema": ["dvc/test_reader: test_a_lock_of_the_first_schema_is_read"],
        "stages in foreach": ["dvc/test_reader: test_foreach_and_matrix_make_stages"],
    },
    "not met yet": {
        "marks of a merge": ["mlflow/test_metrics: test_an_unfinished_merge_keeps_both_sides_and_says_so"],
        "pointers of Git LFS": ["test_text: test_a_git_lfs_pointer_is_not_the_file_itself"],
        "names not in ASCII": ["mlflow/test_damage: test_names_that_are_not_utf_8_survive_everywhere"],
        "names that differ in case": ["mlflow/test_artifacts: test_names_that_differ_only_in_case_are_two"],
        "carriage returns in MLflow's files": [
            "mlflow/test_damage: test_a_byte_order_mark_and_carriage_returns_cost_nothing"
        ],
        "a store being written": [
            "mlflow/test_damage: test_a_store_that_is_written_while_it_is_read_gives_whole_runs_or_problems"
        ],
        "no permission": ["test_store: test_a_file_and_a_folder_without_permission_are_named"],
        "a folder for a file": ["test_store: test_a_folder_where_a_file_should_be_and_the_reverse"],
        "links in a circle": ["test_store: test_links_that_go_round_end"],
    },
}
CASES = [place for group in TESTED.values() for places in group.values() for place in places]


def read(folder: Path) -> Catalog:
    return read_catalog([Store(folder, "s")])


@pytest.mark.parametrize("place", sorted(set(CASES)))
def test_the_test_of_an_oddity_is_there(place):
    module, _, name = place.partition(": ")
    tree = ast.parse((READERS / f"{module}.py").read_text())
    assert name in {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_a_param_of_none_or_nan_is_the_text_that_was_logged(mlruns, read):
    mlruns.run(params={"depth": "None", "rate": "nan", "empty": ""})
    (run,) = (catalog := read(mlruns)).runs
    assert {param.key: param.value for param in run.params} == {"depth": "None", "rate": "nan", "empty": ""}
    assert catalog.problems == ()


def test_blanks_in_names_are_part_of_them(mlruns, read):
    mlruns.experiment("7", name=" churn of 2026 ")
    mlruns.run(
        experiment="7", run_name="first try", params={"max depth": "3"}, metrics={"f1 score": f"{START} 0.5 0\n"},
        tags={"data owner": "Ines B"},
    )  # fmt: skip
    mlruns.model("credit risk")
    mlruns.version(model="credit risk")
    catalog = read(mlruns)
    (run,) = catalog.runs
    assert [each.name for each in catalog.experiments if each.experiment_id == "7"] == [" churn of 2026 "]
    assert (run.name, run.params[0].key, run.metrics[0].key) == ("first try", "max depth", "f1 score")
    assert {tag.key: tag.value for tag in run.tags} == {"data owner": "Ines B"}
    assert catalog.models[0].versions[0].name == "credit risk"
    assert catalog.problems == ()


def test_a_run_without_a_name_has_none(mlruns, read):
    mlruns.run(run_name=...)
    catalog = read(mlruns)
    assert (catalog.runs[0].name, catalog.problems) == ("", ())


def test_a_param_of_several_lines_keeps_them(mlruns, read):
    mlruns.run(params={"layers": "dense\n  - 64\n\n  - 32\n"})
    assert read(mlruns).runs[0].params[0].value == "dense\n  - 64\n\n  - 32\n"


def test_a_slash_in_a_key_is_part_of_it(mlruns, read):
    mlruns.run(
        params={"net/depth": "3"}, metrics={"val/auc/macro": f"{START} 0.5 0\n", "val/loss": f"{START} 1 0\n"},
        tags={"team/owner": "ada"},
    )  # fmt: skip
    (run,) = (catalog := read(mlruns)).runs
    assert [metric.key for metric in run.metrics] == ["val/auc/macro", "val/loss"]
    assert (run.params[0].key, run.tags[0].key) == ("net/depth", "team/owner")
    assert catalog.problems == ()


def test_a_version_without_a_run_or_with_one_that_is_gone_is_a_version(mlruns, read):
    mlruns.model("churn")
    mlruns.version(1, run_id=None, source="s3://vendor/model")
    mlruns.version(2, run_id="", source="s3://vendor/model")
    mlruns.version(3, run_id=run_id(9))
    catalog = read(mlruns)
    assert [version.run_id for version in catalog.models[0].versions] == ["", "", run_id(9)]
    assert catalog.runs_by_id.get(run_id(9)) is None
    assert catalog.problems == ()


def test_an_empty_file_of_a_tag_is_an_empty_tag(mlruns, read):
    mlruns.run(tags={"approved": ""})
    catalog = read(mlruns)
    assert [(tag.key, tag.value) for tag in catalog.runs[0].tags] == [("approved", "")]
    assert catalog.problems == ()


def test_ninety_nested_runs_name_their_parent(mlruns, read):
    mlruns.run(1)
    for number in range(2, 92):
        mlruns.run(number, tags={"mlflow.parentRunId": run_id(1)})
    runs = read(mlruns).runs
    assert [run.parent_run_id for run in runs] == ["", *[run_id(1)] * 90]


def test_a_database_without_a_run_has_its_experiments(tmp_path):
    MlflowDatabase(tmp_path / "mlflow.db").experiment()
    catalog = read_databases(tmp_path)
    assert (len(catalog.experiments), catalog.runs, told(catalog)) == (1, (), [])


def test_a_database_of_no_bytes_is_said(tmp_path):
    MlflowDatabase(tmp_path / "mlflow.db").experiment()
    (tmp_path / "old").mkdir()
    (tmp_path / "old" / "mlflow.db").write_bytes(b"")
    catalog = read_databases(tmp_path)
    assert len(catalog.experiments) == 1
    (problem,) = catalog.problems
    assert problem.source.path == "store/old/mlflow.db"
    assert problem.cost


def test_a_database_without_its_artifacts_lists_none(tmp_path):
    database = MlflowDatabase(tmp_path / "mlflow.db")
    database.experiment()
    database.run()
    (run,) = (catalog := read_databases(tmp_path)).runs
    assert (run.artifacts, run.artifact_uri != "", told(catalog)) == ((), True, [])


def test_tables_of_traces_are_passed_over(tmp_path):
    database = MlflowDatabase(tmp_path / "mlflow.db")
    database.experiment()
    database.run()
    database.run_sql(
        "CREATE TABLE trace_info (request_id VARCHAR(50) PRIMARY KEY, experiment_id INTEGER)",
        "CREATE TABLE spans (trace_id VARCHAR(50), span_id VARCHAR(50), content TEXT)",
        "INSERT INTO spans VALUES ('t', 's', '{}')",
    )
    catalog = read_databases(tmp_path)
    assert (len(catalog.runs), told(catalog)) == (1, [])


def wandb_run(folder: Path, summary: dict) -> Path:
    run = folder / "wandb" / "run-20260105_080000-abc12345"
    (run / "files").mkdir(parents=True)
    (run / "run-abc12345.wandb").write_bytes(log([run_record(item("1", "lr"))]))
    (run / "files" / "config.yaml").write_text("lr:\n  value: 1\n")
    (run / "files" / "wandb-summary.json").write_text(json.dumps(summary))
    return run


def test_a_summary_of_wandbs_own_keys_measures_nothing(tmp_path):
    wandb_run(tmp_path, {"_wandb": {"runtime": 7}, "_step": 3, "_runtime": 7.5, "_timestamp": 1.7e9})
    catalog = read(tmp_path)
    assert (catalog.runs[0].metrics, catalog.problems) == ((), ())


def test_a_summary_of_a_megabyte_is_read(tmp_path):
    table = {"_type": "table-file", "columns": ["word " * 20] * 10_000}
    run = wandb_run(tmp_path, {"samples": table, "auc": 0.75})
    assert (run / "files" / "wandb-summary.json").stat().st_size > 10**6
    catalog = read(tmp_path)
    assert [(metric.key, metric.last.value) for metric in catalog.runs[0].metrics] == [("auc", 0.75)]


def test_a_changed_working_tree_is_known(tmp_path):
    """As most of Sacred's runs are: without metrics.json and cout.txt, out of a repository with changes."""
    folder = tmp_path / "runs" / "1"
    folder.mkdir(parents=True)
    repository = {"url": "git@example:churn.git", "commit": "ab12", "dirty": True}
    about = {"name": "churn", "mainfile": "train.py", "repositories": [repository], "sources": []}
    (folder / "run.json").write_text(
        json.dumps(
            {"experiment": about, "status": "COMPLETED", "heartbeat": "2026-01-05T08:01:00", "host": {}}
        )
    )
    (folder / "config.json").write_text('{"seed": 7}')
    (run,) = (catalog := read(tmp_path)).runs
    assert (run.code.commit, run.code.dirty, run.status, run.metrics) == (
        "ab12",
        True,
        RunStatus.FINISHED,
        (),
    )
    assert [problem.severity for problem in catalog.problems if problem.severity == "error"] == []
