"""YAML read without ever building anything but text, lists and mappings.

A file is read as a stream of parsing events. No constructor runs, so no tag can call code; depth, nodes and aliases
are counted before they cost anything (libyaml's own composer dies of a hundred thousand nested brackets); and a
scalar stays the text that was written, so that a name such as ``1e5`` or ``2026-01-01`` is never taken for a number.
Tags are ignored. Only a plain ``null``, ``~`` or nothing at all is null.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

try:
    from yaml import CSafeLoader as EventLoader
except ImportError:  # a build of PyYAML without libyaml
    from yaml import SafeLoader as EventLoader  # type: ignore[assignment]

from generator.provenance import Source
from generator.provenance.document import Document, FieldError, LineFinder, Place
from generator.readers.yaml_flat import NULLS, Node, read_flat

DEEPEST = 50
"""Levels of nesting."""
MOST_NODES = 100_000
"""Scalars, lists and mappings, those that aliases repeat included."""
MOST_ALIASES = 100


def yaml_document(text: str, source: Source) -> Document:
    """The mapping that the text of a YAML file holds.

    Raises:
        FieldError: when the text is empty, is no YAML, holds something other than one mapping, or more than the limits
            above allow.
    """
    faults: list[FieldError] = []
    node: Node = read_flat(text)
    if node is None:
        node, faults = read_yaml(text, source)
    if node is None:
        raise FieldError("is empty", slug="yaml-empty", source=source)
    if not isinstance(node, dict):
        raise FieldError("holds no mapping", slug="yaml-not-mapping", source=source)
    return Document(node, source, find_line=yaml_lines(text), faults=faults)


@dataclass(slots=True)
class _Open:
    """A list or a mapping whose end has not come yet."""

    value: list[Node] | dict[str, Node]
    anchor: str | None
    key: str | None = None
    nodes: int = 1
    """Itself and everything below, with what aliases repeat."""


@dataclass(slots=True)
class _Builder:
    """Makes a tree of the events of one document."""

    source: Source
    root: Node = None
    opened: list[_Open] = field(default_factory=list)
    anchors: dict[str, tuple[Node, int]] = field(default_factory=dict)
    faults: list[FieldError] = field(default_factory=list)
    documents: int = 0
    nodes: int = 0
    aliases: int = 0

    def take(self, event: yaml.Event) -> None:
        """One more event."""
        match event:
            case yaml.ScalarEvent():
                self.close_node(_scalar(event), event.anchor, 1, event)
            case yaml.MappingStartEvent():
                self.open_node({}, event)
            case yaml.SequenceStartEvent():
                self.open_node([], event)
            case yaml.MappingEndEvent() | yaml.SequenceEndEvent():
                done = self.opened.pop()
                self.close_node(done.value, done.anchor, done.nodes, event)
            case yaml.AliasEvent():
                self.repeat(event)
            case yaml.DocumentStartEvent():
                self.documents += 1
                if self.documents > 1:
                    raise self.fault("holds more than one document", "yaml-several-documents", event)
            case _:
                pass

    def open_node(self, value: list[Node] | dict[str, Node], event: yaml.CollectionStartEvent) -> None:
        """A list or mapping begins."""
        self.count(1, event)
        if len(self.opened) >= DEEPEST:
            mark = event.start_mark
            raise _too_deep(self.source.line(mark.line + 1) if mark else self.source)
        self.opened.append(_Open(value, event.anchor))

    def close_node(self, value: Node, anchor: str | None, nodes: int, event: yaml.Event) -> None:
        """A node is whole: it goes to where it belongs."""
        if anchor is not None:
            self.anchors[anchor] = (value, nodes)
        if isinstance(event, yaml.ScalarEvent):
            self.count(1, event)
        if not self.opened:
            self.root = value
            return
        parent = self.opened[-1]
        parent.nodes += nodes
        if isinstance(parent.value, list):
            parent.value.append(value)
        elif parent.key is None:
            parent.key = self.key(value, event)
        else:
            parent.value[parent.key] = value
            parent.key = None

    def key(self, value: Node, event: yaml.Event) -> str:
        """A key as it is written; the last of two equal ones counts, as PyYAML has it."""
        if isinstance(value, list | dict):
            raise self.fault("has a key that is no text", "yaml-key-invalid", event)
        key = event.value if isinstance(event, yaml.ScalarEvent) else value or ""
        if key in self.opened[-1].value:
            self.faults.append(
                self.fault(f"has the key {key!a} twice; the last one counts", "yaml-key-twice", event)
            )
        return key

    def repeat(self, event: yaml.AliasEvent) -> None:
        """An alias stands for what its anchor named, and counts as much."""
        self.aliases += 1
        if self.aliases > MOST_ALIASES:
            raise self.fault(f"has more than {MOST_ALIASES} aliases", "yaml-refused", event)
        if event.anchor not in self.anchors:
            raise self.fault(f"has an alias {event.anchor!a} of nothing before it", "yaml-invalid", event)
        value, nodes = self.anchors[event.anchor]
        self.count(nodes, event)
        self.close_node(value, None, nodes, event)

    def count(self, nodes: int, event: yaml.Event) -> None:
        """Keep the whole within bounds."""
        self.nodes += nodes
        if self.nodes > MOST_NODES:
            raise self.fault(f"has more than {MOST_NODES} nodes", "yaml-refused", event)

    def fault(self, message: str, slug: str, event: yaml.Event) -> FieldError:
        """A fault on the line of an event."""
        mark = event.start_mark
        return FieldError(message, slug=slug, source=self.source.line(mark.line + 1) if mark else self.source)


def read_yaml(text: str, source: Source) -> tuple[Node, list[FieldError]]:
    """What a YAML text holds, and what is odd about it; None for an empty one.

    Raises:
        FieldError: when it is no YAML, holds more than one document, or more than the limits allow.
    """
    builder = _Builder(source)
    for event in _events(text, source):
        builder.take(event)
    return builder.root, builder.faults


def yaml_lines(text: str) -> LineFinder:
    """Finds the line of a field in a text that :func:`read_yaml` has read."""
    return _Lines(text).line_of


def _scalar(event: yaml.ScalarEvent) -> str | None:
    """A scalar as it is written; only a plain one can be null."""
    plain = event.style in {None, ""} and event.tag is None
    return None if plain and event.value in NULLS else event.value


def _too_deep(place: Source) -> FieldError:
    return FieldError(f"is nested more than {DEEPEST} levels deep", slug="yaml-refused", source=place)


def _events(text: str, source: Source) -> Iterator[yaml.Event]:
    """The events of a text, whatever the parser makes of bad ones."""
    try:
        yield from yaml.parse(text, Loader=EventLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = source.line(mark.line + 1) if mark else source
        problem = error.problem or error.context or "it cannot be parsed"
        if "nesting depth" in problem:  # libyaml from 0.2.6 gives up by itself, ahead of the events
            raise _too_deep(place) from error
        raise FieldError(f"is no YAML: {problem}", slug="yaml-invalid", source=place) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        position = getattr(error, "position", None)
        place = source.line(text.count("\n", 0, position) + 1) if isinstance(position, int) else source
        reason = getattr(error, "reason", None) or "it cannot be parsed"
        raise FieldError(f"is no YAML: {reason}", slug="yaml-invalid", source=place) from error


class _Lines:
    """On which line each field of a YAML text stands; looked into only when a fault asks for one.

    Only for a text that :func:`yaml_document` has read: the limits are not looked at again.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._tree: yaml.Node | None = None
        self._composed = False
        self._pairs: dict[int, dict[str, tuple[yaml.Node, yaml.Node]]] = {}

    def line_of(self, place: Place) -> int | None:
        """The line, counted from 1, on which a field stands; None when it is not there."""
        node = self._root()
        line = None
        for step in place:
            if isinstance(node, yaml.MappingNode):
                pairs = self._fields(node)
                if step not in pairs:
                    return None
                key, node = pairs[str(step)]
                line = key.start_mark.line + 1
            elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
                node = node.value[step]
                line = node.start_mark.line + 1
            else:
                return None
        return line

    def _root(self) -> yaml.Node | None:
        if not self._composed:
            self._composed = True
            try:
                self._tree = yaml.compose(self._text, Loader=EventLoader)
            except yaml.YAMLError:
                self._tree = None
        return self._tree

    def _fields(self, node: yaml.MappingNode) -> dict[str, tuple[yaml.Node, yaml.Node]]:
        """The fields of a mapping by name, put in order once however many faults ask."""
        known = self._pairs.get(id(node))
        if known is None:
            known = {key.value: (key, value) for key, value in node.value if isinstance(key, yaml.ScalarNode)}
            self._pairs[id(node)] = known
        return known
