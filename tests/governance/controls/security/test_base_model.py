"""What others made that a model is built on."""

import pytest

from generator.catalog import Flavor, Statement
from generator.governance.controls.security import BaseModelRecorded
from generator.governance.finding import Status
from tests import factories
from tests.governance.assessing import found, places, told, waiver

MLMODEL = factories.source("mlruns/1/r1/artifacts/model/MLmodel", "/flavors/transformers")
PLACE = "governance/models/churn.md#/third_party"
WHOLE = {"name": "google/bert", "revision": "a41d9c2f" * 5, "licence": "Apache-2.0", "supplier": "Google"}


def made(third_party=None, *, flavor=None, tags=(), **fields):
    flavors = (Flavor("transformers", tuple(flavor.items()), MLMODEL),) if flavor is not None else ()
    version = factories.version(1, package=factories.package(flavors=flavors), tags=tags)
    if third_party:
        fields["third_party"] = Statement(
            third_party, factories.source("governance/models/churn.md", "/third_party")
        )
    return {
        "models": (factories.model(versions=(version,)),),
        "narratives": (factories.narrative(fields=fields),),
    }


def test_passes_when_all_of_it_is_stated():
    finding = found(BaseModelRecorded, **made(WHOLE, flavor={}))
    assert told(finding) == (Status.PASS, "recorded: google/bert")
    assert places(finding) == ["mlruns/1/r1/artifacts/model/MLmodel#/flavors/transformers", PLACE]


def test_the_revision_may_be_recorded_beside_the_terms_that_are_stated():
    stated = {key: value for key, value in WHOLE.items() if key != "revision"}
    flavor = {"source_model_name": "google/bert", "source_model_revision": "v1.2.0"}
    assert found(BaseModelRecorded, **made(stated, flavor=flavor)).status is Status.PASS


def test_a_high_risk_model_needs_an_agreement():
    finding = found(BaseModelRecorded, **made(WHOLE, risk_tier="high"))
    assert told(finding) == (Status.WARN, "google/bert has no agreement")
    assert (
        found(BaseModelRecorded, **made(WHOLE | {"agreement": "C-12"}, risk_tier="high")).status
        is Status.PASS
    )


def test_every_component_of_a_list_counts():
    finding = found(BaseModelRecorded, **made((WHOLE, {"name": "tokenizer"})))
    message = "tokenizer has no revision; tokenizer has no licence, no supplier"
    assert told(finding) == (Status.WARN, message)
    assert places(finding)[:2] == [f"{PLACE}/0", f"{PLACE}/1"]


@pytest.mark.parametrize("revision", ["main", "latest", "refs/pr/3"])
def test_warns_for_a_revision_that_can_move(revision):
    finding = found(BaseModelRecorded, **made(WHOLE | {"revision": revision}))
    assert told(finding) == (Status.WARN, f"the revision of google/bert, {revision}, can move")


def test_warns_for_a_tag_without_the_rest():
    finding = found(BaseModelRecorded, **made(tags=(factories.tag("base_model", "google/bert"),)))
    message = "google/bert has no revision; google/bert has no licence, no supplier"
    assert told(finding) == (Status.WARN, message)
    assert places(finding) == ["mlruns/1/r1/tags/base_model", PLACE]


def test_fails_when_the_flavor_shows_a_base_model_that_nobody_records():
    finding = found(BaseModelRecorded, **made(flavor={"source_model_name": "null"}))
    message = "the flavor transformers loads a model of somebody else, and nobody records which"
    assert told(finding) == (Status.FAIL, message)
    assert places(finding) == ["mlruns/1/r1/artifacts/model/MLmodel#/flavors/transformers", PLACE]
    waived = found(BaseModelRecorded, waivers=(waiver("SEC-005"),), **made(flavor={}))
    assert waived.status is Status.WAIVED


@pytest.mark.parametrize("base", ["", "None; trained from scratch", "n/a"])
def test_does_not_concern_a_model_that_is_stated_or_seems_to_be_built_on_nothing(base):
    finding = found(BaseModelRecorded, **made(base_model=base))
    assert told(finding) == (Status.NOT_APPLICABLE, "nothing shows that it is built on somebody else's model")
    assert found(BaseModelRecorded, **made(base_model="google/bert")).status is Status.WARN
