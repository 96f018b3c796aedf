"""One figure, byte for byte: the same on every machine, Python and matplotlib that the project supports."""

from pathlib import Path

import pytest

from generator.figures import draw
from generator.figures.spec import TrendPoint, TrendSpec

GOLD = Path(__file__).parent / "gold" / "trend.svg"


def test_a_trend_is_drawn_as_it_was_accepted(request: pytest.FixtureRequest) -> None:
    values = (0.887, 0.902, 0.911, None, 0.909, 0.924, 0.931, 0.922, 0.941)
    spec = TrendSpec(
        title="AUC by version",
        description="AUC of nine versions, the seventh in production.",
        heading="AUC (holdout) of <fraud & co>",
        points=tuple(
            TrendPoint(label=f"v{n}", value=value, marked=n == 7, mark="production" if n == 7 else "")
            for n, value in enumerate(values, 1)
        ),
        higher_is_better=True,
        threshold=0.9,
        noise=0.005,
    )
    drawn = draw(spec).replace("><", ">\n<") + "\n"
    if request.config.getoption("--accept"):
        GOLD.write_text(drawn, encoding="utf-8")
    assert drawn == GOLD.read_text(encoding="utf-8"), "look at the figure, then run pytest with --accept"
