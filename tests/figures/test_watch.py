"""What monitors measured, as a figure: bands, crosses, names, silence, days."""

from datetime import date

import pytest

from generator.figures.calendar import calendar_ticks
from generator.figures.draw import scene
from generator.figures.marks import Box, Group, Label, Shape, Symbol
from generator.figures.spec import Tone
from generator.figures.spec_of_time import WatchEvent
from tests.figures.samples import FIRST_DAY, watch, watched


def flat(marks):
    for mark in marks:
        yield mark
        if isinstance(mark, Group):
            yield from flat(mark.marks)


def marks_of(spec, kind):
    return [mark for mark in flat(scene(spec).marks) if isinstance(mark, kind)]


def words(spec):
    return [label.text for label in marks_of(spec, Label)]


def crosses(spec):
    return [symbol for symbol in marks_of(spec, Symbol) if symbol.name == "cross"]


def test_values_beyond_the_limit_are_crossed_and_no_others():
    assert len(crosses(watch())) == 2
    assert len(crosses(watch(alert=0.3))) == 0, "a value on its limit does not breach"
    assert len(crosses(watch(alert=None))) == 0


def test_below_a_floor_is_the_bad_side():
    spec = watch(lines=(watched("recall", 0.6, 0.49, 0.5),), alert=0.5, warn=None, higher_is_better=True)
    assert len(crosses(spec)) == 1
    assert "alert < 0.50" in words(spec)
    band = next(box for box in marks_of(spec, Box) if box.ink.fill == "fail-bg")
    line = next(shape for shape in marks_of(spec, Shape) if shape.ink.stroke == "fail")
    assert f"{band.y:.1f}".rstrip("0").rstrip(".") in line.outline, (
        "the band begins at the floor and lies below it"
    )


def test_loud_lines_are_named_and_quiet_ones_counted():
    quiet = tuple(watched(f"f{number}", 0.01, 0.02, quiet=True) for number in range(3))
    spec = watch(lines=(watched("amount", 0.1, 0.2), watched("age", 0.1, 0.1, tone=Tone.C2), *quiet))
    assert [word for word in words(spec) if word in {"amount", "age", "3 others", "f0"}] == [
        "amount",
        "age",
        "3 others",
    ]


def test_a_line_alone_has_its_last_value_and_no_name():
    spec = watch(lines=(watched("recall", 0.61, 0.625),), decimals=3)
    assert "0.625" in words(spec)
    assert "recall" not in words(spec)


def test_silence_is_hatched_from_the_last_value_to_the_day_of_the_report():
    hatched = [
        shape for shape in marks_of(watch(), Shape) if shape.ink.stroke == "axis" and shape.ink.width == 0.8
    ]
    assert len(hatched) == 1
    assert "no value for 49 days" in words(watch())
    spoken_of = [shape for shape in marks_of(watch(silence=""), Shape) if shape.ink.width == 0.8]
    assert spoken_of == []


def test_what_was_never_measured_says_so_in_the_place_of_the_drawing():
    assert words(watch(lines=(), silence="never measured")) == ["psi", "never measured"]
    assert "nothing measured" in words(watch(lines=(), silence=""))


def test_an_event_beyond_the_days_shown_is_left_out():
    spec = watch(
        events=(WatchEvent(day=FIRST_DAY - 50, words="v3"), WatchEvent(day=FIRST_DAY + 10, words="v4"))
    )
    assert ("v3" in words(spec), "v4" in words(spec)) == (False, True)


def test_a_missing_value_leaves_a_gap():
    spec = watch(lines=(watched("amount", 0.1, 0.2, float("nan"), 0.1, 0.2),))
    line = next(shape for shape in marks_of(spec, Shape) if shape.ink.stroke == "c1")
    assert line.outline.count("M") == 2


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ((2025, 11, 24), (2026, 11, 16), ["Jan 2026", "Mar", "May", "Jul", "Sep", "Nov"]),
        ((2026, 3, 2), (2026, 3, 5), ["2 Mar 2026", "3 Mar", "4 Mar", "5 Mar"]),
        ((2026, 2, 10), (2026, 2, 10), ["10 Feb 2026"]),
        ((2019, 5, 1), (2026, 5, 1), ["Jan 2020", "Jan 2022", "Jan 2024", "Jan 2026"]),
    ],
)
def test_days_are_told_as_round_dates(first, last, told):
    ticks = calendar_ticks(date(*first).toordinal(), date(*last).toordinal(), 6)
    assert [said for _, said in ticks] == told


@pytest.mark.parametrize(("low", "high"), [(-1e9, 1e12), (1e9, 1e12), (-5.0, 0.0), (1.0, 3_652_059.0)])
def test_days_that_no_calendar_knows_are_held_to_those_it_does(low, high):
    assert 1 <= len(calendar_ticks(low, high, 5)) <= 5
