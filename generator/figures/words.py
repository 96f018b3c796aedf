"""The few words of a figure's own: what no page knows to say, since only the drawing finds it out.

They stand in the spec, so that a figure in another language is another figure, and a drawing needs no language. Each is
a template whose placeholders are filled in by the drawing.
"""

from dataclasses import dataclass

from generator.messages.phrase import filled, say


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureWords:
    """What figures say by themselves."""

    more: str = say("+{n} more", n="{n}")
    more_not_drawn: str = say("{n} more not drawn", n="{n}")
    not_drawn: str = say("{n} not drawn", n="{n}")
    other: str = say("{n} other", n="{n}")
    others: str = say("{n} others", n="{n}")
    not_finite: str = say("not a finite number")
    not_finite_or_positive: str = say("not a finite number, or not above zero on a logarithmic axis")
    logarithmic: str = say("{axis} (logarithmic)", axis="{axis}")
    at_least: str = say("at least")
    at_most: str = say("at most")
    bound: str = say("bound")
    beyond_the_bound: str = say("beyond the bound")
    against: str = say("{difference} against {before}", difference="{difference}", before="{before}")
    not_recorded: str = say("not recorded")
    nothing_recorded: str = say("nothing recorded")
    nothing_measured: str = say("nothing measured")
    nothing_to_compare: str = say("nothing to compare")
    better: str = say("{name} better", name="{name}")
    worse: str = say("{name} worse", name="{name}")
    first_to_second: str = say("{first} to {second}", first="{first}", second="{second}")
    agreed_margin: str = say("{name}: agreed margin {margin}", name="{name}", margin="{margin}")
    interval: str = say("from {lower} to {upper}", lower="{lower}", upper="{upper}")
    higher_is_better: str = say("higher is better")
    lower_is_better: str = say("lower is better")
    best_eighth: str = say("best eighth ({n})", n="{n}")
    rest: str = say("others ({n})", n="{n}")
    none: str = say("none")
    yes: str = say("yes")
    warn: str = say("warn")
    at_last: str = say("{name}: {value} at last", name="{name}", value="{value}")
    day_of_month: str = say("{day} {month}", day="{day}", month="{month}")
    months: tuple[str, ...] = (
        say("Jan"), say("Feb"), say("Mar"), say("Apr"), say("May"), say("Jun"),
        say("Jul"), say("Aug"), say("Sep"), say("Oct"), say("Nov"), say("Dec"),
    )  # fmt: skip

    def several(self, n: int) -> str:
        """``1 other``, ``2 others``."""
        return filled(self.other if n == 1 else self.others, {"n": n})


ENGLISH_WORDS = FigureWords()
"""As they stand above."""
