"""The code and the random numbers that a version was made with."""

import pytest

from generator.catalog import ControlSetting, Policy
from generator.governance.controls.reproducibility import CommitRecorded, SeedRecorded, WorkingTreeClean
from generator.governance.finding import Status
from tests import factories
from tests.governance.assessing import found, places, told, waiver

COMMIT = "a41d9c2f" * 5
REPOSITORY = "https://git.bank.example/churn"
COMMIT_TAG = "mlruns/1/r1/tags/mlflow.source.git.commit"
CHAMPION = "mlruns/models/churn/meta.yaml#/aliases/champion"


def made(*, production=False, fields=None, **run):
    aliases = {"champion": "1"} if production else {}
    written = {"narratives": (factories.narrative(fields=fields),)} if fields else {}
    return {"models": (factories.model(aliases=aliases),), "runs": (factories.run(**run),), **written}


def with_code(commit=COMMIT, *, production=False, tags=(), **code):
    code = {"repository": REPOSITORY} | code
    return made(production=production, code=factories.code(commit, **code), tags=tags)


class TestCommitRecorded:
    @pytest.mark.parametrize("commit", [COMMIT, "A41D9C2F" * 8])
    def test_passes_for_a_whole_commit_of_a_known_repository(self, commit):
        finding = found(CommitRecorded, **with_code(commit))
        assert told(finding) == (Status.PASS, f"commit {commit[:12]} of {REPOSITORY}")
        assert places(finding) == [COMMIT_TAG]
        assert finding.outcome.observed == commit

    def test_fails_without_a_commit_in_production_and_names_what_says_production(self):
        finding = found(CommitRecorded, **made(production=True))
        assert told(finding) == (Status.FAIL, "no commit is recorded")
        assert places(finding) == ["mlruns/1/r1/meta.yaml", CHAMPION]

    def test_warns_without_a_commit_elsewhere(self):
        assert told(found(CommitRecorded, **made())) == (Status.WARN, "no commit is recorded")
        assert told(found(CommitRecorded, **with_code(""))) == (Status.WARN, "no commit is recorded")

    @pytest.mark.parametrize(
        ("commit", "repository", "message"),
        [
            (COMMIT, "", "the commit is recorded, and the repository that it is of is not"),
            (COMMIT[:8], REPOSITORY, "the commit is abbreviated"),
            ("release-3", REPOSITORY, "what is recorded as the commit is no commit hash"),
        ],
    )
    def test_warns_when_the_code_cannot_be_found_by_it_alone(self, commit, repository, message):
        finding = found(CommitRecorded, **with_code(commit, repository=repository, production=True))
        assert told(finding) == (Status.WARN, message)
        assert (places(finding), finding.outcome.observed) == ([COMMIT_TAG], commit)

    def test_does_not_concern_a_version_without_a_run(self):
        finding = found(CommitRecorded, models=(factories.model(),))
        assert told(finding) == (Status.NOT_APPLICABLE, "no run is known to stand behind it")

    def test_can_be_waived(self):
        finding = found(CommitRecorded, waivers=(waiver("REP-001"),), **made(production=True))
        assert told(finding) == (Status.WAIVED, "no commit is recorded")


DIRTY = factories.tag("mlflow.source.git.dirty", "True")
DIFF = factories.tag("mlflow.source.git.diff", "--- a/train.py\n+++ b/train.py")
DIRTY_PLACE = "mlruns/1/r1/tags/mlflow.source.git.dirty"


class TestWorkingTreeClean:
    def test_passes_when_nothing_was_changed(self):
        tag = factories.tag("mlflow.source.git.dirty", "false")
        finding = found(WorkingTreeClean, **with_code(dirty=False, tags=(tag,)))
        assert told(finding) == (Status.PASS, "nothing was changed since the commit")
        assert places(finding) == [DIRTY_PLACE]

    def test_fails_for_changes_that_nobody_stored_in_production(self):
        finding = found(WorkingTreeClean, **with_code(dirty=True, tags=(DIRTY,), production=True))
        assert told(finding) == (Status.FAIL, "changes since the commit went in, and nobody stored them")
        assert places(finding) == [DIRTY_PLACE, CHAMPION]

    def test_warns_for_them_elsewhere(self):
        finding = found(WorkingTreeClean, **with_code(dirty=True, tags=(DIRTY,)))
        assert told(finding) == (Status.WARN, "changes since the commit went in, and nobody stored them")

    def test_warns_for_changes_that_are_stored(self):
        finding = found(WorkingTreeClean, **with_code(dirty=True, tags=(DIRTY, DIFF), production=True))
        assert told(finding) == (Status.WARN, "changes since the commit went in, and are stored with the run")
        assert places(finding)[-1] == "mlruns/1/r1/tags/mlflow.source.git.diff"

    def test_warns_when_it_is_not_recorded(self):
        finding = found(WorkingTreeClean, **with_code(production=True))
        assert told(finding) == (Status.WARN, "whether the working tree was clean is not recorded")
        assert places(finding) == [COMMIT_TAG]

    def test_does_not_concern_a_version_without_a_commit(self):
        finding = found(WorkingTreeClean, **made(production=True))
        assert told(finding) == (Status.NOT_APPLICABLE, "no commit is recorded to compare with")

    def test_can_be_waived(self):
        records = with_code(dirty=True, tags=(DIRTY,), production=True)
        assert found(WorkingTreeClean, waivers=(waiver("REP-002"),), **records).status is Status.WAIVED


class TestSeedRecorded:
    @pytest.mark.parametrize(
        "key", ["random_state", "seed", "model.random_state", "split/seed", "rng_seed", "RandomState"]
    )
    def test_passes_for_a_param_named_like_a_seed(self, key):
        finding = found(SeedRecorded, **made(params={key: "42", "seedling": "oak"}))
        assert told(finding) == (Status.PASS, f"recorded: {key} 42")
        assert places(finding) == [f"mlruns/1/r1/params/{key}"]

    def test_passes_for_a_tag_and_counts_every_seed(self):
        finding = found(SeedRecorded, **made(params={"seed": "1"}, tags=(factories.tag("split.seed", "2"),)))
        assert told(finding) == (Status.PASS, "recorded: seed 1, split.seed 2")

    @pytest.mark.parametrize(
        ("value", "what"),
        [
            ("None", "is not set"),
            ("", "is not set"),
            ("today", "is no whole number"),
            ("1.5", "is no whole number"),
        ],
    )
    def test_warns_for_a_seed_that_repeats_nothing(self, value, what):
        finding = found(SeedRecorded, **made(params={"seed": value, "random_state": "7"}, production=True))
        assert told(finding) == (Status.WARN, f"seed {what}")

    def test_fails_without_a_seed_in_production_and_warns_elsewhere(self):
        finding = found(SeedRecorded, **made(params={"depth": "3"}, production=True))
        assert told(finding) == (Status.FAIL, "no seed is recorded")
        assert places(finding) == ["mlruns/1/r1/meta.yaml", CHAMPION]
        assert found(SeedRecorded, **made(params={"depth": "3"})).status is Status.WARN

    def test_does_not_concern_a_model_that_draws_no_random_numbers(self):
        finding = found(SeedRecorded, **made(production=True, fields={"deterministic": "true"}))
        assert told(finding) == (Status.NOT_APPLICABLE, "the model is stated to draw no random numbers")
        assert places(finding) == ["governance/models/churn.md#/deterministic"]

    def test_a_pattern_that_is_none_is_an_error_and_never_a_pass(self):
        policy = Policy(
            controls={"REP-003": ControlSetting(control="REP-003", parameters={"seed_regex": "(seed"})}
        )
        finding = found(SeedRecorded, policy, **made(params={"seed": "1"}))
        assert finding.status is Status.ERROR
        assert finding.outcome.message.startswith("the control could not be run: PatternError: ") or (
            finding.outcome.message.startswith("the control could not be run: error: ")
        )

    def test_can_be_waived(self):
        assert (
            found(SeedRecorded, waivers=(waiver("REP-003"),), **made(production=True)).status is Status.WAIVED
        )
