"""The program: its commands, and the one place where errors become words and exit codes.

Exit codes: 0 done, 1 failed and the last good site stands, 2 not done as asked and nothing was touched, 3 done, but
``--strict`` found problems; 128 and the signal's number when stopped by a signal.
"""

import contextlib
import os
import signal
import sys
import traceback
from collections.abc import Sequence
from types import FrameType
from typing import Any

import click

import generator
from generator.cli import options
from generator.cli.audit import audit
from generator.cli.build import build
from generator.cli.controls import controls
from generator.cli.diff import diff
from generator.cli.export import export
from generator.cli.failure import explained
from generator.cli.init import init
from generator.cli.record import record
from generator.cli.serve import serve
from generator.cli.show import show
from generator.cli.verify import verify

_CLOSED_PIPE = 128 + 13
"""As if SIGPIPE had ended the program."""


class _Program(click.Group):
    """Translates our errors once, for every command."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except BrokenPipeError as error:
            raise click.exceptions.Exit(_leave_closed_pipe()) from error
        except Exception as error:
            if (stopped := _stopped(error)) is not None:
                raise stopped from None
            if ctx.meta.get("modelfolio.debug"):
                traceback.print_exc()
            said, code = explained(error)
            click.echo(said, err=True)
            raise click.exceptions.Exit(code) from error


def _stopped(error: BaseException | None) -> SystemExit | None:
    """The signal to stop behind an error; Python 3.11 wraps one that comes while a class is made (``__set_name__``)."""
    while error is not None:
        if isinstance(error, SystemExit):
            return error
        error = error.__cause__ or error.__context__
    return None


@click.group(cls=_Program, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(generator.__version__, prog_name="modelfolio")
@options.debug
def program() -> None:
    """Freeze a model registry into a searchable governance site."""


for _command in (audit, build, controls, diff, export, init, record, serve, show, verify):
    program.add_command(_command)


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    try:
        returned = program.main(list(arguments), prog_name="modelfolio", standalone_mode=False)
        sys.stdout.flush()
    except click.Abort:
        return 128 + signal.SIGINT
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except BrokenPipeError:
        return _leave_closed_pipe()
    return returned if isinstance(returned, int) else 0


def _leave_closed_pipe() -> int:
    """The exit code for a reader who has seen enough; what is left to say goes nowhere."""
    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return _CLOSED_PIPE


def main() -> None:
    """Entry point of the console script."""
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _stop)
    sys.unraisablehook = _unraisable
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    sys.exit(run(sys.argv[1:]))


def _stop(number: int, _frame: FrameType | None) -> None:
    """Leave by way of every ``finally``, so that what was begun is put away."""
    sys.exit(128 + number)


def _unraisable(fault: "sys.UnraisableHookArgs") -> None:
    """Stop once more where a signal came at a moment from which nothing can be raised: in a callback or a finalizer."""
    stopped = fault.exc_value
    if isinstance(stopped, SystemExit) and isinstance(stopped.code, int) and stopped.code > 128:  # noqa: PLR2004 see _stop
        signal.raise_signal(stopped.code - 128)
    else:
        sys.__unraisablehook__(fault)
