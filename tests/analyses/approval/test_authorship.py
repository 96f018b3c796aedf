"""Who built a version, with every name's place."""

from generator.analyses.approval.authorship import authors_of, identity_of
from generator.analyses.origin import origin_of
from generator.catalog import Person, RegistryAction, RegistryEvent, VersionRef
from tests import factories


def ada(**given):
    made = {"id": "ada", "name": "Ada Holm", "emails": ("ada@bank.example",)}
    return Person(**made | {"source": factories.source("governance/people.yaml", "/people/0")} | given)


def authors(version=None, *, events=(), **records):
    version = version or factories.version()
    model = factories.model(versions=(version,), events=tuple(events))
    others = records.pop("models", ())
    catalog = factories.catalog(models=(model, *others), **records)
    found = authors_of(catalog, model, origin_of(catalog, version))
    return [(each.name, each.capacity, each.key) for each in found]


def test_names_come_from_the_version_the_run_its_tags_and_the_registrar():
    run = factories.run(user="ci", tags=(factories.tag("mlflow.user", "ada@bank.example"),))
    registered = RegistryEvent(
        action=RegistryAction.REGISTERED, version="1", at=factories.at(4), by="Ada Holm",
        source=factories.source("repo/tags"),
    )  # fmt: skip
    assert authors(factories.version(user="ada"), events=[registered], runs=(run,), people=(ada(),)) == [
        ("ada", "user of the version", "ada"),
        ("Ada Holm", "registrar", "ada"),
        ("ci", "user of the run", "ci"),
        ("ada@bank.example", "tag mlflow.user of the run", "ada"),
    ]


def test_a_copy_was_built_by_whoever_built_the_version_it_is_a_copy_of():
    elder = factories.model("fraud", versions=(factories.version(4, model="fraud", user="grace"),))
    copy = factories.version(user="", run_id="", copied_from=VersionRef("fraud", "4"))
    assert authors(copy, models=(elder,)) == [("grace", "user of the version it is a copy of", "grace")]


def test_no_name_is_made_up_where_none_is_recorded():
    assert authors(factories.version(user="", run_id="")) == []


def test_a_name_of_git_is_known_by_its_mail_address():
    catalog = factories.catalog(people=(ada(),))
    found = identity_of(catalog, "A. Holm <ada@bank.example>", "author of the commit", factories.source())
    assert (found.key, found.told) == ("ada", "Ada Holm")


def test_a_name_that_nobody_has_is_compared_as_it_is_written():
    found = identity_of(factories.catalog(), " Root ", "user of the run", factories.source())
    assert (found.key, found.told, found.person) == ("root", "Root", None)
