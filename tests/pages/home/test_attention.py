"""What needs attention: every kind found, nothing invented, the gravest first."""

import pytest

from generator.catalog import Alert, AlertStatus, LoggedModelStatus, Problem, RunStatus, Severity
from generator.governance.controls.inventory.ownership import OwnerNamed
from generator.governance.controls.monitoring import EventsLogged, MonitoringPlanned
from generator.governance.discovery import FoundControl
from generator.pages.home.attention import NAMED, TOLD_APART, gather_attention
from generator.pages.home.concerns import ConcernKind
from tests import factories as make

CALM = {
    "owner": "Ada",
    "review_due": "2027-06-01",
}
"""Statements that leave nothing to complain about."""


def attention(**records):
    return gather_attention(make.portfolio(**records))


def kinds(**records):
    return [line.kind for line in attention(**records).lines]


def told(kind, **records):
    return [
        f"{line.before}{', '.join(link.text for link in line.subjects)}{line.text}"
        for line in attention(**records).lines
        if line.kind is kind
    ]


def serving(*versions, name="churn", **given):
    return make.model(
        name, versions=versions or (make.version(1, model=name),), aliases={"champion": "1"}, **given
    )


def backed_run(run_id="r1", **given):
    return make.run(run_id, **{"artifacts": (make.artifact(),), "packages": (make.package(),)} | given)


def calm(**given):
    """A model in production that nothing is wrong with."""
    records = {
        "runs": (backed_run(),),
        "models": (serving(),),
        "narratives": (make.narrative(fields=CALM),),
    }
    return records | given


def test_a_model_in_order_needs_no_attention():
    assert attention(**calm()).lines == ()
    assert attention(**calm()).pressing == frozenset()


def test_errors_of_one_kind_share_a_line_and_their_number():
    problems = tuple(
        Problem(
            slug="run-meta-missing",
            severity=severity,
            source=make.source(f"mlruns/1/{index}"),
            message="meta.yaml is missing",
            cost="the run is not shown",
        )
        for index, severity in enumerate((Severity.ERROR, Severity.ERROR, Severity.WARNING))
    )
    assert told(ConcernKind.UNREAD, problems=problems) == [
        "2 errors of the kind run-meta-missing: meta.yaml is missing; the run is not shown."
    ]


def test_a_version_that_serves_must_come_from_a_run_that_is_there():
    assert told(ConcernKind.NO_RUN, **calm(runs=())) == [
        "churn: v1 is in production and its run r1 is in no store, so nothing shows what it was made from."
    ]
    unnamed = calm(models=(serving(make.version(1, run_id="")),))
    assert "it names no run" in told(ConcernKind.NO_RUN, **unnamed)[0]


def test_a_logged_model_is_origin_enough():
    records = calm(
        runs=(),
        logged_models=(
            make.logged_model("m-1", status=LoggedModelStatus.READY, artifacts=(make.artifact(),)),
        ),
        models=(serving(make.version(1, run_id="", model_id="m-1")),),
    )
    assert attention(**records).lines == ()


def test_a_version_that_serves_without_files_cannot_be_checked():
    assert told(ConcernKind.NO_FILES, **calm(runs=(make.run("r1"),))) == [
        "churn: v1 is in production and none of its files is in the stores, so there is no digest to check it by."
    ]


def test_a_version_that_does_not_serve_may_have_lost_its_run():
    records = calm(runs=(), models=(make.model(),))
    assert kinds(**records) == []


@pytest.mark.parametrize(
    ("value", "threshold", "higher", "line"),
    [
        (0.61, 0.65, True, "auc of v1, in production, is 0.61; its owners ask for ≥ 0.65."),
        (0.61, 0.6, False, "auc of v1, in production, is 0.61; its owners ask for ≤ 0.6."),
        (0.65, 0.65, True, ""),
        (0.61, None, True, ""),
        (0.61, 0.65, None, ""),
    ],
)
def test_a_threshold_is_missed_only_on_the_side_that_fails(value, threshold, higher, line):
    records = calm(
        runs=(backed_run(metrics={"auc": value}),),
        narratives=(
            make.narrative(
                fields=CALM, goals=(make.goal("auc", threshold=threshold, higher_is_better=higher),)
            ),
        ),
    )
    assert told(ConcernKind.THRESHOLD, **records) == ([f"churn: {line}"] if line else [])


@pytest.mark.parametrize(
    ("date", "kind", "words"),
    [
        ("2026-11-19", ConcernKind.OVERDUE, "was to be reviewed by 2026-11-19: 1 day overdue."),
        ("2026-11-20", ConcernKind.DUE, "is to be reviewed by 2026-11-20: due today."),
        ("2026-12-20", ConcernKind.DUE, "is to be reviewed by 2026-12-20: due in 30 days."),
        ("2026-12-21", None, ""),
        ("soon", None, ""),
    ],
)
def test_reviews_are_counted_from_the_instant_of_the_snapshot(date, kind, words):
    records = calm(narratives=(make.narrative(fields={**CALM, "review_due": date}),))
    lines = attention(**records).lines
    assert [line.kind for line in lines] == ([kind] if kind else [])
    assert [line.text for line in lines] == ([f" {words}"] if kind else [])


def test_a_missing_owner_presses_only_where_the_model_serves():
    assert kinds(**calm(narratives=())) == [ConcernKind.NO_OWNER_SERVING]
    idle = calm(narratives=(), models=(make.model(),))
    assert kinds(**idle) == [ConcernKind.NO_OWNER]
    assert attention(**idle).pressing == frozenset()


def test_two_versions_in_production_are_told():
    records = calm(
        runs=(backed_run(), backed_run("r2")),
        models=(serving(make.version(1, stage="Production"), make.version(2, stage="Production")),),
    )
    assert told(ConcernKind.RIVALS, **records) == [
        "churn: v2 and v1 claim production; its pages follow v2 (Production)."
    ]


def test_a_version_that_is_not_ready_is_told_with_its_reason():
    records = calm(
        models=(serving(make.version(1, status="FAILED_REGISTRATION", status_message="disk full")),)
    )
    assert told(ConcernKind.REGISTRATION, **records) == [
        "churn: v1 has the status FAILED_REGISTRATION (disk full)."
    ]


def test_a_newest_version_that_is_worse_is_told_with_both_values():
    records = calm(
        runs=(backed_run(metrics={"auc": 0.9}), backed_run("r2", metrics={"auc": 0.88})),
        models=(serving(make.version(1), make.version(2)),),
        narratives=(make.narrative(fields=CALM, goals=(make.goal("auc"),)),),
    )
    assert told(ConcernKind.WORSE, **records) == [
        "churn: auc went from 0.9 in v1 to 0.88 in v2, for the worse."
    ]


def test_runs_that_never_ended_are_told_after_a_week():
    runs = (
        make.run("a", status=RunStatus.RUNNING, start_time=make.at(8), end_time=None),
        make.run("b", status=RunStatus.RUNNING, start_time=make.at(6), end_time=None),
    )
    assert told(ConcernKind.UNFINISHED, experiments=(make.experiment(),), runs=runs) == [
        "churn-training: 1 run never ended, the oldest since 2026-11-12."
    ]


def test_many_models_with_one_concern_share_a_line():
    models = tuple(make.model(f"m{index}") for index in range(NAMED + 4))
    (line,) = attention(models=models).lines
    assert (line.before, len(line.subjects), line.more) == (
        f"{NAMED + 4} models have no owner on record: ",
        NAMED,
        4,
    )
    apart = attention(models=models[:TOLD_APART]).lines
    assert [line.before for line in apart] == [""] * TOLD_APART


def test_the_gravest_comes_first_and_the_most_overdue_before_the_rest():
    records = {
        "models": (serving(name="a"), serving(name="b"), make.model("c")),
        "runs": (backed_run(),),
        "narratives": (
            make.narrative("a", fields={"owner": "x", "review_due": "2026-11-01"}),
            make.narrative("b", fields={"owner": "x", "review_due": "2026-10-01"}),
        ),
    }
    found = attention(**records)
    assert [(line.kind, line.subjects[0].text) for line in found.lines] == [
        (ConcernKind.OVERDUE, "b"),
        (ConcernKind.OVERDUE, "a"),
        (ConcernKind.NO_OWNER, "c"),
    ]
    assert found.pressing == {"a", "b"}


def failing(*controls, **records):
    """The lines of the list when those controls are asked."""
    found = [FoundControl(kind=kind, package="test") for kind in controls]
    return gather_attention(make.portfolio_of(make.catalog(**records), found)).lines


def test_a_grave_control_that_fails_on_what_serves_is_told_once():
    (line,) = failing(MonitoringPlanned, **calm())
    assert (line.kind, line.subjects[0].text, line.text) == (
        ConcernKind.HIGH_CONTROL, "churn v1", ": there is no monitoring plan (MON-001).",
    )  # fmt: skip
    assert line.subjects[0].href == "models/churn/audit.html"
    assert [str(place) for place in line.sources] == ["governance/monitoring/churn/plan.yaml"]


def test_what_another_concern_tells_is_not_told_by_its_control_again():
    lines = failing(OwnerNamed, **calm(narratives=()))
    assert [line.kind for line in lines] == [ConcernKind.NO_OWNER_SERVING]


def test_a_control_that_fails_on_what_does_not_serve_or_is_not_grave_is_no_concern():
    idle = calm(models=(make.model(versions=(make.version(1),)),))
    assert failing(MonitoringPlanned, **idle) == ()
    assert failing(EventsLogged, **calm()) == ()


def test_open_alerts_are_told_with_the_oldest():
    alerts = tuple(
        Alert(
            id=f"A-{days}", model="churn", status=AlertStatus.OPEN, raised_at=make.at(days),
            source=make.source("governance/monitoring/churn/alerts.yaml", f"/alerts/{days}"),
        )
        for days in (3, 9)
    )  # fmt: skip
    assert told(ConcernKind.ALERTS, **calm(alerts=alerts)) == [
        "churn: 2 alerts of its monitors are open, the oldest since 2026-11-11."
    ]
    assert told(ConcernKind.ALERTS, **calm(alerts=alerts[:1])) == [
        "churn: 1 alert of its monitors is open, the oldest since 2026-11-17."
    ]
