"""The analyses over stores that MLflow itself wrote."""

import pytest

from generator.analyses.changes import changelog
from generator.analyses.lineage import EdgeKind, Gap, neighbourhood, of_model, trace_lineage
from generator.analyses.standing.roles import challenger, in_production
from generator.readers.mlflow.reader import MlflowFilesReader
from generator.readers.reader import read_catalog
from generator.readers.store import Store

STORES = ("mlruns-2.9", "mlruns-2.22", "mlruns-3.18")


@pytest.fixture(scope="module", params=STORES)
def catalog(request, shared_stores):
    return read_catalog([Store(shared_stores / "made" / request.param, request.param)], [MlflowFilesReader()])


def test_the_stage_goes_before_the_alias_that_names_another_version(catalog):
    registered = catalog.models_by_name["breast-cancer-classifier"]
    assert (in_production(registered).version.version, in_production(registered).claim) == ("3", "Production")
    assert challenger(registered).version.version == "2"
    assert in_production(catalog.models_by_name["twelve-versions"]).claim == "@champion"


def test_every_version_leads_back_to_something(catalog):
    lineage = trace_lineage(catalog)
    for registered in catalog.models:
        for version in registered.listed_versions:
            node = lineage.version_node(version)
            assert any(edge.kind.is_flow for edge in lineage.incoming[node.id])
            assert neighbourhood(lineage, version).focus == node.id
    assert {node.gap for node in lineage.gaps} == {Gap.NO_DATASET, Gap.EXTERNAL}
    assert all(source.path and source.sha256 for edge in lineage.edges for source in edge.sources)


def test_a_promoted_copy_leads_to_the_version_it_was_copied_from(catalog):
    lineage = trace_lineage(catalog)
    (edge,) = [edge for edge in lineage.edges if edge.kind is EdgeKind.COPIED]
    assert lineage.by_id[edge.start].model == "breast-cancer-classifier"
    assert lineage.by_id[edge.end].label == "prod.breast-cancer-classifier v1"


def test_twelve_versions_fold_around_the_champion(catalog):
    registered = catalog.models_by_name["twelve-versions"]
    cut = of_model(trace_lineage(catalog), registered)
    versions = [node.label for node in cut.nodes if node.kind.value == "version"]
    assert versions == ["v1 – v8", *(f"twelve-versions v{number}" for number in (9, 10, 11, 12))]


def test_the_changelog_counts_from_one_and_stops_where_nothing_is_recorded(catalog):
    entries = changelog(catalog, catalog.models_by_name["breast-cancer-classifier"])
    assert [(entry.new.version, entry.bump.rule, entry.new_label) for entry in entries] == [
        ("5", "nothing-comparable", ""),
        ("4", "params.changed", "1.3.0"),
        ("3", "params.changed", "1.2.0"),
        ("2", "params.changed", "1.1.0"),
        ("1", "first-version", "1.0.0"),
    ]
