"""The timelines: what a ledger that was lost and begun again proves, and what it does not."""

import pytest

from generator.pages.portfolio import Portfolio
from generator.pages.timelines.page import model_timeline_views, timeline_views
from tests.history.replay import Replay


@pytest.fixture(scope="module")
def portfolio(tmp_path_factory) -> Portfolio:
    """Five looks, of which the first was lost and restored; what changed after the last is not yet recorded."""
    replay = Replay(tmp_path_factory.mktemp("timeline"))
    replay.look("03-02")
    kept = replay.ledger.read_bytes()
    replay.ledger.unlink()
    replay.look("05-02", restart_reason="the disk died")
    replay.ledger.write_bytes(kept + replay.ledger.read_bytes())
    replay.look("06-10", merging=True)
    replay.look("10-02")
    replay.turn_to("12-31")
    return replay.pipeline("12-31").portfolio


def test_the_timeline_of_a_model_is_the_golden_one(render, gold, portfolio):
    (page,) = model_timeline_views(portfolio)
    gold("timeline-model", render(portfolio, page).html)


def test_the_timeline_of_all_models_is_the_golden_one(render, gold, portfolio):
    (page,) = timeline_views(portfolio)
    gold("timeline", render(portfolio, page).html)
