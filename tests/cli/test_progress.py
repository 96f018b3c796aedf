"""The line on the terminal: only for those who watch, and gone in the end."""

import io
import sys

import pytest

from generator.cli.progress import ProgressLine, progress_line
from generator.pipeline.progress import Quiet


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_the_first_second_passes_in_silence():
    stream, clock = io.StringIO(), Clock()
    line = ProgressLine(stream, clock)
    line.stage("reading")
    clock.now = 0.9
    line.stage("drawing figures", 60)
    line.close()
    assert stream.getvalue() == ""


def test_after_that_the_line_says_what_is_done_and_is_taken_away():
    stream, clock = io.StringIO(), Clock()
    line = ProgressLine(stream, clock)
    line.stage("drawing figures", 60)
    clock.now = 1.5
    line.advance(7)
    clock.now = 1.55
    line.advance(1)
    clock.now = 1.7
    line.advance(1)
    line.close()
    assert stream.getvalue() == ("\rdrawing figures 7 of 60 …\x1b[K\rdrawing figures 9 of 60 …\x1b[K\r\x1b[K")


@pytest.mark.parametrize(
    ("stream", "quiet", "environment"),
    [
        (io.StringIO(), False, {}),
        (Terminal(), True, {}),
        (Terminal(), False, {"CI": "true"}),
        (Terminal(), False, {"TERM": "dumb"}),
    ],
)
def test_nobody_who_does_not_watch_is_told(monkeypatch, stream, quiet, environment):
    monkeypatch.setattr(sys, "stderr", stream)
    with progress_line(quiet=quiet, environment=environment) as progress:
        assert isinstance(progress, Quiet)


def test_a_person_at_a_terminal_is_told(monkeypatch):
    monkeypatch.setattr(sys, "stderr", Terminal())
    with progress_line(quiet=False, environment={}) as progress:
        assert isinstance(progress, ProgressLine)
