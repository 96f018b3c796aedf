"""The files that a policy is made of, and one tree of them all.

A policy may build on others: ``extends`` names files inside the governance folder, and the build may hand in files from
elsewhere, on which the folder's own is laid. Nothing outside of those is ever opened.

**How layers lie on each other.** A mapping is laid on a mapping key by key. Anything else, a list too, takes the place
of what the layer below says. A key whose value is null takes away what the layers below say, so that the default
counts. Of several files under ``extends`` the first is the nearest.
"""

import posixpath
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.errors import PolicyError, StoreError
from generator.provenance import Source
from generator.provenance.document import Document, FieldError, Place
from generator.readers.store import Store
from generator.readers.text import decode
from generator.readers.yaml_documents import yaml_document

POLICY_FILE = "policy.yaml"
EXTENDS = "extends"
DEEPEST = 10
"""Files that build on each other, and files under one ``extends``."""
_HAND_IN = "a file outside the governance folder is named by --policy, or under extra.modelfolio.policy"


@dataclass(frozen=True, slots=True)
class Layered:
    """The tree that all layers make together, and the layer that each of its parts comes from."""

    values: Mapping[str, object]
    places: Mapping[str, Source]
    """By the path from the top, such as ``approval/roles/high`` or ``metrics/0``."""


def read_layers(store: Store | None, shared: Iterable[tuple[Store, str]]) -> tuple[Document, ...]:
    """Every file of the policy, the nearest first; none when there is no policy.

    Args:
        store: the governance folder; None for none.
        shared: files from elsewhere, the nearest first, each as a store and its name in it.

    Raises:
        PolicyError: when one of them cannot be read, or builds on itself.
    """
    layers: list[Document] = []
    if store is not None and POLICY_FILE in store.folder():
        layers += _with_extended(store, POLICY_FILE)
    for place, name in shared:
        layers += _with_extended(place, name)
    return tuple(layers)


def laid_together(layers: Sequence[Document]) -> Layered:
    """One tree of all layers, the nearest first."""
    values: dict[str, object] = {}
    places: dict[str, Source] = {}
    for layer in reversed(layers):
        _lay(values, layer.values, (), layer.source, places)
    return Layered(values, places)


def _lay(
    below: dict[str, object],
    above: Mapping[str, object],
    path: Place,
    source: Source,
    places: dict[str, Source],
) -> None:
    """Lay one mapping on another, and note whose every part is."""
    for key, value in above.items():
        here = (*path, key)
        known = below.get(key)
        if isinstance(value, Mapping) and isinstance(known, dict):
            places["/".join(map(str, here))] = source.at(*here)
            _lay(known, value, here, source, places)
            continue
        start = "/".join(map(str, here))
        for old in [each for each in places if each == start or each.startswith(f"{start}/")]:
            del places[old]
        below[key] = _copied(value)
        for step in _paths(value, here):
            places["/".join(map(str, step))] = source.at(*step)


def _copied(value: object) -> object:
    return {key: _copied(each) for key, each in value.items()} if isinstance(value, Mapping) else value


def _paths(value: object, path: Place) -> Iterator[Place]:
    """A path, and all below it."""
    yield path
    below = (
        value.items() if isinstance(value, Mapping) else enumerate(value) if isinstance(value, list) else ()
    )
    for step, each in below:
        yield from _paths(each, (*path, step))


def _with_extended(
    store: Store, path: str, above: tuple[str, ...] = (), named: FieldError | None = None
) -> Iterator[Document]:
    """A file and those that it builds on, the nearest first."""
    if named is not None and path in above:
        raise _refused(named, "the policy builds on itself: " + " → ".join((*above, path)))
    if named is not None and len(above) >= DEEPEST:
        raise _refused(named, f"more than {DEEPEST} files build on each other")
    document = _read(store, path, named)
    yield document
    for other in _extended(document):
        fault = document.fault(EXTENDS, "", slug="policy-extends-invalid")
        inside = posixpath.normpath(posixpath.join(posixpath.dirname(path), other))
        if inside.startswith(("/", "../")) or inside == "..":
            raise _refused(fault, f"{other!a} leads out of the governance folder", _HAND_IN)
        yield from _with_extended(store, inside, (*above, path), fault)


def _extended(document: Document) -> tuple[str, ...]:
    """What ``extends`` names: one path or a list of them."""
    value = document.values.get(EXTENDS)
    names = value if isinstance(value, list) else [] if value is None else [value]
    if not all(isinstance(name, str) and name.strip() for name in names) or len(names) > DEEPEST:
        raise _refused(
            document.fault(EXTENDS, "", slug="policy-extends-invalid"),
            f"{EXTENDS} is no path and no list of at most {DEEPEST} paths",
        )
    return tuple(str(name).strip() for name in names)


def _read(store: Store, path: str, named: FieldError | None) -> Document:
    try:
        data, source = store.read(path)
    except StoreError as error:
        if named is not None:
            raise _refused(
                named, f"the policy builds on {error.location}, which {error.message}", _HAND_IN
            ) from error
        raise PolicyError(error.message, slug=error.slug, location=error.location, hint=error.hint) from error
    text, faults = decode(data)
    for fault in faults:
        if not fault.harmless:
            place = source.line(fault.line) if fault.line else source
            raise PolicyError(fault.message, slug=fault.slug, location=str(place), hint=fault.remedy)
    try:
        return yaml_document(text, source)
    except FieldError as fault:
        raise PolicyError(
            fault.message, slug=fault.slug, location=str(fault.source), hint=fault.hint
        ) from fault


def _refused(named: FieldError, message: str, hint: str = "") -> PolicyError:
    return PolicyError(message, slug="policy-extends-invalid", location=str(named.source), hint=hint)
