"""Monitoring on the pages of models and versions, over the portfolio, and as data."""

import json
from datetime import timedelta

import pytest

from generator.catalog import Alert, AlertStatus, Incident, Retraining, Rule, SignalKind, Withheld
from generator.governance.controls.monitoring import CONTROLS
from generator.governance.discovery import FoundControl
from generator.pages import paths
from generator.pages.models.card import model_card_views
from generator.pages.monitoring.document import monitoring_files
from generator.pages.monitoring.overview import monitoring_views
from generator.pages.monitoring.sections import model_monitoring, series_of, version_monitoring
from generator.pages.monitoring.standing import Gravity, gravity, series_pill, summary_pill
from tests import factories as make
from tests.governance.controls.monitoring.watching import measured, performance, scored, signal
from tests.pages.models.test_card import section, words

SERVING = make.version(1, stage="Production")
FOUND = [FoundControl(kind=kind, package="test") for kind in CONTROLS]


def portfolio(*measurements, plan=(), versions=(SERVING,), controls=FOUND, withheld=(), **given):
    made = {
        "models": (make.model(versions=versions),), "signals": tuple(plan), "measurements": measurements,
    }  # fmt: skip
    return make.portfolio_of(make.catalog(**made | given), controls, withheld=withheld)


PLAN = (signal(),)


def pill(*measurements, plan=PLAN):
    (series,) = series_of(portfolio(*measurements, plan=plan), "churn", "1")
    found = series_pill(series)
    return found.tone, found.words


def alert(days_ago, status=AlertStatus.OPEN, **given):
    made = {
        "id": f"ALR-{days_ago}", "model": "churn", "version": "1", "signal": "psi", "severity": "high",
        "status": status, "raised_at": make.at(days_ago), "summary": "It moved.",
        "source": make.source("governance/monitoring/churn/alerts.yaml", f"/alerts/{days_ago}"),
    }  # fmt: skip
    return Alert(**made | given)


def incident(**given):
    made = {
        "id": "INC-1", "model": "churn", "versions": ("1",), "severity": "serious", "status": "open",
        "opened": make.at(10).date(), "aware_on": make.at(10).date(), "summary": "It was wrong.",
        "source": make.source("governance/incidents.yaml", "/incidents/0"),
    }  # fmt: skip
    return Incident(**made | given)


@pytest.mark.parametrize(
    ("measurements", "told"),
    [
        ((measured(1, 0.05),), ("pass", "within limits")),
        ((measured(1, 0.15),), ("warn", "warning")),
        ((measured(15, 0.3), measured(8, 0.3), measured(1, 0.3)), ("fail", "breach since 2026-11-05")),
        ((measured(15, 0.3), measured(1, 0.2)), ("warn", "warning")),
        ((measured(10, 0.05),), ("warn", "late, no value for 10 days")),
        ((measured(14, 0.05),), ("warn", "late, no value for 14 days")),
        ((measured(15, 0.05),), ("fail", "no value for 15 days")),
        ((measured(40, 0.3),), ("fail", "breach since 2026-10-11, no value for 40 days")),
        ((), ("fail", "never measured")),
    ],
)
def test_a_signal_says_how_it_stands(measurements, told):
    assert pill(*measurements) == told


def test_a_signal_without_any_limit_is_not_judged():
    assert pill(measured(1, 0.9), plan=()) == ("na", "no limit")


def test_several_signals_are_told_by_the_gravest():
    place = portfolio(
        measured(1, 0.05, feature="age"), measured(8, 0.3, feature="amount"), measured(1, 0.3, feature="amount"),
        measured(1, 0.3, feature="city"), plan=(signal(),),
    )  # fmt: skip
    found = summary_pill("Drift", series_of(place, "churn", "1"))
    assert (found.tone, found.words) == ("fail", "Drift: breach since 2026-11-12, 2 of 3 signals")
    assert summary_pill("Drift", ()) is None
    calm = series_of(portfolio(measured(1, 0.05), plan=(signal(),)), "churn", "1")
    assert summary_pill("Drift", calm).words == "Drift: stable"


def test_the_features_of_one_signal_share_a_figure_whose_farthest_three_are_named():
    names = ("a", "b", "c", "d", "e")
    values = [
        measured(days, 0.01 * rank + (0.2 if name == "e" else 0), feature=name)
        for rank, name in enumerate(names) for days in (15, 8, 1)
    ]  # fmt: skip
    place = portfolio(*values, plan=(signal(),))
    (plate,) = model_monitoring(place, place.catalog.models[0], SERVING).plates
    assert [(line.label, line.quiet) for line in plate.figure.lines] == [
        ("e", False), ("d", False), ("c", False), ("a", True), ("b", True),
    ]  # fmt: skip
    assert (plate.figure.warn, plate.figure.alert, plate.figure.width, plate.narrow.width) == (
        0.1,
        0.2,
        760,
        372,
    )
    assert plate.figure.description == "e beyond the limit since 2026-11-05. Last value 2026-11-19; e 0.24."
    assert [at for at, _ in plate.rows] == ["2026-11-19", "2026-11-12", "2026-11-05"]


def test_a_silent_monitor_is_drawn_as_one():
    place = portfolio(measured(50, 0.05), measured(43, 0.05), plan=(signal(),))
    (plate,) = model_monitoring(place, place.catalog.models[0], SERVING).plates
    assert plate.figure.silence == "no value for 43 days"
    assert plate.figure.until - plate.figure.lines[0].points[-1][0] == pytest.approx(43)
    assert plate.figure.description.endswith("No value for 43 days.")
    fresh = portfolio(measured(8, 0.05), measured(1, 0.05), plan=(signal(),))
    assert model_monitoring(fresh, fresh.catalog.models[0], SERVING).plates[0].figure.silence == ""


def test_the_figure_of_a_model_runs_through_the_versions_that_served():
    two = make.version(2, stage="Production")
    place = portfolio(
        measured(22, 0.05), measured(15, 0.06), measured(8, 0.07, version="2"), measured(1, 0.08, version="2"),
        plan=(signal(),), versions=(make.version(1), two),
    )  # fmt: skip
    model = place.catalog.models[0]
    (plate,) = model_monitoring(place, model, two).plates
    assert [value for _, value in plate.figure.lines[0].points] == [0.05, 0.06, 0.07, 0.08]
    assert [event.words for event in plate.figure.events] == ["v2"]
    (own,) = version_monitoring(place, model, two).plates
    assert [value for _, value in own.figure.lines[0].points] == [0.07, 0.08]


def test_a_version_out_of_use_of_which_nothing_was_measured_has_no_monitoring():
    place = portfolio(measured(1, 0.05), plan=(signal(),), versions=(SERVING, make.version(2)))
    model = place.catalog.models[0]
    assert version_monitoring(place, model, model.listed_versions[1]) is None
    assert version_monitoring(place, model, SERVING) is not None


def test_alerts_have_their_age_the_open_ones_first():
    resolved = alert(60, AlertStatus.RESOLVED, resolved_at=make.at(50))
    place = portfolio(plan=(signal(),), alerts=(resolved, alert(3), alert(30, AlertStatus.ACKNOWLEDGED)))
    rows = model_monitoring(place, place.catalog.models[0], SERVING).alerts
    assert [(row.alert.id, row.pill.words, row.age) for row in rows] == [
        ("ALR-30", "acknowledged", "30 days"), ("ALR-3", "open", "3 days"), ("ALR-60", "resolved", "10 days"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("given", "clock"),
    [
        ({}, "report due 2026-11-25, 5 days left"),
        ({"aware_on": make.at(20).date()}, "report due 2026-11-15, 5 days overdue"),
        ({"reported_on": make.at(1).date()}, "report due 2026-11-25, answered 2026-11-19"),
        (
            {"aware_on": make.at(20).date(), "reported_on": make.at(1).date()},
            "report due 2026-11-15, answered 2026-11-19, too late",
        ),
        ({"severity": "minor"}, ""),
    ],
)
def test_an_incident_has_its_clock(given, clock):
    place = portfolio(plan=(signal(),), incidents=(incident(**given),))
    (row,) = model_monitoring(place, place.catalog.models[0], SERVING).incidents
    assert row.clock == clock


def test_every_number_on_the_card_has_its_source_and_its_limit(render):
    place = portfolio(
        measured(8, 0.3), measured(1, 0.3), scored(1, 0.6), plan=(signal(), performance()),
        alerts=(alert(3),), incidents=(incident(),),
        retrainings=(Retraining(model="churn", due=make.at(4), source=make.source("governance/plan.yaml")),),
    )  # fmt: skip
    (page,) = model_card_views(place)
    html = render(place, page).html
    told = words(section(html, "monitoring"))
    for said in (
        "Drift: breach since 2026-11-12", "Performance: kept", "1 open alert", "Psi is 0.3, the limit is 0.2",
        "warn &gt; 0.1", "&gt; 0.2", "&lt; 0.5", "every 7 days", "ALR-3", "INC-1", "report due 2026-11-25, 5 days left",
        "overdue", "2026-11-16",
    ):  # fmt: skip
        assert said in told, said
    assert "measurements.csv" in html
    assert ("line 999" in html, "/signals/psi/alert" in html) == (True, True)
    head = html[: html.index("<h2")]
    assert "1 open alert" in head


def test_a_model_in_production_that_nobody_watches_says_so(render):
    place = portfolio()
    (page,) = model_card_views(place)
    told = words(section(render(place, page).html, "monitoring"))
    assert "not monitored" in told
    assert "There is no monitoring plan" in told


def test_an_edition_without_incidents_says_how_many_it_leaves_out(render):
    place = portfolio(measured(1, 0.1), plan=(signal(),), withheld=(Withheld(rule=Rule.INCIDENTS, count=3),))
    (page,) = model_card_views(place)
    assert "This edition does not show incidents; 3 are on record" in words(
        section(render(place, page).html, "monitoring")
    )


def test_the_page_over_the_portfolio_stands_only_where_anything_is_watched():
    assert list(monitoring_views(portfolio())) == []
    (page,) = monitoring_views(portfolio(measured(1, 0.1)))
    assert page.path == paths.MONITORING


def test_the_page_over_the_portfolio_puts_the_gravest_first(render):
    models = tuple(
        make.model(name, versions=(make.version(1, model=name, stage="Production"),))
        for name in ("calm", "silent", "breaching", "unwatched")
    )
    plan = tuple(signal(model=name) for name in ("calm", "silent", "breaching"))
    values = (
        measured(1, 0.05, model="calm"), measured(90, 0.05, model="silent"), measured(1, 0.3, model="breaching"),
    )  # fmt: skip
    place = portfolio(*values, plan=plan, models=models, alerts=(alert(12, model="breaching"),))
    (page,) = monitoring_views(place)
    view = page.view
    assert [(row.link.text, row.rank) for row in view.models] == [
        ("breaching", Gravity.BREACH), ("silent", Gravity.SILENT), ("calm", Gravity.FINE), ("unwatched", Gravity.FINE),
    ]  # fmt: skip
    assert [link.text for link in view.unwatched] == ["unwatched"]
    assert (view.breaching, view.silent, len(view.alerts)) == (1, 1, 1)
    assert [row.pill.words for row in view.out_of_order] == [
        "breach since 2026-11-19",
        "no value for 90 days",
    ]
    told = words(render(place, page).html)
    for said in ("1 model beyond a limit", "the oldest since 2026-11-08", "Look.", "12 days", "not watched"):
        assert said in told


def test_features_that_are_silent_alike_share_a_line():
    values = [measured(90, 0.05, feature=name) for name in "abc"] + [measured(1, 0.3, feature="d")]
    (page,) = monitoring_views(portfolio(*values, plan=(signal(),)))
    assert [(row.features, row.pill.words) for row in page.view.out_of_order] == [
        (1, "breach since 2026-11-19"), (3, "no value for 90 days"),
    ]  # fmt: skip


def test_the_data_beside_the_page_has_every_value_with_its_place():
    place = portfolio(measured(8, 0.05), measured(1, 0.3), plan=(signal(),), alerts=(alert(3),))
    (file,) = monitoring_files(place)
    assert file.path == "api/monitoring/churn.json"
    document = json.loads(file.content)
    (found,) = document["signals"]
    assert [(each["value"], each["state"], each["source"]) for each in found["values"]] == [
        (0.05, "within limits", "governance/monitoring/churn/measurements.csv:992"),
        (0.3, "beyond the limit", "governance/monitoring/churn/measurements.csv:999"),
    ]
    assert (found["alert"], found["alert_source"], found["weeks_breached"]) == (
        0.2, "governance/monitoring/churn/plan.yaml#/signals/psi/alert", 1,
    )  # fmt: skip
    assert document["alerts"][0]["id"] == "ALR-3"
    assert set(document["files"]) == {
        "governance/monitoring/churn/measurements.csv", "governance/monitoring/churn/plan.yaml",
        "governance/monitoring/churn/alerts.yaml",
    }  # fmt: skip


def test_gravity_counts_a_breach_before_silence():
    (series,) = series_of(portfolio(measured(90, 0.3), plan=(signal(),)), "churn", "1")
    assert (gravity(series), series.age) == (Gravity.BREACH, timedelta(days=90))
    assert series.kind is SignalKind.DATA_DRIFT
