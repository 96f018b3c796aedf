"""Errors and signals become words and exit codes in one place."""

import signal

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
