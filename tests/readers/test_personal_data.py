"""Addresses of people and passwords inside URLs are masked, and nothing else is."""

import pytest

from generator.readers.personal_data import without_personal_data


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("ada@example.org", "[redacted: e-mail]"),
        ("by Ada <ada.b+x@mail.example.co.uk>, 2026", "by Ada <[redacted: e-mail]>, 2026"),
        ("https://ada:t0ken@example.org/x.git", "https://[redacted]@example.org/x.git"),
        ("git@github.com:acme/churn.git", "git@github.com:acme/churn.git"),
        ("scikit-learn @ file:///x", "scikit-learn @ file:///x"),
        ("champion@3", "champion@3"),
        ("ada@localhost", "ada@localhost"),
        ("no address", "no address"),
    ],
)
def test_only_addresses_of_people_and_users_of_urls_are_masked(text: str, shown: str) -> None:
    assert without_personal_data(text) == shown


def test_a_long_text_of_signs_takes_no_time() -> None:
    assert without_personal_data("a@" * 50_000).startswith("a@a@")
    assert without_personal_data("a." * 50_000 + "@").endswith("@")
