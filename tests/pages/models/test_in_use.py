"""Environments, rollback with its proof, and deployments, on the pages of a model and of a version."""

import re
from dataclasses import replace

from generator.catalog import Deployment, DeploymentKind, Environment, Policy
from generator.governance.controls.approval import NoStageSkipped, RollbackReady
from generator.governance.discovery import FoundControl
from generator.pages.models.card import model_card_views
from generator.pages.models.in_use import model_in_use, version_in_use
from generator.pages.versions.page import version_views
from tests import factories as make
from tests.governance.controls.approval.approving import OLD_FILE, OTHER, PRODUCTION, approval, records
from tests.pages.models.test_card import section, words

CONTROLS = [FoundControl(kind=kind, package="test") for kind in (NoStageSkipped, RollbackReady)]
OLD = approval(version=1, id="APR-1")


def portfolio(*approvals, **given):
    return make.portfolio_of(make.catalog(**records(*approvals, **given)), CONTROLS)


def stay(**given):
    made = {
        "model": "churn", "version": "2", "environment": "production", "since": make.at(20),
        "source": make.source("governance/deployments/churn.yaml", "/deployments/0"),
    }  # fmt: skip
    return Deployment(**made | given)


def test_each_version_stands_in_the_last_environment_it_has_reached():
    stands = model_in_use(portfolio(OLD, approval()), "churn")
    assert [(row.name, [stay.version.text for stay in row.stays]) for row in stands.environments] == [
        ("development", ["v1"]), ("staging", []), ("production", ["v2"]),
    ]  # fmt: skip
    (serving,) = stands.environments[-1].stays
    assert (serving.claim, serving.since, serving.by) == ("stage Production", "2026-10-31", "ada")
    assert [str(place) for place in serving.sources] == [
        "mlruns/models/churn/version-2/meta.yaml#/current_stage",
        "governance/transitions.yaml#/transitions/TRN-2",
    ]


def test_environments_are_those_of_the_policy():
    policy = Policy(environments=(Environment(name="lab"), Environment(name="live", stages=("Production",))))
    stands = model_in_use(portfolio(OLD, approval(), policy=policy), "churn")
    assert [(row.name, len(row.stays)) for row in stands.environments] == [("lab", 0), ("live", 1)]


def test_a_skipped_step_is_marked_where_the_version_stands(render):
    place = portfolio(OLD, approval(), transitions=(replace(PRODUCTION, from_stage="none"),))
    (serving,) = model_in_use(place, "churn").environments[-1].stays
    assert serving.doubt is not None
    assert (serving.doubt.tone, serving.doubt.words, serving.doubt.href) == (
        "fail", "a step was skipped", "controls/apr-004.html",
    )  # fmt: skip


def test_the_candidate_is_proved_by_the_digest_of_each_file_then_and_now(render):
    place = portfolio(OLD, approval())
    candidate = model_in_use(place, "churn").candidate
    assert (candidate.version.text, candidate.pill.words) == ("v1", "can take over")
    ((file, pill),) = candidate.files
    assert (file.approved, file.found, pill.words) == (
        OLD_FILE.source.sha256, OLD_FILE.source.sha256, "as approved",
    )  # fmt: skip
    (page,) = model_card_views(place)
    told = words(section(render(place, page).html, "in-use"))
    assert "v1 can take over: every file is as it was approved." in told
    assert OLD_FILE.source.sha256[:12] in told
    assert "APR-1" in told


def test_a_file_that_was_changed_is_no_proof(render):
    place = portfolio(approval(version=1, sha256=OTHER), approval())
    candidate = model_in_use(place, "churn").candidate
    assert candidate.pill.words == "cannot take over"
    ((file, pill),) = candidate.files
    assert (file.approved, file.found, pill.words) == (OTHER, OLD_FILE.source.sha256, "changed since")
    (page,) = model_card_views(place)
    told = words(section(render(place, page).html, "in-use"))
    assert "v1 cannot be shown to stand: model.pkl was changed after it was approved." in told
    assert "No earlier version can take over from v2" in told, "the control says it too"


def test_an_approval_that_has_run_out_is_said():
    ended = approval(version=1, id="APR-1", valid_until=make.at(3).date())
    candidate = model_in_use(portfolio(ended, approval()), "churn").candidate
    assert (candidate.pill.tone, candidate.words) == (
        "warn",
        "could take over, but its approval ended on 2026-11-17",
    )


def test_without_a_version_in_production_nothing_takes_over():
    place = portfolio(OLD, models=(make.model(versions=(make.version(1), make.version(2))),))
    assert model_in_use(place, "churn").candidate is None


def test_deployments_tell_traffic_endpoint_image_and_what_became_of_them(render):
    image = f"registry.example/churn@sha256:{'cd' * 32}"
    trial = stay(
        kind=DeploymentKind.CANARY, share=0.1, against="1", since=make.at(25), until=make.at(20),
        result=(("auc", "0.91"),), decision="rolled out", decided_by="ada", image=image,
        endpoint="https://serve.example/churn",
    )  # fmt: skip
    place = portfolio(OLD, approval(), deployments=(trial, stay()))
    running, ended = model_in_use(place, "churn").deployments
    assert (running.pill.words, running.trial.share) == ("running", "")
    assert (ended.pill.words, ended.trial.share, ended.trial.against.text) == ("ended", "10\u00a0%", "v1")
    (page,) = model_card_views(place)
    told = words(section(render(place, page).html, "in-use"))
    for said in (
        "canary, 10 %",
        "against v1",
        image,
        "https://serve.example/churn",
        "auc 0.91; rolled out by ada",
    ):
        assert said in told


def test_a_deployment_of_a_version_that_no_registry_lists_has_no_link():
    (row,) = model_in_use(portfolio(OLD, deployments=(stay(version="9"),)), "churn").deployments
    assert (row.trial.version.text, row.trial.version.href) == ("v9", "")


def test_a_version_has_the_section_only_when_it_is_or_was_somewhere():
    plain = portfolio(OLD, approval(), transitions=())
    assert version_in_use(plain, "churn", "1") is None
    assert version_in_use(plain, "churn", "2").candidate.version.text == "v1"
    moved = portfolio(OLD, approval(), transitions=(PRODUCTION, replace(PRODUCTION, id="TRN-0", version="1")))
    assert version_in_use(moved, "churn", "1").candidate is None, "only what serves can be rolled back"


def test_the_recipe_stands_on_the_page_of_a_version_with_what_is_missing(render):
    place = portfolio(
        OLD, approval(), runs=(make.run("r2", code=make.code(repository="https://git.example/churn.git")),)
    )
    page = next(page for page in version_views(place) if page.version == "2")
    html = section(render(place, page).html, "reproduce")
    assert "git clone -- https://git.example/churn.git source\n" in html
    assert re.search(r"\ngit -C source checkout --detach [0-9a-f]{40}\n", html)
    assert "The version of Python: nobody recorded it" in words(html)
