"""Names, accounts and addresses lead to one person."""

from datetime import date

from generator.catalog import Catalog, Person
from generator.provenance import Source


def test_a_person_is_found_by_any_of_their_names_in_any_case():
    ines = Person(
        id="i.bakker",
        name="Ines Bakker",
        emails=("ines@bank.example",),
        aliases=("root",),
        source=Source("p"),
    )
    catalog = Catalog(people=(ines,))
    assert [catalog.person(name) for name in ("I.Bakker", " ines bakker ", "INES@bank.example", "root")] == [
        ines
    ] * 4
    assert catalog.person("somebody") is None


def test_who_left_has_left_from_that_day_on():
    left = Person(id="m", left_on=date(2026, 8, 31), source=Source("p"))
    assert [left.left(date(2026, 8, day)) for day in (30, 31)] == [False, True]
