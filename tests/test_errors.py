"""The one tree of errors."""

import pickle

from generator.errors import SettingsError


def test_an_error_says_the_place_first_and_the_advice_last():
    error = SettingsError("is a file", slug="store-not-found", location="mlruns", hint="name a folder")
    assert str(error) == "mlruns: is a file; name a folder"


def test_an_error_crosses_a_process_boundary_whole():
    error = SettingsError("is a file", slug="store-not-found", location="mlruns", hint="name a folder")
    error.add_note("while drawing a figure")
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert type(copy) is SettingsError
    assert (str(copy), copy.slug, copy.__notes__) == (str(error), error.slug, ["while drawing a figure"])
