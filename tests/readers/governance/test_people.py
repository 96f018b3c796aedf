"""People, and who they are taken for."""

from datetime import date


def test_every_field_of_a_person_is_read(governed):
    records = governed(
        {
            "people.yaml": """\
                people:
                  - {id: a.l, name: Ada L, role: Validator, emails: [ada@b.example], aliases: [alovelace],
                     teams: [risk], left_on: 2026-08-31}
                  - {id: svc, shared: true}
                """
        }
    )
    ada, service = records.people
    assert (ada.id, ada.name, ada.role, ada.left_on) == ("a.l", "Ada L", "Validator", date(2026, 8, 31))
    assert (ada.emails, ada.aliases, ada.teams) == (("ada@b.example",), ("alovelace",), ("risk",))
    assert (ada.shared, service.shared) == (False, True)
    assert str(service.source) == "governance/people.yaml#/people/1"
    assert [each.slug for each in records.problems] == ["file-missing"]


def test_an_account_of_two_people_is_told(governed):
    records = governed(
        {"people.yaml": "people:\n- {id: a, emails: [x@b.example]}\n- {id: b, aliases: [X@B.example, A]}\n"}
    )
    assert [(each.slug, str(each).partition(";")[0]) for each in records.problems if each.slug != "file-missing"] == [
        ("person-identity-twice", "governance/people.yaml:3: 'a' belongs to governance/people.yaml#/people/0 already"),
        ("person-identity-twice", "governance/people.yaml:3: 'x@b.example' belongs to governance/people.yaml#/people/0 already"),
    ]  # fmt: skip


def test_nobody_without_an_id_is_known_and_the_rest_is(governed):
    records = governed({"people.yaml": "people:\n- {name: Nobody}\n- {id: b, shared: perhaps, nmae: B}\n"})
    assert [each.id for each in records.people] == ["b"]
    assert [str(each) for each in records.problems if each.slug != "file-missing"] == [
        "governance/people.yaml:2: id is missing",
        "governance/people.yaml:3: people/1/shared is 'perhaps', not true or false",
        "governance/people.yaml:3: 'nmae' is no field here; did you mean name?",
    ]
