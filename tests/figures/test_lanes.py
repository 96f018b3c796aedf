"""Swimlanes say who held a name, what nothing proves, and what was taken back."""

from generator.figures import draw
from generator.figures.draw_lanes import draw_lanes
from generator.figures.marks import Box, Group, Label
from generator.figures.spec_of_time import LaneBar
from tests.figures import samples


def groups(**options):
    return [mark for mark in draw_lanes(samples.lanes(**options)).marks if isinstance(mark, Group)]


def titled(title, **options):
    (found,) = [group for group in groups(**options) if group.title == title]
    return found


def box(group):
    return next(mark for mark in group.marks if isinstance(mark, Box))


def test_a_bar_stands_where_its_stretch_of_time_is():
    first, last = titled("v1"), titled("v1: since June")
    assert 30 < box(first).x < 40
    assert box(first).x + box(first).width < box(last).x
    assert abs(box(last).x + box(last).width - (760 - 8)) < 2


def test_what_was_rolled_back_says_so_in_words_with_a_sign_and_in_red():
    back = titled("v2, rolled back")
    assert [mark.text for mark in back.marks if isinstance(mark, Label)] == ["v2, rolled back"]
    assert box(back).ink.stroke == "fail"
    assert len(back.marks) == 3


def test_what_nothing_proves_is_dashed():
    assert box(titled("v1?")).ink.dash is not None
    assert box(titled("v1")).ink.dash is None


def test_bars_of_one_lane_that_overlap_stand_below_each_other():
    one, other = titled("v2"), titled("v3")
    assert box(other).y - box(one).y == 22


def test_bars_that_follow_each_other_stand_in_one_row():
    assert len({box(titled(title)).y for title in ("v1", "v2, rolled back", "v1?")}) == 1


def test_an_event_is_a_line_through_all_lanes_and_words_above_them():
    assert len([group for group in groups() if group.title == "incident INC-1: wrong scores"]) == 2


def test_a_narrow_bar_keeps_its_words_in_the_tooltip():
    tiny = titled("v9", bars=(LaneBar(lane=0, start=10, end=10.5, label="v9"),))
    assert not [mark for mark in tiny.marks if isinstance(mark, Label)]
    assert box(tiny).width >= 2


def test_a_bar_may_lead_somewhere():
    assert 'href="v1.html"' in draw(samples.lanes())


def test_without_bars_the_figure_says_that_nothing_is_recorded():
    assert "nothing recorded" in draw(samples.lanes(bars=()))
    assert "nothing recorded" in draw(samples.lanes(end=0.0))
