"""Whether a version still has behind it what it was made from."""

import pytest

from generator.catalog import LifecycleStage, RunStatus
from generator.governance.controls.inventory import NoOrphan
from generator.governance.finding import Status
from tests import factories
from tests.governance.assessing import assessed, found, places, told, waiver

FILES = (factories.artifact("model/MLmodel"), factories.artifact("model/model.pkl", 118_000))


def registered(run=None, written=None, **version):
    """Records of one version with a run behind it; without one where the run is False."""
    made = factories.version(1, **({"artifacts": FILES} | version))
    fields = {"import_record": written} if written is not None else {}
    return {
        "models": (factories.model(versions=(made,)),),
        "runs": () if run is False else (factories.run("r1", **(run or {})),),
        "narratives": (factories.narrative(fields=fields),) if fields else (),
    }


def test_passes_for_a_finished_run_with_files_and_shows_both():
    finding = found(NoOrphan, **registered())
    assert told(finding) == (
        Status.PASS, "its run r1 is active and finished, and 2 files of it are in the store",
    )  # fmt: skip
    assert places(finding) == [
        "mlruns/models/churn/version-1/meta.yaml#/run_id",
        "mlruns/1/r1/meta.yaml#/lifecycle_stage",
        "mlruns/1/r1/meta.yaml#/status",
        "mlruns/1/r1/artifacts/model/MLmodel",
        "mlruns/1/r1/artifacts/model/model.pkl",
    ]


def test_passes_for_a_package_without_a_list_of_files():
    given = registered(artifacts=(), package=factories.package())
    finding = found(NoOrphan, **given)
    assert finding.status is Status.PASS
    assert places(finding)[-1] == "mlruns/1/r1/artifacts/model/MLmodel"


def test_fails_for_a_run_that_is_not_there():
    finding = found(NoOrphan, **registered(run=False))
    assert told(finding) == (Status.FAIL, "its run r1 is not in the store")
    assert places(finding) == ["mlruns/models/churn/version-1/meta.yaml#/run_id"]


def test_fails_for_a_deleted_run_before_anything_else():
    finding = found(
        NoOrphan, **registered(run={"lifecycle_stage": LifecycleStage.DELETED, "status": RunStatus.FAILED})
    )
    assert told(finding) == (Status.FAIL, "its run r1 is deleted")
    assert (finding.outcome.observed, finding.outcome.limit) == ("deleted", "active")


@pytest.mark.parametrize("status", [RunStatus.RUNNING, RunStatus.FAILED, RunStatus.UNKNOWN])
def test_warns_for_a_run_that_did_not_finish(status):
    finding = found(NoOrphan, **registered(run={"status": status}))
    assert told(finding) == (Status.WARN, f"its run r1 is recorded as {status.value}, not as finished")


@pytest.mark.parametrize("address", ["/home/ada/mlruns/1/r1", "file:///x", "models:/m-1", "C:\\runs\\1"])
def test_fails_when_files_of_the_store_are_missing(address):
    finding = found(NoOrphan, **registered(artifacts=(), source_uri=address))
    assert told(finding) == (Status.FAIL, f"its files are not in the store; {address} is recorded")
    assert places(finding)[-1] == "mlruns/models/churn/version-1/meta.yaml#/source"


def test_warns_when_the_files_lie_where_nobody_looked():
    finding = found(NoOrphan, **registered(artifacts=(), source_uri="s3://lake/model"))
    assert told(finding) == (
        Status.WARN, "its files lie outside the store, at s3://lake/model, and were not looked at",
    )  # fmt: skip
    finding = found(NoOrphan, **registered(artifacts=()))
    assert told(finding) == (
        Status.WARN, "where its files lie is not recorded, so they cannot be looked at",
    )  # fmt: skip


class TestImported:
    def test_fails_when_nothing_explains_a_version_without_a_run(self):
        for written in (None, "TBD", {"2": "from Lexora"}):
            finding = found(NoOrphan, **registered(run=False, run_id="", written=written))
            assert told(finding) == (
                Status.FAIL, "no run stands behind it, and no import_record says where it came from",
            )  # fmt: skip
        assert places(finding)[-1] == "governance/models/churn.md#/import_record/1"

    @pytest.mark.parametrize("written", ["from Lexora", {"1": "from Lexora"}])
    def test_warns_when_an_import_record_does(self, written):
        finding = found(NoOrphan, **registered(run=False, run_id="", written=written))
        assert told(finding) == (Status.WARN, "no run stands behind it; it was imported: from Lexora")

    def test_an_import_record_does_not_make_up_for_missing_files(self):
        given = registered(run=False, run_id="", written="from Lexora", artifacts=(), source_uri="/x")
        assert told(found(NoOrphan, **given)) == (
            Status.FAIL, "its files are not in the store; /x is recorded",
        )  # fmt: skip
        given = registered(run=False, run_id="", written="from Lexora", artifacts=(), source_uri="s3://x")
        assert told(found(NoOrphan, **given)) == (
            Status.WARN,
            "no run stands behind it; it was imported: from Lexora; its files lie outside the store, at s3://x, and were not looked at",
        )  # fmt: skip


def test_does_not_concern_a_version_that_the_registry_no_longer_lists():
    assert assessed(NoOrphan, **registered(run=False, deleted=True)).findings == ()


def test_can_be_waived():
    finding = found(NoOrphan, waivers=(waiver("INV-004"),), **registered(run=False))
    assert told(finding) == (Status.WAIVED, "its run r1 is not in the store")
