"""The parameters of a control: its fields, as the policy sets them."""

import dataclasses
from collections.abc import Mapping
from typing import Any, get_type_hints

from generator.catalog import ControlSetting, Policy, Value
from generator.errors import ControlError
from generator.governance.control import Control
from generator.provenance import Source

_TRUE = frozenset({"true", "yes", "on"})
_FALSE = frozenset({"false", "no", "off"})


def configured(kind: type[Control], setting: ControlSetting | None) -> Control:
    """A control with the parameters that the policy sets, and its defaults for the rest.

    Raises:
        ControlError: when the policy sets what is no parameter of the control, or a value of another kind.
    """
    if setting is None:
        return kind()
    hints = get_type_hints(kind)
    known = _fields(kind)
    values: dict[str, Any] = {}
    for name, value in setting.parameters.items():
        if name not in known:
            expected = f"it has {', '.join(sorted(known))}" if known else "it has none"
            raise _fault(setting, name, f"is no parameter of {setting.control}", expected)
        try:
            values[name] = _converted(value, hints[name])
        except (TypeError, ValueError) as error:
            raise _fault(setting, name, f"does not fit: {error}", "") from error
    return kind(**values)


def as_text(control: Control) -> Mapping[str, str]:
    """The values of a control's parameters as text, by name."""
    return {name: _told(getattr(control, name)) for name in _fields(type(control))}


def parameter_place(policy: Policy, control: str, name: str) -> Source | None:
    """Where the policy sets a parameter of a control; None when the control's default holds."""
    setting = policy.controls.get(control)
    if setting is None or setting.source is None or name not in setting.parameters:
        return None
    return setting.source.at(name)


def _fields(kind: Any) -> tuple[str, ...]:
    """The names of a control's parameters; a guest's control need not be a dataclass when it has none."""
    return tuple(field.name for field in dataclasses.fields(kind)) if dataclasses.is_dataclass(kind) else ()


def _fault(setting: ControlSetting, name: str, message: str, hint: str) -> ControlError:
    place = setting.source.at(name) if setting.source else setting.control
    return ControlError(message, slug="control-parameter-invalid", location=str(place), hint=hint)


def _converted(value: Value, wanted: Any) -> Any:
    """A value of YAML, where every scalar is text, as the type of a field.

    Raises:
        TypeError: when it is of another kind.
        ValueError: when it is no such number.
    """
    origin = getattr(wanted, "__origin__", wanted)
    if origin is tuple:
        if not isinstance(value, tuple):
            raise TypeError("a list is wanted")
        return tuple(_converted(each, wanted.__args__[0]) for each in value)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        if not isinstance(value, Mapping):
            raise TypeError("a mapping is wanted")
        return {str(key): _converted(each, wanted.__args__[1]) for key, each in value.items()}
    if value is None or isinstance(value, tuple | Mapping):
        raise TypeError("a single value is wanted")
    if wanted is bool:
        word = str(value).casefold()
        if word not in _TRUE | _FALSE:
            raise TypeError("true or false is wanted")
        return word in _TRUE
    if wanted in {int, float}:
        return wanted(str(value))
    return str(value)


def _told(value: object) -> str:
    match value:
        case tuple():
            return ", ".join(_told(each) for each in value)
        case Mapping():
            return ", ".join(f"{key}: {_told(each)}" for key, each in value.items())
        case bool():
            return "yes" if value else "no"
        case _:
            return str(value)
