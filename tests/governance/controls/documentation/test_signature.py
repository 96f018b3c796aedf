"""What goes into a version and what comes out."""

from dataclasses import replace

import pytest

from generator.catalog import SignatureField
from generator.governance.controls.documentation import SignatureRecorded
from generator.governance.finding import Status
from tests import factories
from tests.governance.assessing import assessed, found, places, told, waiver
from tests.governance.controls.documentation.writing import written


def packed(*, production=True, **package):
    version = factories.version(1, package=factories.package(**package))
    return written(production=production, versions=(version,))


def test_passes_for_a_signature_with_both_sides():
    finding = found(SignatureRecorded, **packed())
    assert told(finding) == (Status.PASS, "the signature has 2 inputs and 1 output")
    assert places(finding) == ["mlruns/1/r1/artifacts/model/MLmodel#/signature"]


@pytest.mark.parametrize("signature", [None, replace(factories.signature(), inputs=(), outputs=())])
def test_fails_in_production_without_one_and_warns_elsewhere(signature):
    finding = found(SignatureRecorded, **packed(signature=signature))
    assert told(finding) == (Status.FAIL, "no signature is recorded")
    assert places(finding) == ["mlruns/1/r1/artifacts/model/MLmodel#/signature"]
    assert found(SignatureRecorded, **packed(signature=signature, production=False)).status is Status.WARN


def test_fails_in_production_when_the_package_is_not_there():
    finding = found(SignatureRecorded, **written(production=True))
    assert told(finding) == (Status.FAIL, "its MLmodel file is not in the store, so no signature is known")
    assert places(finding) == ["mlruns/models/churn/version-1/meta.yaml"]


def test_fails_in_production_for_one_without_inputs():
    signature = replace(factories.signature(), inputs=())
    finding = found(SignatureRecorded, **packed(signature=signature))
    assert told(finding) == (Status.FAIL, "the signature names no inputs")


def test_warns_without_outputs_and_for_types_that_say_nothing():
    signature = replace(factories.signature(), outputs=())
    assert told(found(SignatureRecorded, **packed(signature=signature))) == (
        Status.WARN, "the signature names no outputs",
    )  # fmt: skip
    anything = replace(
        factories.signature([("", "any")]), outputs=(SignatureField("", "Any"), SignatureField("", ""))
    )
    assert told(found(SignatureRecorded, **packed(signature=anything))) == (
        Status.WARN, "the signature takes anything: no type says more than any",
    )  # fmt: skip


def test_does_not_concern_a_version_that_the_registry_no_longer_lists():
    gone = factories.version(1, deleted=True)
    assert assessed(SignatureRecorded, **written(versions=(gone,))).findings == ()


def test_can_be_waived():
    finding = found(SignatureRecorded, waivers=(waiver("DOC-005"),), **packed(signature=None))
    assert told(finding) == (Status.WAIVED, "no signature is recorded")
