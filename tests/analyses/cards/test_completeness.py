"""How much of a card is answered."""

import pytest

from generator.analyses.cards.completeness import assess_completeness, narrative_path, value_text
from generator.catalog import CARD_FIELDS, CARD_FIELDS_BY_KEY, FieldKind, Prose
from generator.provenance import Standing
from tests.factories import catalog, model, narrative, source, tag


def assessed(registered=None, written=None):
    registered = registered or model()
    return assess_completeness(
        catalog(models=(registered,), narratives=(written,) if written else ()), registered
    )


def answer(key, registered=None, written=None):
    return assessed(registered, written).by_key[key]


def test_a_card_that_nobody_wrote_misses_every_required_field_in_order():
    found = assessed()
    required = [field.key for field in CARD_FIELDS if field.required]
    assert (found.required, found.answered) == (len(required), 0)
    assert [each.field.key for each in found.missing] == required
    assert len(found.answers) == len(CARD_FIELDS)


def test_what_is_missing_names_the_place_where_it_should_stand():
    assert str(answer("owner").fact.sources[0]) == "governance/models/churn.md#/owner"
    limits = answer("limitations").fact
    assert str(limits.sources[0]) == "governance/models/churn.md"
    assert limits.detail == "no section “Limitations”"
    written = answer("owner", written=narrative()).fact
    assert written.sources == (narrative().source.at("owner"),)


def test_what_a_person_stated_is_stated():
    found = assessed(
        written=narrative(fields={"owner": "Ada"}, prose={"limitations": "Fails on *new* shops."})
    )
    owner = found.by_key["owner"].fact
    assert (owner.value, owner.standing) == ("Ada", Standing.STATED)
    limits = found.by_key["limitations"]
    assert (limits.fact.value, limits.fact.standing) == ("Fails on *new* shops.", Standing.STATED)
    assert limits.prose.source.pointer == "line 20"
    assert found.answered == 2


def test_the_registrys_description_answers_the_summary_until_somebody_states_one():
    described = model(description="Who leaves?")
    fact = answer("summary", described).fact
    assert (fact.value, fact.standing) == ("Who leaves?", Standing.RECORDED)
    assert str(fact.sources[0]) == "mlruns/models/churn/meta.yaml#/description"
    assert answer("summary", described, narrative(fields={"summary": "Churn"})).fact.value == "Churn"


@pytest.mark.parametrize(
    ("key", "field"), [("owner", "owner"), ("license", "licence"), ("Risk-Tier", "risk_tier")]
)
def test_a_tag_of_the_model_answers_the_field_of_its_name(key, field):
    fact = answer(field, model(tags=(tag(key, "said"),))).fact
    assert (fact.value, fact.standing) == ("said", Standing.RECORDED)
    assert fact.sources[0].path.endswith(key)


def test_a_tag_with_the_fields_own_name_goes_before_an_alias():
    tagged = model(tags=(tag("license", "MIT"), tag("licence", "Apache-2.0")))
    assert answer("licence", tagged).fact.value == "Apache-2.0"
    assert answer("licence", model(tags=tagged.tags[::-1])).fact.value == "Apache-2.0"


def test_a_person_goes_before_a_tag():
    found = answer("owner", model(tags=(tag("owner", "bot"),)), narrative(fields={"owner": "Ada"}))
    assert (found.fact.value, found.fact.standing) == ("Ada", Standing.STATED)


@pytest.mark.parametrize("value", [None, "", "  ", (), {}, "TBD", "to do", "To be defined."])
def test_an_empty_field_or_a_placeholder_is_no_answer(value):
    fact = answer("owner", written=narrative(fields={"owner": value})).fact
    assert fact.standing is Standing.MISSING
    assert fact.sources == (source("governance/models/churn.md", "/owner"),)


def test_a_placeholder_is_quoted():
    assert answer("owner", written=narrative(fields={"owner": "TBD"})).fact.detail == "it says only “TBD”"


@pytest.mark.parametrize(
    "text", ["", "\n", "<!-- Where does it fail? -->", "<!-- a --> TBD", "<!-- never closed"]
)
def test_a_section_of_comments_or_placeholders_is_no_answer(text):
    found = answer("limitations", written=narrative(prose={"limitations": text}))
    assert (found.fact.standing, found.prose) == (Standing.MISSING, None)
    assert found.fact.sources[0].pointer == "line 20"


@pytest.mark.parametrize(
    ("value", "text"), [({"role": "Shift lead"}, "role: Shift lead"), (("first", "second"), "first, second")]
)
def test_particulars_in_the_front_matter_answer_a_prose_field(value, text):
    found = answer("human_oversight", written=narrative(fields={"human_oversight": value}))
    assert (found.fact.value, found.fact.standing, found.prose) == (text, Standing.STATED, None)
    assert found.fact.sources == (source("governance/models/churn.md", "/human_oversight"),)


def test_prose_and_particulars_answer_together():
    both = narrative(fields={"monitoring": {"signal": "psi"}}, prose={"monitoring": "Weekly."})
    found = answer("monitoring", written=both)
    assert (found.fact.value, found.prose.markdown) == ("Weekly.", "Weekly.")
    assert [each.pointer for each in found.fact.sources] == ["line 20", "/monitoring"]


@pytest.mark.parametrize("value", [{}, (), {"role": ""}, "a mere text"])
def test_what_has_no_parts_is_no_answer_to_a_prose_field(value):
    found = answer("monitoring", written=narrative(fields={"monitoring": value}))
    assert found.fact.standing is Standing.MISSING


def test_a_false_value_is_an_answer():
    assert answer("personal_data", written=narrative(fields={"personal_data": False})).fact.value == "no"


def test_a_section_that_is_no_field_answers_nothing():
    written = narrative(prose=(Prose("", "Limitatoins", "text", source("governance/models/churn.md")),))
    assert assessed(written=written).answered == 0


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "yes"),
        (3.5, "3.5"),
        (("Ada", "Bo"), "Ada, Bo"),
        ({"name": "Ada", "mail": None, "since": 2020}, "name: Ada, since: 2020"),
        (({"name": "Ada"}, {"name": "Bo"}), "name: Ada; name: Bo"),
        ((((((1,),),),),), "1 entries"),
    ],
)
def test_a_value_is_told_on_one_line(value, text):
    assert value_text(value) == text


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("churn", "governance/models/churn.md"),
        ("EU/credit risk", "governance/models/EU-credit risk.md"),
        ("../../etc/passwd", "governance/models/-..-etc-passwd.md"),
        ("a\x00b\u202ec", "governance/models/a-b-c.md"),
        ("..", "governance/models/model.md"),
        ("x" * 500, f"governance/models/{'x' * 100}.md"),
    ],
)
def test_the_file_to_write_has_a_name_that_can_be_written(name, path):
    assert narrative_path(name) == path


def test_a_complete_card_misses_nothing():
    fields = {field.key: "said" for field in CARD_FIELDS if field.kind is FieldKind.FRONT_MATTER}
    prose = {field.key: "said" for field in CARD_FIELDS if field.kind is FieldKind.PROSE}
    found = assessed(written=narrative(fields=fields, prose=prose))
    assert found.missing == ()
    assert found.answered == found.required == sum(field.required for field in CARD_FIELDS_BY_KEY.values())
