"""The column, tensor and parameter types of MLflow, as text (``mlflow.types.schema``)."""

from collections.abc import Iterable, Mapping

from generator.readers.json_documents import plain_text


def mappings(value: object) -> Iterable[Mapping[str, object]]:
    """The mappings in a list; nothing when it is no list."""
    return [each for each in value if isinstance(each, Mapping)] if isinstance(value, list) else []


def field_name(spec: Mapping[str, object]) -> str:
    """The name of a column or tensor; empty for an unnamed one."""
    name = spec.get("name")
    return name if isinstance(name, str) else ""


def field_required(spec: Mapping[str, object]) -> bool | None:
    """Whether a column must be there; None when the format of the day did not record it."""
    required, optional = spec.get("required"), spec.get("optional")
    if isinstance(required, bool):
        return required
    return not optional if isinstance(optional, bool) else None


def type_text(spec: Mapping[str, object]) -> str:
    """A type such as ``double``, ``tensor(int64)[-1, 28]``, ``Array(string)`` or ``Map(Object(id: long))``."""
    kind = spec.get("type")
    match kind:
        case "tensor":
            tensor = spec.get("tensor-spec")
            dtype, shape = (
                (tensor.get("dtype"), tensor.get("shape")) if isinstance(tensor, Mapping) else (None, None)
            )
            return f"tensor({plain_text(dtype)}){plain_text(shape)}"
        case "array":
            return f"Array({_inner(spec.get('items'))})"
        case "map":
            return f"Map({_inner(spec.get('values'))})"
        case "object":
            properties = spec.get("properties")
            named = properties.items() if isinstance(properties, Mapping) else ()
            return "Object(" + ", ".join(f"{name}: {_inner(each)}" for name, each in sorted(named)) + ")"
        case None:
            return ""
        case _:
            shape = spec.get("shape")
            return plain_text(kind) if shape is None else f"{plain_text(kind)}{plain_text(shape)}"


def _inner(spec: object) -> str:
    return type_text(spec) if isinstance(spec, Mapping) else plain_text(spec)
