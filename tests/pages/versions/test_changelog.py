"""The changelog: newest first, nothing left out, deleted versions named."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from generator.catalog import RegistryAction, RegistryEvent
from generator.pages.versions.changelog import STEPS, changelog_views
from generator.provenance import Source
from tests import factories as make
from tests.pages.models.test_card import words
from tests.pages.sample import churn


def test_the_changelog_is_the_golden_one(render, gold):
    place = churn()
    (page,) = changelog_views(place)
    gold("changelog", render(place, page).html)


def test_versions_come_newest_first_deleted_ones_in_their_place(render):
    place = churn()
    (page,) = changelog_views(place)
    assert [(entry.link.text, entry.deleted) for entry in page.view.entries] == [
        ("v4", True),
        ("v3", False),
        ("v2", False),
        ("v1", False),
    ]
    assert "Deleted from the registry" in render(place, page).html
    assert page.view.entries[0].link.href == ""


def test_a_bound_that_is_missed_is_not_called_a_loss_against_the_version_before():
    (page,) = changelog_views(churn())
    notes = [(note.pill.words, note.text) for group in page.view.entries[1].groups for note in group.notes]
    assert ("Bound missed", "p95 latency is 47; it has to be at most 45.") in notes
    assert ("Better", "Recall +0.03 (+4.8\u00a0%).") in notes


def test_the_pill_is_not_said_again_by_the_sentence():
    (page,) = changelog_views(churn())
    bump = page.view.entries[1].notes[0]
    assert (bump.pill.words, bump.rule) == ("Minor", "signature.optional-input-added")
    assert bump.text.startswith("because ")


def test_changes_stand_in_the_groups_of_keep_a_changelog(render):
    place = churn()
    (page,) = changelog_views(place)
    assert [(entry.link.text, [group.heading for group in entry.groups]) for entry in page.view.entries] == [
        ("v4", []),
        ("v3", ["Added", "Changed", "Removed"]),
        ("v2", ["Changed", "Fixed"]),
        ("v1", []),
    ]
    assert "<h4>Added</h4>" in render(place, page).html


def test_where_versions_stand_now_is_told(render):
    aliases = {"production": "1", "challenger": "2", "nightly": "2"}
    place = make.portfolio(models=(make.model(aliases=aliases, versions=(make.version(1), make.version(2))),))
    (page,) = changelog_views(place)
    assert [[pill.words for pill in entry.pills] for entry in page.view.entries] == [
        ["Challenger"],
        ["In production"],
    ]
    assert "@nightly" in words(render(place, page).html)


def test_the_key_metric_is_drawn_once_it_has_a_course_for_wide_screens_and_for_narrow_ones():
    (page,) = changelog_views(churn())
    assert [(spec.heading, spec.width) for spec in page.figures] == [("AUC", 760), ("AUC", 372)]
    (short,) = changelog_views(
        make.portfolio(models=(make.model(),), runs=(make.run("r1", metrics={"auc": 0.9}),))
    )
    assert short.figures == ()
    assert [section.id for section in short.sections] == ["versions"]


def test_steps_that_the_registry_recorded_are_listed_newest_first(render):
    steps = tuple(
        RegistryEvent(
            action=RegistryAction.ASSIGNED,
            version="1",
            stage=f"stage-{number}",
            at=datetime(2026, 1, 5, tzinfo=UTC) + timedelta(minutes=number),
            by="Ada",
            message="<b>go</b>",
            source=Source(f"store/.git/refs/tags/{number}"),
        )
        for number in range(STEPS + 2)
    )
    place = make.portfolio(models=(replace(make.model(), events=steps),))
    (page,) = changelog_views(place)
    said = words(render(place, page).html)
    assert [step.stage for step in page.view.steps[:2]] == ["stage-501", "stage-500"]
    assert "The newest 500 of 502 steps." in said
    assert "<b>go</b>" not in render(place, page).html
    assert "registries do not record" not in said
    assert [section.id for section in page.sections] == ["versions", "steps"]


def test_a_model_without_versions_says_so(render):
    place = make.portfolio(models=(make.model(versions=()),))
    (page,) = changelog_views(place)
    assert "no version is registered" in render(place, page).html


def test_a_long_changelog_tells_old_entries_in_short_and_says_so(render):
    numbers = range(1, 64)
    place = make.portfolio(
        models=(make.model(versions=tuple(make.version(number) for number in numbers)),),
        runs=tuple(make.run(f"r{number}", metrics={"auc": number / 100}) for number in numbers),
    )
    (page,) = changelog_views(place)
    assert len(page.view.entries) == 63
    assert [len(entry.groups) for entry in page.view.entries[58:62]] == [1, 1, 0, 0]
    assert "The 3 entries below tell only how large the change was" in render(place, page).html
