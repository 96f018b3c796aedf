"""The technical documentation of a model, point by point."""

import pytest

from generator.analyses.cards.annex_iv import PointState, technical_file
from generator.analyses.cards.completeness import assess_completeness
from generator.catalog import ANNEX_IV, CARD_FIELDS_BY_KEY, FileRead, annex_point
from tests import factories

CARD = "governance/models/churn.md"


def file_of(point=None, *, fields=None, prose=None, version=None, **records):
    """The matrix of one model, or one row of it."""
    model = factories.model(versions=(version or factories.version(1),))
    narrative = factories.narrative(fields=fields or {}, prose=prose or {})
    catalog = factories.catalog(models=(model,), narratives=(narrative,), **records)
    found = technical_file(catalog, model, assess_completeness(catalog, model), model.versions[0])
    return next(each for each in found.points if each.point.id == point) if point else found


def row(found):
    return found.state, found.told, [str(source) for source in found.sources]


def test_the_annex_has_its_points_in_order_and_each_names_fields_of_the_card():
    assert [point.reference for point in ANNEX_IV] == [
        "1(a)", "1(b)", "1(c)", "1(d)", "1(e)", "1(f)", "1(g)", "1(h)",
        "2(a)", "2(b)", "2(c)", "2(d)", "2(e)", "2(f)", "2(g)", "2(h)", "3", "4", "5", "6", "7", "8", "9",
    ]  # fmt: skip
    assert ANNEX_IV[0].clause == "AIA:IV.1a"
    for point in ANNEX_IV:
        assert set(point.fields) <= CARD_FIELDS_BY_KEY.keys()


@pytest.mark.parametrize("name", ["2d", "2(d)", "IV.2d", "Annex IV(2)(d)", "2 D"])
def test_a_point_is_found_however_it_is_written(name):
    assert annex_point(name).id == "2d"


@pytest.mark.parametrize("name", ["", "2", "10", "2z", "signed_by"])
def test_what_is_no_point_is_none(name):
    assert annex_point(name) is None


def test_without_a_word_every_point_but_the_recorded_ones_is_empty_and_names_its_place():
    found = file_of()
    assert [each.point.id for each in found.points if each.state is not PointState.EMPTY] == ["6"]
    assert row(found.points[1]) == (PointState.EMPTY, "nothing is written about it", [f"{CARD}#/annex_iv/1b"])
    assert (found.model, found.version) == ("churn", "1")


def test_the_card_and_the_records_answer_together_or_not_at_all():
    prose = {"intended_use": "Ranks customers."}
    assert row(file_of("1a", fields={"provider": "Bank AG"}, prose=prose)) == (
        PointState.FILLED,
        "Intended use; Provider; the versions of the model",
        [f"{CARD}:20", f"{CARD}#/provider", "mlruns/models/churn/version-1/meta.yaml"],
    )
    assert row(file_of("1a", prose=prose)) == (
        PointState.EMPTY, "nothing says Provider", [f"{CARD}#/provider", f"{CARD}#/annex_iv/1a"],
    )  # fmt: skip


@pytest.mark.parametrize(
    ("point", "fields", "place"),
    [
        ("1c", {}, "mlruns/1/r1/artifacts/model/requirements.txt:1"),
        ("2a", {"base_model": "none"}, "mlruns/1/r1/meta.yaml"),
        ("2d", {}, "mlruns/1/r1/inputs/18b8e1d0/meta.yaml"),
        ("2g", {}, "mlruns/1/r1/metrics/auc"),
        ("3", {}, "mlruns/1/r1/artifacts/model/MLmodel#/signature"),
    ],
)
def test_records_of_the_version_answer(point, fields, place):
    prose = {key: "said" for key in annex_point(point).fields if CARD_FIELDS_BY_KEY[key].kind == "prose"}
    version = factories.version(1, package=factories.package())
    run = factories.run("r1", inputs=(factories.used(),), metrics={"auc": 0.9})
    found = file_of(point, fields=fields, prose=prose, version=version, runs=(run,))
    assert found.state is PointState.FILLED
    assert place in row(found)[2]
    assert file_of(point, fields=fields, prose=prose).state is PointState.EMPTY


def annexed(value, point="5", **records):
    return file_of(point, fields={"annex_iv": {point: value}}, **records)


@pytest.mark.parametrize(
    ("value", "state", "told"),
    [
        ("By the Standard.", PointState.FILLED, "By the Standard."),
        ({"text": "By the Standard."}, PointState.FILLED, "By the Standard."),
        ("TODO", PointState.EMPTY, "it says only “TODO”"),
        ({"text": ""}, PointState.EMPTY, "nothing is written about it"),
        ({"file": "https://d.example/risk.pdf", "sha256": "AB" * 32}, PointState.ATTACHED,
         "https://d.example/risk.pdf, SHA-256 abababababab"),
        ({"file": "risk.pdf", "sha256": "ab" * 32}, PointState.EMPTY,
         "risk.pdf is not in the governance folder, or cannot be read"),
        ({"file": "risk.pdf", "sha256": "ab"}, PointState.EMPTY, "risk.pdf is named without its SHA-256"),
        ({"not_applicable": "No part of a product."}, PointState.NOT_APPLICABLE, "No part of a product."),
        ({"not_applicable": "true"}, PointState.EMPTY, "it is said not to apply, without a reason"),
    ],
)  # fmt: skip
def test_what_people_write_about_a_point(value, state, told):
    assert row(annexed(value)) == (state, told, [f"{CARD}#/annex_iv/5"])


def test_words_do_not_stand_for_the_declaration_itself():
    assert annexed("We declare.", "8").state is PointState.EMPTY
    assert annexed({"file": "https://d.example/d.pdf", "sha256": "ab" * 32}, "8").state is PointState.ATTACHED


def test_a_document_that_was_read_must_be_the_one_named():
    value = {"file": "risk.pdf", "sha256": "ab" * 32}
    same = annexed(value, files=(FileRead("governance/risk.pdf", "ab" * 32, 9),))
    assert row(same)[2] == [f"{CARD}#/annex_iv/5", "governance/risk.pdf"]
    other = annexed(value, files=(FileRead("governance/risk.pdf", "cd" * 32, 9),))
    assert (other.state, other.told) == (
        PointState.EMPTY, f"risk.pdf is another than the one named: its SHA-256 is {'cd' * 32}",
    )  # fmt: skip


def test_the_nearest_signature_counts():
    def signed(**annex):
        fields = {"annex_iv": annex, "reviewed": {"by": "Cleo", "on": "2026-03-03"}}
        prose = {"metrics_choice": "They decide."}
        return {
            each.point.id: (each.signed_by, str(each.signed_on))
            for each in file_of(fields=fields, prose=prose).points
        }

    own = {"text": "Said.", "signed_by": "Ada", "signed_on": "2026-01-01"}
    both = signed(**{"5": own, "7": "Said."}, signed_by="Bo", signed_on="2026-02-02")
    assert (both["5"], both["7"]) == (("Ada", "2026-01-01"), ("Bo", "2026-02-02"))
    assert both["4"] == ("Bo", "2026-02-02")
    assert signed(**{"7": "Said."})["7"] == ("", "None")
    assert signed()["4"] == ("Cleo", "2026-03-03")


def test_keys_that_are_no_points_are_told():
    found = file_of(fields={"annex_iv": {"2z": "Said.", "signed_by": "Ada"}})
    assert [(key, str(source)) for key, source in found.unknown] == [("2z", f"{CARD}#/annex_iv/2z")]
