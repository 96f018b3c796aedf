from pathlib import Path

from logbook_reader import LogbookReader

from generator.testing import ReaderSuite


class TestLogbook(ReaderSuite):
    reader = LogbookReader
    folder = Path(__file__).parent / "logbook"
