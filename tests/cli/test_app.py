"""Errors and signals become words and exit codes in one place."""

import signal
from types import SimpleNamespace

import pytest

from generator.cli import app


def test_a_signal_to_stop_that_python_wraps_into_an_error_still_stops_quietly(capsys, monkeypatch):
    class Interrupting:
        def __set_name__(self, owner: type, name: str) -> None:
            app._stop(signal.SIGINT, None)

    def making_a_class(*_: object, **__: object) -> None:
        type("Formatter", (), {"locs": Interrupting()})

    monkeypatch.setattr(app.program.commands["show"], "callback", making_a_class)
    with pytest.raises(SystemExit) as stopped:
        app.run(["show"])
    assert stopped.value.code == 130
    assert capsys.readouterr() == ("", "")


def test_a_signal_that_comes_while_nothing_can_be_raised_is_raised_again(monkeypatch):
    heard: list[int] = []
    monkeypatch.setattr(app.signal, "raise_signal", heard.append)
    app._unraisable(SimpleNamespace(exc_value=SystemExit(128 + signal.SIGTERM)))
    assert heard == [signal.SIGTERM]


def test_any_other_fault_in_a_finalizer_is_told_as_ever(monkeypatch):
    told: list[object] = []
    monkeypatch.setattr(app.sys, "__unraisablehook__", told.append)
    faults = [SimpleNamespace(exc_value=ValueError("x")), SimpleNamespace(exc_value=SystemExit(3))]
    for fault in faults:
        app._unraisable(fault)
    assert told == faults
