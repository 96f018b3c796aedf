"""What a program that we call takes from its surroundings, and what it says to them."""

import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

_PRESENT = "SOURCE_DATE_EPOCH"
"""The variable that stands for the clock, as reproducible-builds.org specifies it."""


@contextmanager
def overheard(logger_name: str) -> Iterator[list[str]]:
    """Collect the warnings and errors of a logger, instead of letting them reach the terminal."""
    messages: list[str] = []

    class Collector(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            messages.append(record.getMessage())

    logger, collector = logging.getLogger(logger_name), Collector(logging.WARNING)
    propagate, logger.propagate = logger.propagate, False
    logger.addHandler(collector)
    try:
        yield messages
    finally:
        logger.removeHandler(collector)
        logger.propagate = propagate


@contextmanager
def at_instant(instant: datetime) -> Iterator[None]:
    """Let this instant pass for the present; one before 1970 passes for its beginning."""
    before = os.environ.get(_PRESENT)
    os.environ[_PRESENT] = str(max(0, int(instant.timestamp())))
    try:
        yield
    finally:
        if before is None:
            del os.environ[_PRESENT]
        else:
            os.environ[_PRESENT] = before
