"""The code and the random numbers that a version was made with."""

import re
from dataclasses import dataclass
from typing import ClassVar

from generator.analyses.runs.repeat import SEED_NAMES
from generator.catalog import Param, Tag
from generator.governance.about import About, Automation, Family, Pillar
from generator.governance.control import VersionControl
from generator.governance.finding import (
    ControlSeverity,
    Evidence,
    Outcome,
    evidence,
    failed,
    not_applicable,
    passed,
    warned,
)
from generator.governance.subject import VersionSubject
from generator.messages import put_together, say

_FULL_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}", re.IGNORECASE)
_SHORT_COMMIT = re.compile(r"[0-9a-f]{7,63}", re.IGNORECASE)
_DIFF_TAG = "mlflow.source.git.diff"
_WHOLE_NUMBER = re.compile(r"[-+]?[0-9]+")
_NO_NUMBER = frozenset({"", "none", "null", "nan"})


@dataclass(frozen=True, slots=True, kw_only=True)
class CommitRecorded(VersionControl):
    """The code of the version can be found again."""

    about: ClassVar = About(
        id="REP-001",
        title=say("Source commit recorded"),
        family=Family.REPRODUCIBILITY,
        severity=ControlSeverity.HIGH,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.TRACEABILITY,),
        applies=say("every version with a run behind it"),
        passes=say("the run records a whole commit hash and the repository it is of"),
        warns=say("the repository is not recorded, the hash is abbreviated or none, or a version that is not in production has no commit"),
        fails=say("a version in production has no commit"),
        evidence=say("the tag of the run that holds the commit, with the file's digest"),
        remediation=say("Train from a clean checkout, so that the tracker records the commit, or set the tag `mlflow.source.git.commit` yourself."),
        clauses=(
            "AIA:IV.2a", "NIST:MEASURE-2.8", "ISO42001:A.6.2.3", "SR26-2:IV.dev", "SS1/23:P3.5", "SS1/23:P4.3",
        ),
    )  # fmt: skip

    def evaluate(self, subject: VersionSubject) -> Outcome:
        run, code = subject.origin.run, subject.origin.code
        if run is None:
            return not_applicable(say("no run is known to stand behind it"), evidence(subject.version.source))
        if code is None or not code.commit.strip():
            make = failed if subject.in_production else warned
            return make(
                say("no commit is recorded"), [evidence(run.source, "", "commit"), *_production(subject)]
            )
        commit = code.commit.strip()
        proof = [evidence(code.source, commit, "commit")]
        if _FULL_COMMIT.fullmatch(commit) is None:
            short = _SHORT_COMMIT.fullmatch(commit) is not None
            message = (
                say("the commit is abbreviated")
                if short
                else say("what is recorded as the commit is no commit hash")
            )
            return warned(message, proof, observed=commit, limit=say("40 or 64 hexadecimal digits"))
        if not code.repository.strip():
            message = say("the commit is recorded, and the repository that it is of is not")
            return warned(message, proof, observed=commit)
        return passed(
            say("commit {commit} of {repository}", commit=commit[:12], repository=code.repository),
            proof,
            observed=commit,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkingTreeClean(VersionControl):
    """The commit tells the whole code."""

    about: ClassVar = About(
        id="REP-002",
        title=say("Working tree was clean"),
        family=Family.REPRODUCIBILITY,
        severity=ControlSeverity.MEDIUM,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.TRACEABILITY,),
        applies=say("every version whose run records a commit"),
        passes=say("the run records that nothing was changed since the commit"),
        warns=say(
            "it is not recorded; or changes were made, and they are stored or the version is not in production"
        ),
        fails=say("changes that nobody stored went into a version in production"),
        evidence=say("the tags of the run"),
        remediation=say("Commit before training, or have the tracker store the changes with the run."),
        clauses=("AIA:17.b-c", "ISO42001:A.6.2.3", "SS1/23:P4.3"),
    )

    def evaluate(self, subject: VersionSubject) -> Outcome:
        run, code = subject.origin.run, subject.origin.code
        if run is None or code is None or not code.commit.strip():
            place = run.source if run else subject.version.source
            return not_applicable(say("no commit is recorded to compare with"), evidence(place))
        marks = [tag for tag in run.tags if tag.key.endswith(".dirty")]
        proof = [evidence(tag.source, tag.value, say("changes since the commit")) for tag in marks] or [
            evidence(code.source, code.commit, "commit")
        ]
        if code.dirty is None:
            return warned(say("whether the working tree was clean is not recorded"), proof)
        if not code.dirty:
            return passed(say("nothing was changed since the commit"), proof, observed="clean")
        stored = next((tag for tag in run.tags if tag.key == _DIFF_TAG and tag.value.strip()), None)
        if stored is not None:
            proof.append(evidence(stored.source, stored.value, say("stored changes")))
            return warned(
                say("changes since the commit went in, and are stored with the run"), proof, observed="dirty"
            )
        make = failed if subject.in_production else warned
        proof += _production(subject)
        return make(say("changes since the commit went in, and nobody stored them"), proof, observed="dirty")


@dataclass(frozen=True, slots=True, kw_only=True)
class SeedRecorded(VersionControl):
    """The random numbers can be drawn again."""

    about: ClassVar = About(
        id="REP-003",
        title=say("Random seed recorded"),
        family=Family.REPRODUCIBILITY,
        severity=ControlSeverity.MEDIUM,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.TRACEABILITY,),
        applies=say(
            "every version with a run or a logged model behind it, unless `deterministic: true` is stated"
        ),
        passes=say("at least one param or tag is named like a seed, and each such one holds a whole number"),
        warns=say("one of them holds no whole number, or a version that is not in production has none"),
        fails=say("a version in production has none"),
        evidence=say("the params and tags"),
        remediation=say("Log every seed: of the framework, of NumPy and of the split of the data."),
        clauses=("SS1/23:P4.3", "AIA:17.b-c", "NIST:MEASURE-2.1"),
    )

    seed_regex: str = SEED_NAMES
    """What the name of a param or tag that holds a seed looks like; searched for, without case."""

    def evaluate(self, subject: VersionSubject) -> Outcome:
        origin = subject.origin
        if subject.owner.flag("deterministic"):
            place = evidence(subject.owner.place("deterministic"), "true", "deterministic")
            return not_applicable(say("the model is stated to draw no random numbers"), place)
        record = origin.run or origin.logged_model
        if record is None:
            return not_applicable(say("no run is known to stand behind it"), evidence(subject.version.source))
        pattern = re.compile(self.seed_regex, re.IGNORECASE)
        logged: list[Param | Tag] = [*origin.params, *(origin.run.tags if origin.run else ())]
        logged += origin.logged_model.tags if origin.logged_model else ()
        seeds = {found.key: found for found in reversed(logged) if pattern.search(found.key)}
        if not seeds:
            make = failed if subject.in_production else warned
            proof = [evidence(record.source, "", "seed"), *_production(subject)]
            return make(say("no seed is recorded"), proof, limit=self.seed_regex)
        proof = [evidence(seeds[key].source, seeds[key].value, key) for key in sorted(seeds)]
        observed = ", ".join(f"{key} {seeds[key].value}".strip() for key in sorted(seeds))
        unset = [key for key in sorted(seeds) if not _WHOLE_NUMBER.fullmatch(seeds[key].value.strip())]
        if unset:
            empty = all(seeds[key].value.strip().casefold() in _NO_NUMBER for key in unset)
            what = say("is not set") if empty else say("is no whole number")
            return warned(put_together((", ".join(unset), " ", what)), proof, observed=observed)
        return passed(say("recorded: {observed}", observed=observed), proof, observed=observed)


def _production(subject: VersionSubject) -> list[Evidence]:
    """What says that the version is in production, where that makes it graver."""
    place = subject.production_place
    return [evidence(place, "", say("in production"))] if place else []
