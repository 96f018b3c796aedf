"""Which controls there are. Ours come in by the same door as a guest's."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points

from generator.catalog import Problem, Severity
from generator.governance.about import About
from generator.governance.control import (
    Control,
    ModelControl,
    PortfolioControl,
    ReviewControl,
    VersionControl,
)
from generator.provenance import Source

GROUP = "modelfolio.controls"
"""The entry-point group. An entry point names a sequence of control classes."""
_KINDS = (PortfolioControl, ModelControl, VersionControl, ReviewControl)


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundControl:
    """A control class and the package that brings it."""

    kind: type[Control]
    package: str = ""
    package_version: str = ""

    @property
    def about(self) -> About:
        """What the control asks for."""
        return self.kind.about


def discover_controls(
    found: Iterable[EntryPoint] | None = None,
) -> tuple[tuple[FoundControl, ...], tuple[Problem, ...]]:
    """The installed controls by id, and a problem for each entry point or control that cannot be used.

    Args:
        found: the entry points to look at; None for the installed ones.
    """
    points = entry_points(group=GROUP) if found is None else found
    controls: dict[str, FoundControl] = {}
    problems: list[Problem] = []
    for point in sorted(points, key=lambda point: (point.name, point.value)):
        try:
            kinds = _classes(point)
        except Exception as error:  # noqa: BLE001 a guest's code may raise anything, and must not stop the others
            problems.append(_problem(point, f"cannot be used: {type(error).__name__}: {error}"))
            continue
        for kind in kinds:
            first = controls.get(kind.about.id)
            if first is not None:
                known = f"{first.kind.__module__}.{first.kind.__qualname__}"
                problems.append(_problem(point, f"brings {kind.about.id} again, which is {known} already"))
                continue
            dist = point.dist
            controls[kind.about.id] = FoundControl(
                kind=kind,
                package=dist.name if dist else "",
                package_version=dist.version if dist else "",
            )
    return tuple(controls[name] for name in sorted(controls)), tuple(problems)


def _classes(point: EntryPoint) -> Sequence[type[Control]]:
    """The control classes that an entry point names.

    Raises:
        TypeError: when it names anything else.
    """
    kinds = tuple(point.load())
    for kind in kinds:
        if not (isinstance(kind, type) and issubclass(kind, _KINDS)):
            raise TypeError(f"{kind!r} is no class of controls")
        if not isinstance(getattr(kind, "about", None), About):
            raise TypeError(f"{kind.__qualname__} does not say what it is about")
    return kinds


def _problem(point: EntryPoint, message: str) -> Problem:
    return Problem(
        slug="control-not-loaded",
        severity=Severity.ERROR,
        source=Source(point.value),
        message=f"the controls {point.name!a} {message}",
        cost="what only these controls check is not checked",
        remedy="update or remove the package that brings them",
    )
