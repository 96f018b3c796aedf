"""The data behind a version."""

from dataclasses import replace

import pytest

from generator.analyses.data_used import DataRole, data_used, role_of
from generator.analyses.origin import origin_of
from generator.catalog import replaced
from tests import factories


@pytest.mark.parametrize(
    ("context", "role"),
    [
        ("training", DataRole.TRAINING),
        ("Fit", DataRole.TRAINING),
        ("train-eval", DataRole.EVALUATION),
        ("validation", DataRole.EVALUATION),
        ("TEST", DataRole.EVALUATION),
        ("", DataRole.UNKNOWN),
        ("reference", DataRole.UNKNOWN),
    ],
)
def test_the_context_says_what_data_was_used_for(context, role):
    assert role_of(context) is role


def used_by(**records):
    model = factories.model()
    catalog = factories.catalog(models=(model,), **records)
    return [
        (found.role.value, found.label, str(found.source))
        for found in data_used(catalog, origin_of(catalog, model.versions[0]))
    ]


def test_inputs_come_first_then_what_metrics_were_measured_on_each_once():
    run = factories.run(
        "r1",
        inputs=(factories.used(), factories.used("holdout", "cc", "eval")),
        metrics=(
            factories.metric("auc", 0.9, dataset_name="holdout", dataset_digest="cc"),
            factories.metric("f1", 0.9, dataset_name="later", dataset_digest="dd"),
            factories.metric("loss", 0.9, dataset_name="transactions", dataset_digest="18b8e1d0"),
        ),
    )
    assert used_by(runs=(run,)) == [
        ("training", "transactions (18b8e1d0)", "mlruns/1/r1/inputs/18b8e1d0/meta.yaml"),
        ("evaluation", "holdout (cc)", "mlruns/1/r1/inputs/cc/meta.yaml"),
        ("evaluation", "later (dd)", "mlruns/1/r1/metrics/f1"),
    ]


def test_a_run_that_measured_the_version_counts_with_what_it_evaluated_on():
    measured = replaced(factories.metric("auc", 0.9), run_id="r9")
    logged = factories.logged_model(metrics=(measured,))
    version = factories.version(1, model_id="m-1")
    other = factories.run("r9", inputs=(factories.used("later", "dd", "evaluation"), factories.used()))
    catalog = factories.catalog(
        models=(factories.model(versions=(version,)),),
        runs=(factories.run("r1", inputs=(factories.used(),)), other),
        logged_models=(logged,),
    )
    found = data_used(catalog, origin_of(catalog, version))
    assert [(each.role.value, each.name) for each in found] == [
        ("training", "transactions"), ("evaluation", "later"),
    ]  # fmt: skip


def test_without_a_run_there_is_none():
    assert used_by() == []


@pytest.mark.parametrize(
    ("key", "value", "known"),
    [
        ("sha256", "AB" * 32, "ab" * 32),
        ("file.sha256", f"sha256:{'ab' * 32}", "ab" * 32),
        ("data_sha-256", "ab" * 32, "ab" * 32),
        ("sha256", "ab" * 8, ""),
        ("notsha256", "ab" * 32, ""),
        ("sha256_of_schema", "ab" * 32, ""),
    ],
)
def test_a_tag_of_the_input_may_hold_the_digest_that_proves_the_data(key, value, known):
    noted = factories.tag(key, value, folder="mlruns/1/r1/inputs")
    run = factories.run("r1", inputs=(replace(factories.used(), tags=(noted,)),))
    model = factories.model()
    catalog = factories.catalog(models=(model,), runs=(run,))
    (found,) = data_used(catalog, origin_of(catalog, model.versions[0]))
    assert found.sha256 == known
    assert (noted.source in found.sources) is bool(known)
