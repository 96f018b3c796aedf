"""What is asked of the system for a stamp: nothing outside the root, whatever the paths say."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from generator.errors import StoreError
from generator.readers.places import Places

PARTS = st.sampled_from(["a", "b c", ".", "..", "", "d\\e", "f\0", "...", " "])


def outcome(places: Places, paths: list[str], *, at_once: bool) -> list[str] | str:
    try:
        return places.all_unresolved(paths) if at_once else [places.unresolved(path) for path in paths]
    except StoreError as error:
        return str(error)


@given(st.lists(st.lists(PARTS, max_size=4).map("/".join), max_size=5))
def test_many_paths_are_held_to_the_same_rules_as_one(paths):
    places = Places(Path(), "runs")
    assert outcome(places, paths, at_once=True) == outcome(places, paths, at_once=False)


def test_a_path_that_leads_out_is_refused_among_others():
    places = Places(Path(), "runs")
    assert "is not a path inside the store" in outcome(places, ["a", "b/../../c"], at_once=True)
    assert "is not a path inside the store" in outcome(places, ["/etc/passwd"], at_once=True)
