"""The registry in MLflow's database, and its workspaces."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from generator.catalog import Catalog, VersionRef
from tests.databases import MlflowDatabase, read_databases, told
from tests.stores import START, model_id, run_id

BEGIN = datetime(2026, 1, 5, 8, tzinfo=UTC)


@pytest.fixture
def made(tmp_path: Path) -> MlflowDatabase:
    """A database of the newest release with the default experiment."""
    database = MlflowDatabase(tmp_path / "store" / "mlflow.db")
    database.experiment()
    return database


@pytest.fixture
def read() -> Callable[[MlflowDatabase], Catalog]:
    return lambda database: read_databases(database.path.parent)


class TestRegistry:
    @pytest.fixture
    def registered(self, made) -> MlflowDatabase:
        made.run()
        made.add("registered_models", name="credit", creation_time=START, last_updated_time=START + 1000)
        return made

    def test_versions_stand_by_number_with_their_stages_and_aliases(self, registered, read):
        for number, stage in ((10, "Production"), (2, "Staging"), (1, "None")):
            registered.version(version=number, current_stage=stage)
        registered.add("registered_model_aliases", name="credit", alias="champion", version=10)
        (model,) = read(registered).models
        assert model.last_updated_time == BEGIN + timedelta(seconds=1)
        assert [(each.version, each.sequence, each.stage) for each in model.versions] == [
            ("1", 1, ""), ("2", 2, "Staging"), ("10", 10, "Production"),
        ]  # fmt: skip
        assert [(each.name, each.version) for each in model.aliases] == [("champion", "10")]
        assert model.aliases[0].source.pointer == "/registered_model_aliases/credit/champion"
        assert model.versions[2].source.pointer == "/model_versions/credit/10"

    def test_what_deleting_a_version_overwrote_is_missing(self, registered, read):
        registered.version(
            current_stage="Deleted_Internal", source="REDACTED-SOURCE-PATH", run_id="REDACTED-RUN-ID",
            run_link="REDACTED-RUN-LINK",
        )  # fmt: skip
        catalog = read(registered)
        (version,) = catalog.models[0].versions
        assert version.deleted
        assert (version.run_id, version.source_uri, version.stage) == ("", "", "")
        assert catalog.models[0].listed_versions == ()
        assert told(catalog) == []

    def test_a_version_of_a_logged_model_names_it(self, registered, read):
        registered.version(source=f"models:/{model_id(1)}")
        registered.version(version=2, source="models:/credit/1")
        one, two = read(registered).models[0].versions
        assert one.model_id == model_id(1)
        assert two.copied_from == VersionRef("credit", "1")

    def test_a_prompt_is_no_model(self, registered, read):
        registered.add("registered_models", name="greeting")
        registered.add("registered_model_tags", name="greeting", key="mlflow.prompt.is_prompt", value="true")
        registered.version("greeting", source="dummy-source", run_id=None, description="first")
        registered.add(
            "model_version_tags", name="greeting", version=1, key="mlflow.prompt.text", value="Hello {{name}}"
        )
        catalog = read(registered)
        assert [model.name for model in catalog.models] == ["credit"]
        (prompt,) = catalog.prompts
        assert (prompt.name, prompt.versions[0].template) == ("greeting", "Hello {{name}}")
        assert prompt.versions[0].description == "first"

    def test_a_version_without_its_model_is_shown_and_said(self, registered, read):
        registered.version("lone")
        catalog = read(registered)
        assert [model.name for model in catalog.models] == ["credit", "lone"]
        assert told(catalog) == ["error record-missing store/mlflow.db#/registered_models/lone"]

    def test_an_alias_of_a_version_that_is_not_there_is_said(self, registered, read):
        registered.add("registered_model_aliases", name="credit", alias="champion", version=4)
        catalog = read(registered)
        assert [alias.version for alias in catalog.models[0].aliases] == ["4"]
        assert told(catalog) == [
            "warning alias-dangling store/mlflow.db#/registered_model_aliases/credit/champion"
        ]


class TestWorkspaces:
    @pytest.fixture
    def shared(self, made) -> MlflowDatabase:
        made.experiment(1, "Default", workspace="team-b")
        made.run(1)
        made.run(2, experiment=1)
        for workspace in ("default", "team-b"):
            made.add("registered_models", name="credit", workspace=workspace, description=workspace)
            made.version(workspace=workspace, description=workspace)
            made.add(
                "registered_model_aliases", name="credit", alias="champion", version=1, workspace=workspace
            )
            made.add("registered_model_tags", name="credit", key="of", value=workspace, workspace=workspace)
            made.add(
                "model_version_tags", name="credit", version=1, key="of", value=workspace, workspace=workspace
            )
        return made

    def test_two_models_of_one_name_stay_two(self, shared, read):
        catalog = read(shared)
        one, other = catalog.models
        assert (one.name, one.store) == ("credit", "store")
        assert (other.name, other.store) == (
            "credit (store/workspaces/team-b)",
            "store/workspaces/team-b",
        )
        for model, workspace in ((one, "default"), (other, "team-b")):
            assert model.description == workspace
            assert [version.description for version in model.versions] == [workspace]
            assert [tag.value for tag in (*model.tags, *model.versions[0].tags)] == [workspace, workspace]
            assert len(model.aliases) == 1

    def test_that_there_are_two_is_said(self, shared, read):
        (problem,) = read(shared).problems
        assert problem.slug == "name-in-two-registries"
        assert problem.source.pointer == "/workspaces/team-b/registered_models/credit"
        assert problem.message.endswith("store/mlflow.db#/registered_models/credit")

    def test_runs_belong_to_the_experiment_of_their_workspace(self, shared, read):
        catalog = read(shared)
        assert [(run.run_id, run.store) for run in catalog.runs] == [
            (run_id(1), "store"), (run_id(2), "store/workspaces/team-b"),
        ]  # fmt: skip
        for run in catalog.runs:
            assert (run.store, run.experiment_id) in catalog.experiments_by_id

    def test_places_in_another_workspace_say_so(self, shared, read):
        other = read(shared).models[1]
        assert other.source.pointer == "/workspaces/team-b/registered_models/credit"
        assert other.versions[0].source.pointer == "/workspaces/team-b/model_versions/credit/1"
        assert other.tags[0].source.pointer == "/workspaces/team-b/registered_model_tags/credit/of"
