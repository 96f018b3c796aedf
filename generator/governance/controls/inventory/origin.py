"""Whether a version still has behind it what it was made from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import urlsplit

from generator.analyses.cards.completeness import value_text
from generator.analyses.cards.placeholders import placeholder_in
from generator.catalog import LifecycleStage, Run, RunStatus
from generator.governance.about import About, Automation, Family, Pillar
from generator.governance.control import VersionControl
from generator.governance.finding import (
    ControlSeverity,
    Evidence,
    Outcome,
    Status,
    evidence,
    failed,
    passed,
    warned,
)
from generator.governance.subject import VersionSubject
from generator.messages import put_together, say, say_many

_IN_STORE = frozenset({"", "file", "runs", "models"})
"""Schemes of addresses that lead into the store itself."""
_FILES_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class NoOrphan(VersionControl):
    """A finished run and its files stand behind the version."""

    about: ClassVar = About(
        id="INV-004",
        title=say("No orphaned version"),
        family=Family.INVENTORY,
        severity=ControlSeverity.HIGH,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.TRACEABILITY,),
        applies=say("every version that the registry lists"),
        passes=say("its run is in the store, active and finished, and so are its files"),
        warns=say(
            "the run did not finish, a version without a run is explained by `import_record`, or its files lie where they cannot be looked at"
        ),
        fails=say(
            "the run is missing or deleted, no run is named and nothing explains it, or the files are missing"
        ),
        evidence=say("the version's record, the run's record, and the files found"),
        remediation=say(
            "Restore the run (`mlflow runs restore`) or its files, or archive the version and say in `import_record` where it came from."
        ),
        clauses=("NIST:GOVERN-1.6", "ISO42001:A.7.5", "SR26-2:VI.inventory", "SS1/23:P1.2", "AIA:17.k"),
    )

    def evaluate(self, subject: VersionSubject) -> Outcome:
        version, origin = subject.version, subject.origin
        named = version.run_id or (origin.logged_model.source_run_id if origin.logged_model else "")
        run = origin.run
        shown = [evidence(version.at("run_id"), named, "run_id")]
        if run is None and named:
            return failed(say("its run {named} is not in the store", named=named), shown, observed=named)
        if run is None:
            return _imported(subject, shown)
        shown += _of_run(run)
        if run.lifecycle_stage is LifecycleStage.DELETED:
            return failed(
                say("its run {run_id} is deleted", run_id=run.run_id),
                shown,
                observed="deleted",
                limit="active",
            )
        lost = _without_files(subject, shown)
        if lost is not None:
            return lost
        files = say_many(len(origin.artifacts), "{n} file", "{n} files")
        if run.status is not RunStatus.FINISHED:
            message = say(
                "its run {run_id} is recorded as {status}, not as finished",
                run_id=run.run_id,
                status=run.status.value,
            )
            return warned(message, shown, observed=run.status.value, limit=RunStatus.FINISHED.value)
        return passed(
            say(
                "its run {run_id} is active and finished, and {files} of it are in the store",
                run_id=run.run_id,
                files=files,
            ),
            shown,
        )


def _of_run(run: Run) -> tuple[Evidence, ...]:
    return (
        evidence(run.at("lifecycle_stage"), run.lifecycle_stage.value, "lifecycle_stage"),
        evidence(run.at("status"), run.status.value, "status"),
    )


def _imported(subject: VersionSubject, shown: list[Evidence]) -> Outcome:
    """A version that names no run: explained by people, or not."""
    statement = subject.owner.statement("import_record")
    value = statement.value if statement else None
    number = subject.version.version
    told = value.get(number) if isinstance(value, Mapping) else value
    text = value_text(told)
    place = subject.owner.place("import_record")
    shown.append(evidence(place.at(number) if isinstance(value, Mapping) else place, text, "import_record"))
    if not text or placeholder_in(text):
        return failed(say("no run stands behind it, and no import_record says where it came from"), shown)
    lost = _without_files(subject, shown)
    if lost is not None and lost.status is Status.FAIL:
        return lost
    message = say("no run stands behind it; it was imported: {text}", text=text)
    return warned(put_together((message, lost.message), "; ") if lost else message, shown)


def _without_files(subject: VersionSubject, shown: list[Evidence]) -> Outcome | None:
    """What is wrong with a version's files; None when some are there, and then they are shown."""
    version, origin = subject.version, subject.origin
    if origin.artifacts:
        shown += [
            evidence(
                artifact.source,
                say(
                    "{path}, {size}",
                    path=artifact.path,
                    size=say_many(artifact.size, "{n} byte", "{n} bytes"),
                ),
                "file",
            )
            for artifact in origin.artifacts[:_FILES_SHOWN]
        ]
        return None
    if origin.package is not None:
        shown.append(evidence(origin.package.source, "", "file"))
        return None
    address = version.source_uri or (origin.logged_model.artifact_uri if origin.logged_model else "")
    shown.append(evidence(version.at("source_uri"), address, "source"))
    if not address:
        return warned(say("where its files lie is not recorded, so they cannot be looked at"), shown)
    if _scheme(address) in _IN_STORE:
        return failed(
            say("its files are not in the store; {address} is recorded", address=address),
            shown,
            observed=address,
        )
    return warned(
        say("its files lie outside the store, at {address}, and were not looked at", address=address), shown
    )


def _scheme(address: str) -> str:
    """The scheme of an address; empty for a plain path, one of Windows included."""
    try:
        scheme = urlsplit(address).scheme
    except ValueError:
        return ""
    return "" if len(scheme) == 1 else scheme
