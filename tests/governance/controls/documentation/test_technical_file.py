"""The technical documentation that the law asks of a high-risk system."""

import pytest

from generator.catalog import ANNEX_IV
from generator.governance.controls.documentation import TechnicalFileComplete
from generator.governance.finding import Status
from tests import factories
from tests.governance.assessing import found, person, places, told, waiver
from tests.governance.controls.documentation.writing import setting, written

SIGNED = {"signed_by": "Ines Bakker", "signed_on": "2025-11-20"}
COPY = {"file": "https://dms.example/declaration.pdf", "sha256": "ab" * 32}


def documented(law="high-risk", **points):
    """A model classed so, with every point of the annex written, but for those given."""
    every = {point.id: COPY if point.copy else "Said." for point in ANNEX_IV}
    given = {key.removeprefix("p"): value for key, value in points.items()}
    fields = {"classification": {"eu_ai_act": law}, "annex_iv": every | SIGNED | given}
    return written(**fields) | {"people": (person(),)}


def test_passes_when_every_point_is_answered_and_signed():
    finding = found(TechnicalFileComplete, **documented(p1f={"not_applicable": "Software alone."}))
    assert told(finding) == (Status.PASS, "all 23 points of Annex IV are answered")
    labels = {each.label: (str(each.source), each.excerpt) for each in finding.outcome.evidence}
    assert labels["1(f) not applicable"] == (
        "governance/models/churn.md#/annex_iv/1f", "Software alone.",
    )  # fmt: skip
    assert labels["8 attached"][1] == "https://dms.example/declaration.pdf, SHA-256 abababababab"
    assert len(labels) == 23


def test_fails_for_empty_points_and_shows_them_first():
    finding = found(TechnicalFileComplete, **documented(p5="TBD", p8="We declare."))
    assert told(finding) == (Status.FAIL, "5 and 8 of Annex IV are empty")
    assert (finding.outcome.observed, finding.outcome.limit) == ("21 of 23 points", "all 23 points")
    assert places(finding)[:2] == [
        "governance/models/churn.md#/annex_iv/5", "governance/models/churn.md#/annex_iv/8",
    ]  # fmt: skip
    assert finding.outcome.evidence[1].excerpt == (
        "words do not do: the document itself is asked for, with its SHA-256"
    )


@pytest.mark.parametrize(
    ("signature", "message"),
    [
        ({"signed_on": "2025-11-19"}, "1(b) was signed 366 days ago; 365 days is the limit"),
        ({"signed_on": "2026-11-21"}, "1(b) is signed on 2026-11-21, after the day of this report"),
        ({"signed_on": "spring"}, "1(b) is signed without a date"),
        ({"signed_by": "N. Obody"}, "1(b) is signed by N. Obody, who is nobody in people.yaml"),
    ],
)
def test_warns_for_a_point_that_nobody_vouches_for_any_more(signature, message):
    point = {"text": "Called by the engine."} | SIGNED | signature
    finding = found(TechnicalFileComplete, **documented(p1b=point))
    assert told(finding) == (Status.WARN, message)


def test_warns_for_unsigned_points_that_a_person_has_to_vouch_for_only():
    finding = found(TechnicalFileComplete, **documented(psigned_by=""))
    assert finding.status is Status.WARN
    assert finding.outcome.message == ("1(b) is unsigned, 1(d) is unsigned, 1(e) is unsigned and 10 more")


def test_the_policy_sets_how_old_a_signature_may_be():
    finding = found(TechnicalFileComplete, setting("DOC-008", max_age_days="364"), **documented())
    assert finding.status is Status.WARN
    assert str(finding.outcome.limit_source) == "governance/policy.yaml#/controls/DOC-008/max_age_days"


def test_warns_for_a_key_that_is_no_point():
    finding = found(TechnicalFileComplete, **documented(p2z="Said."))
    assert told(finding) == (Status.WARN, "2z is no point of Annex IV")
    assert places(finding)[-1] == "governance/models/churn.md#/annex_iv/2z"


def test_warns_when_the_class_is_not_recorded():
    finding = found(TechnicalFileComplete, models=(factories.model(),))
    assert told(finding) == (Status.WARN, "whether the law classes it as high-risk is not recorded")
    assert places(finding) == ["governance/models/churn.md#/classification/eu_ai_act"]


def test_does_not_concern_a_model_of_another_class():
    finding = found(TechnicalFileComplete, **documented(law="minimal-risk"))
    assert told(finding) == (Status.NOT_APPLICABLE, "it is classed as minimal-risk")


def test_can_be_waived():
    finding = found(TechnicalFileComplete, waivers=(waiver("DOC-008"),), **documented(p5=""))
    assert told(finding) == (Status.WAIVED, "5 of Annex IV is empty")
