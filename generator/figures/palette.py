"""The colours of figures and pages, by token, for light and for dark surroundings.

Every light value is used once only: it is how a colour that matplotlib wrote is known again and given its class. Text
tokens keep a contrast of 4.5:1 on the surfaces they stand on, lines 3:1; the tones of each family stay apart under
simulated colour blindness (tests hold both).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Scheme(StrEnum):
    """Which of the two surroundings a colour is for."""

    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class Shade:
    """One token's colour in each scheme, as ``#rrggbb``."""

    light: str
    dark: str

    def of(self, scheme: Scheme) -> str:
        """The colour in that scheme."""
        return self.light if scheme is Scheme.LIGHT else self.dark


PALETTE: Mapping[str, Shade] = MappingProxyType(
    {
        "ink": Shade("#1b2430", "#e7eaf0"),
        "ink2": Shade("#515c6a", "#aab4c2"),
        "ink3": Shade("#626d7a", "#93a0b0"),
        "surface": Shade("#fefefe", "#1e2129"),
        "panel": Shade("#f5f7fa", "#272b35"),
        "band": Shade("#eef2f6", "#2a2f3a"),
        "line": Shade("#dfe4ea", "#3a4150"),
        "grid": Shade("#e7ebf0", "#2f3541"),
        "axis": Shade("#86919e", "#6d7a8d"),
        "edge": Shade("#7d8998", "#8593a8"),
        "edge-hi": Shade("#39465a", "#d3dae6"),
        "link": Shade("#35498c", "#8cc4ff"),
        "header": Shade("#25304a", "#161b26"),
        "c1": Shade("#35498b", "#4da6ff"),
        "c2": Shade("#a7491b", "#fbb46a"),
        "c3": Shade("#167469", "#8ff0d8"),
        "c4": Shade("#7653c6", "#ac8fd3"),
        "c5": Shade("#d00f66", "#f2739f"),
        "c6": Shade("#3a3f47", "#a7bed4"),
        "c1-bg": Shade("#e4e9f6", "#1c3450"),
        "c2-bg": Shade("#faeadf", "#47321c"),
        "c3-bg": Shade("#def2ef", "#1a403b"),
        "c4-bg": Shade("#ede7fa", "#372e4c"),
        "c5-bg": Shade("#fdeaf2", "#4a2434"),
        "c6-bg": Shade("#e9ecef", "#2f3843"),
        "pass": Shade("#0b7547", "#5fe3a6"),
        "warn": Shade("#955a00", "#f5b041"),
        "fail": Shade("#8f0d0d", "#ff7067"),
        "waive": Shade("#7a49b2", "#be93ea"),
        "na": Shade("#4f5965", "#aebfcd"),
        "pass-bg": Shade("#daf1e5", "#17402f"),
        "warn-bg": Shade("#fcedcb", "#463412"),
        "fail-bg": Shade("#fbdcd8", "#571f1d"),
        "waive-bg": Shade("#ece4f8", "#3a2c55"),
        "na-bg": Shade("#edf0f3", "#2d343e"),
    }
)
"""By token, such as ``c1`` or ``pass-bg``; a tint ``x-bg`` is the ground on which ``x`` may stand."""


def variables(scheme: Scheme) -> str:
    """The tokens as CSS custom properties ``--mf-<token>``, ready to stand inside a rule."""
    return "".join(f"--mf-{token}:{shade.of(scheme)};" for token, shade in PALETTE.items())
