"""What has the shape of a secret or of personal data is found, and what only looks a little like it is not.

The samples are put together at run time, so that no file of the project holds what looks like a secret.
"""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.screening.screen import masked, matches
from generator.screening.shapes import SHAPES, Sensitivity, looks_random

_A, _N = "aB3" * 40, "0123456789abcdef" * 4
SAMPLES = {
    "private-key": "-----BEGIN RSA " + "PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----",
    "aws-access-key": "AKIA" + "ABCDEFGH12345678",
    "aws-secret-key": "aws_secret_access_key = " + _A[:40],
    "github-token": "ghp_" + _A[:36],
    "gitlab-token": "glpat-" + _A[:20],
    "slack-token": "xoxb-" + "123456789012-abcdef",
    "slack-webhook": "https://hooks.slack.com/services/" + "T0000/B0000/" + _A[:24],
    "google-api-key": "AIza" + _A[:35],
    "hugging-face-token": "hf_" + _A[:34],
    "openai-key": "sk-proj-" + _A[:40],
    "anthropic-key": "sk-ant-" + _A[:40],
    "databricks-token": "dapi" + _N[:32],
    "wandb-key": "WANDB_API_KEY=" + _N[:40],
    "azure-key": "AccountKey=" + _A[:86] + "==",
    "npm-token": "npm_" + _A[:36],
    "pypi-token": "pypi-" + "AgEI" + _A[:60],
    "jwt": ".".join(("eyJ" + _A[:12], "eyJ" + _A[:12], _A[:20])),
    "password-in-url": "postgres://mlflow:" + "hunter2@db.example/runs",
    "e-mail": "ada@bank.example",
    "iban": "DE89 3704 0044 0532 0130 00",
    "card-number": "4111 1111 1111 1111",
    "phone": "+49 30 901820",
    "us-social-security": "078-05-1120",
}


def test_every_shape_has_a_sample():
    assert set(SAMPLES) == {shape.id for shape in SHAPES}


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.id)
def test_a_shape_is_found_in_the_midst_of_a_text_and_nothing_of_it_is_left(shape):
    text = f'see "{SAMPLES[shape.id]}" there'
    found = matches(text)
    assert shape.id in {match.shape.id for match in found} | (
        {"openai-key"} if shape.id == "anthropic-key" else set()
    )
    rest = masked(text, found)
    assert rest.startswith('see "')
    assert rest.endswith('" there')
    secret = SAMPLES[shape.id].rpartition("=")[2].rpartition(":")[2].rpartition("@")[0] or SAMPLES[shape.id]
    assert secret not in rest


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.id)
def test_a_shape_is_found_at_the_end_of_a_whole_page(shape):
    page = "words of a page. " * 500
    found = matches(f"{page}{SAMPLES[shape.id]}", shape.sensitivity)
    assert {match.shape.sensitivity for match in found} == {shape.sensitivity}
    assert min(match.start for match in found) >= len(page)


@pytest.mark.parametrize(
    "text",
    [
        "f29655e03fc179d18435407d703da715e9ea72e58c2b109fe2e1a143e248185d",
        "models:/churn/7", "s3://lake/payments/card.parquet", "git@github.com:bank/models.git", "0.8931",
        "2026-11-20T12:00:00Z", "4111 1111 1111 1112", "DE89 3704 0044 0532 0130 01", "1234567890123456",
        "scikit-learn==1.8.0", "sk-learn-random-forest-reg-model-mlruns-mlruns-157341b5a4", "risk-score-v2-of-the-year-and-more-words-behind", "https://mlflow.example:5000/#/runs",
        "-----BEGIN CERTIFICATE-----", "0000-00-0000", "1e-05", "eyJust a word.",
    ],
)  # fmt: skip
def test_what_stores_are_full_of_is_neither(text):
    assert matches(text) == ()


def test_an_allowed_text_is_passed_by():
    assert matches("ask ada@bank.example", allowed={"ada@bank.example"}) == ()


def test_of_two_that_overlap_the_first_counts_and_the_rest_of_the_text_stands():
    text = "postgres://ada:" + "x" * 9 + "@bank.example/a"
    assert masked(text, matches(text)) == "postgres://[secret: password-in-url]@bank.example/a"


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=400))
def test_any_text_can_be_looked_at_and_a_masked_one_holds_nothing_more(text):
    done = masked(text, matches(text))
    assert [match for match in matches(done) if match.shape.sensitivity is Sensitivity.SECRET] == []


@pytest.mark.parametrize(
    ("value", "random"),
    [
        (_N[:40], True),
        ("correct horse battery staple", False),
        ("aaaaaaaaaaaaaaaaaaaa", False),
        ("short", False),
    ],
)
def test_only_a_long_and_varied_value_looks_random(value, random):
    assert looks_random(value) is random


def test_looking_takes_time_in_proportion_to_the_text():
    for sample in (
        "a@" * 200_000,
        "-----BEGIN " * 50_000,
        "://a:" * 100_000,
        "+1 " * 200_000,
        "eyJ" * 150_000,
    ):
        assert len(matches(sample)) <= 1000
    assert re.search("x", "x")
