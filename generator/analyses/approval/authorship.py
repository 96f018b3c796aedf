"""Who built a version, as far as the stores say: every name with the place it stands in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from generator.analyses.origin import Origin
from generator.catalog import Catalog, Person, RegisteredModel, RegistryAction, Run
from generator.messages import say
from generator.provenance import Source

_USER_TAGS = ("mlflow.user", "user", "author", "git.author", "commit_author")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """A name that a store or a register gives, and who that is."""

    name: str
    """As written."""
    capacity: str
    """Such as ``user of the run``."""
    source: Source
    person: Person | None = None
    """None when nobody is known by the name."""

    @property
    def key(self) -> str:
        """The same for two names of one person, as far as is known."""
        return (self.person.id if self.person else self.name).strip().casefold()

    @property
    def told(self) -> str:
        """The person's name, else the name as written."""
        return (self.person.name if self.person else "") or self.name


def identity_of(catalog: Catalog, name: str, capacity: str, source: Source) -> Identity:
    """A name with the person it belongs to. ``Name <mail>``, as git writes it, is known by either part."""
    person = catalog.person(name)
    if person is None and name.rstrip().endswith(">") and "<" in name:
        called, _, mail = name.rstrip()[:-1].partition("<")
        person = catalog.person(mail) or catalog.person(called)
    return Identity(name=name.strip(), capacity=capacity, source=source, person=person)


def authors_of(catalog: Catalog, model: RegisteredModel, origin: Origin) -> tuple[Identity, ...]:
    """Everybody who is recorded as having trained or registered a version, each (name, capacity) once.

    The names are self-declared: a tracker takes them from the operating system, git from its configuration.
    """
    found: dict[tuple[str, str], Identity] = {}
    for name, capacity, source in _named(catalog, model, origin):
        if name.strip():
            identity = identity_of(catalog, name, capacity, source)
            found.setdefault((identity.name, capacity), identity)
    return tuple(found.values())


def _named(catalog: Catalog, model: RegisteredModel, origin: Origin) -> Iterator[tuple[str, str, Source]]:
    version = origin.version
    yield version.user, say("user of the version"), version.at("user")
    for event in model.events:
        if event.action is RegistryAction.REGISTERED and event.version == version.version:
            yield event.by, "registrar", event.source
    copied = catalog.models_by_name.get(version.copied_from.name) if version.copied_from else None
    elder = copied.version(version.copied_from.version) if copied and version.copied_from else None
    if elder is not None:
        yield elder.user, say("user of the version it is a copy of"), elder.at("user")
    yield from _of_runs([origin.run] if origin.run else [])


def _of_runs(runs: Iterable[Run]) -> Iterator[tuple[str, str, Source]]:
    for run in runs:
        yield run.user, say("user of the run"), run.at("user")
        for tag in run.tags:
            if tag.key in _USER_TAGS:
                yield tag.value, say("tag {key} of the run", key=tag.key), tag.source
