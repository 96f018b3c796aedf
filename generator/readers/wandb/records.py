"""What the records of a ``.wandb`` file say of a run.

The records are the messages ``Record`` of ``wandb/proto/wandb_internal.proto``; only fields that are shown are taken out
of them. A place in such a file is written as a JSON Pointer into what all its records say together: ``/run/start_time``,
``/config/lr``, ``/history/loss``, ``/artifacts/0``.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from generator.provenance import Source
from generator.readers.json_documents import Number, parse_json
from generator.readers.wandb.artifact_records import LoggedArtifact, UsedArtifact, artifact_in, used_in
from generator.readers.wandb.history import History, Item
from generator.readers.wandb.protobuf_wire import (
    Value,
    WireError,
    double_in,
    fields,
    integer_in,
    message_in,
    text_in,
    zigzag_in,
)

_PLAIN_NUMBER = frozenset(b"0123456789-")
_DEEPEST = 50
"""Keys that lead down to one value."""


@dataclass(slots=True, kw_only=True)
class LogContents:
    """What all records say together."""

    run: dict[str, str] = field(default_factory=dict)
    """``RunRecord`` by the names of its fields; those not set are not there."""
    tags: tuple[str, ...] = ()
    start_time: float | None = None
    """Unix time in seconds."""
    start_place: tuple[str, str] = ("run", "start_time")
    """The steps that lead to it."""
    config: dict[str, object] = field(default_factory=dict)
    summary: dict[str, object] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    """``EnvironmentRecord``, likewise."""
    args: tuple[str, ...] = ()
    exit_code: int | None = None
    """None as long as the run did not end."""
    runtime: int | None = None
    """Seconds, as known at the end."""
    artifacts: list[LoggedArtifact] = field(default_factory=list)
    used: list[UsedArtifact] = field(default_factory=list)
    unread: int = 0
    """Records, or values in them, that could not be read."""

    def take(self, record: bytes, history: History, source: Source) -> None:
        """One more record; its steps go to the history."""
        try:
            for number, value in fields(record):
                if number == 2:  # noqa: PLR2004 history, by far the most
                    self._take_history(message_in(value), history, source)
                else:
                    self._take_other(number, message_in(value))
        except WireError:
            self.unread += 1

    def _take_other(self, number: int, message: bytes) -> None:
        match number:
            case 3:
                self._update(self.summary, message)
            case 5:
                self._update(self.config, message)
            case 8:
                self.artifacts.append(artifact_in(message))
            case 17:
                self._take_run(message)
            case 18:
                self._take_exit(message)
            case 25:
                self.used.append(used_in(message))
            case 26:
                self._take_environment(message)
            case _:
                pass

    def _take_history(self, message: bytes, history: History, source: Source) -> None:
        """``HistoryRecord``: the items of one step."""
        items: list[Item] = []
        step: int | None = None
        for number, value in fields(message):
            if number == 1:
                items.extend(self._item(message_in(value)))
            elif number == 2:  # noqa: PLR2004 HistoryStep, whose only field is left out when it is 0
                step = next((integer_in(each) for tag, each in fields(message_in(value)) if tag == 1), 0)
        history.take(items, source.at("history"), step)

    def _update(self, values: dict[str, object], message: bytes) -> None:
        """``ConfigRecord`` or ``SummaryRecord``: fields set, and fields taken out."""
        for number, value in fields(message):
            if number == 1:
                for keys, found in self._item(message_in(value)):
                    _put(values, keys, found)
            elif number == 2:  # noqa: PLR2004 remove
                for tag, key in fields(message_in(value)):
                    if tag == 1:
                        values.pop(text_in(key), None)

    def _item(self, message: bytes) -> Iterator[Item]:
        """``HistoryItem``, ``ConfigItem`` or ``SummaryItem``: a key, or the keys that lead down, and a value."""
        key, nested = "", []
        found: object = None
        for number, value in fields(message):
            if number == 1:
                key = text_in(value)
            elif number == 2:  # noqa: PLR2004 nested_key
                nested.append(text_in(value))
            else:
                found = self._value(number, value)
        keys = tuple(nested) or (key,)
        if len(keys) > _DEEPEST:
            self.unread += 1
        elif any(keys):
            yield keys, found

    def _value(self, number: int, value: Value) -> object:
        """The value in a field of an item; W&B 0.31 knows plain kinds beside JSON."""
        match number:
            case 4:
                return bool(integer_in(value))
            case 5:
                return Number(zigzag_in(value))
            case 6:
                return _number(double_in(value))
            case 7:
                return text_in(value)
            case 8 | 16:
                return self._json(message_in(value))
            case _:
                return None

    def _json(self, text: bytes) -> object:
        """A value as JSON; None, and counted, when it is none."""
        if text and text[0] in _PLAIN_NUMBER and text.isascii():
            return Number(text.decode())
        try:
            return parse_json(text.decode("utf-8", "backslashreplace"))
        except ValueError:
            self.unread += 1
            return None

    def _take_run(self, message: bytes) -> None:
        """``RunRecord``; it is written again when something in it changed."""
        tags: list[str] = []
        for number, value in fields(message):
            name = _RUN_FIELDS.get(number)
            if name:
                self.run[name] = text_in(value)
            elif number == 4:  # noqa: PLR2004 config
                self._update(self.config, message_in(value))
            elif number == 5:  # noqa: PLR2004 summary
                self._update(self.summary, message_in(value))
            elif number == 10:  # noqa: PLR2004 tags
                tags.append(text_in(value))
            elif number == 17:  # noqa: PLR2004 start_time
                self.start_time = _timestamp(message_in(value))
                self.start_place = ("run", "start_time")
            elif number == 21:  # noqa: PLR2004 git
                _put_fields(self.environment, message_in(value), _GIT_FIELDS)
        self.tags = tuple(tags) or self.tags

    def _take_exit(self, message: bytes) -> None:
        """``RunExitRecord``; a code of 0 is left out of it."""
        found = {number: integer_in(value) for number, value in fields(message)}
        if not found.get(3):
            self.exit_code = found.get(1, 0)
            self.runtime = found.get(2, self.runtime)

    def _take_environment(self, message: bytes) -> None:
        """``EnvironmentRecord``, which comes in parts."""
        args: list[str] = []
        for number, value in fields(message):
            name = _ENVIRONMENT_FIELDS.get(number)
            if name:
                self.environment[name] = text_in(value)
            elif number == 3 and self.start_time is None:  # noqa: PLR2004 started_at
                self.start_time = _timestamp(message_in(value))
                self.start_place = ("environment", "started_at")
            elif number == 5:  # noqa: PLR2004 args
                args.append(text_in(value))
            elif number == 9:  # noqa: PLR2004 git
                _put_fields(self.environment, message_in(value), _GIT_FIELDS)
        self.args = tuple(args) or self.args


_RUN_FIELDS: Mapping[int, str] = {
    1: "run_id", 2: "entity", 3: "project", 6: "run_group", 7: "job_type", 8: "display_name", 9: "notes", 12: "sweep_id",
}  # fmt: skip
_ENVIRONMENT_FIELDS: Mapping[int, str] = {
    1: "os", 2: "python", 4: "docker", 6: "program", 7: "codePath", 8: "codePathLocal", 13: "username", 18: "gpu",
}  # fmt: skip
"""By the names that ``wandb-metadata.json`` has for them."""
_GIT_FIELDS: Mapping[int, str] = {1: "git_remote", 2: "git_commit"}


def run_path(records: Iterator[bytes]) -> tuple[str, str]:
    """Entity and project of the first run that records speak of; empty texts when they speak of none."""
    for record in records:
        contents = LogContents()
        contents.take(record, History(), Source(""))
        if contents.run:
            return contents.run.get("entity", ""), contents.run.get("project", "")
    return "", ""


def _put(values: dict[str, object], keys: tuple[str, ...], value: object) -> None:
    """Set a value below keys, making mappings on the way."""
    for key in keys[:-1]:
        below = values.get(key)
        if not isinstance(below, dict):
            below = values[key] = {}
        values = below
    values[keys[-1]] = value


def _put_fields(values: dict[str, str], message: bytes, names: Mapping[int, str]) -> None:
    for number, value in fields(message):
        if number in names:
            values[names[number]] = text_in(value)


def _timestamp(message: bytes) -> float:
    """``google.protobuf.Timestamp``."""
    found = {number: integer_in(value) for number, value in fields(message)}
    return found.get(1, 0) + found.get(2, 0) / 1e9


def _number(value: float) -> Number:
    """As JSON writes it."""
    return Number({"nan": "NaN", "inf": "Infinity", "-inf": "-Infinity"}.get(repr(value), repr(value)))
