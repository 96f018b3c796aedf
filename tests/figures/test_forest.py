"""The forest plot: where things stand on its scale, and what is drawn without an interval."""

from generator.figures.draw import scene
from generator.figures.marks import Box, Group, Label, Symbol
from generator.figures.spec import ForestRow, ForestSpec, Tone
from tests.figures.samples import forest


def found(spec, kind):
    return [mark for mark in scene(spec).marks if isinstance(mark, kind)]


def titles(spec):
    return [mark.title for mark in found(spec, Group)]


def signs(spec):
    return [mark for group in found(spec, Group) for mark in group.marks if isinstance(mark, Symbol)]


def test_the_worse_side_ends_where_nothing_differs():
    spec = forest()
    (worse,) = found(spec, Box)
    zero = worse.x + worse.width
    better, bad, neither, single = signs(spec)
    assert bad.x < zero < neither.x < better.x < single.x


def test_a_single_number_is_hollow_and_has_no_line():
    single = signs(forest())[-1]
    assert (single.ink.fill, single.ink.stroke) == ("surface", "na")
    assert titles(forest())[-1] == "Log loss: +3.30 %, no verdict"


def test_sign_and_word_say_what_the_colour_says():
    assert [(mark.name, mark.ink.fill) for mark in signs(forest())[:3]] == [
        ("circle", "pass"), ("diamond", "fail"), ("square", "c1"),
    ]  # fmt: skip
    assert "Cost per 1 k calls: −8.10 %, from −9.00 to −7.20 %, worse" in titles(forest())


def test_the_margin_is_marked_unless_it_is_too_far_away_to_be_shown():
    row = ForestRow(label="AUC", value=0.1, lower=-0.1, upper=0.2, margin=-50.0, word="alike", tone=Tone.C1)
    assert "AUC: agreed margin −0.50 %" in titles(forest())
    assert not any("margin" in title for title in titles(forest(rows=(row,))))


def test_the_narrow_twin_says_both_values_above_the_line():
    labels = [mark.text for mark in found(forest(width=372), Label)]
    assert "0.931 to 0.941" in labels
    assert scene(forest(width=372)).width == 372
    assert "0.931 to 0.941" not in [mark.text for mark in found(forest(), Label)]


def test_nothing_to_compare_is_said():
    spec = ForestSpec(title="t", first="a", second="b", rows=())
    assert [mark.text for mark in found(spec, Label)] == ["nothing to compare"]


def test_a_row_without_a_difference_keeps_its_values_and_word():
    row = ForestRow(label="AUC", value=None, first="0.9", second="0.8", word="no verdict")
    spec = forest(rows=(row,))
    assert signs(spec) == []
    assert {"0.9", "0.8", "no verdict"} <= {mark.text for mark in found(spec, Label)}
