"""Colours that can be read, and told apart by those who see fewer of them."""

from itertools import combinations

import pytest

from generator.figures import PALETTE, Scheme, variables
from generator.figures.spec import Tone

TONES = [tone.value for tone in Tone]
SERIES = ["c1", "c2", "c3", "c4", "c5", "c6"]
STATUSES = ["pass", "warn", "fail", "waive", "na"]

COLOUR_BLINDNESS = {
    "none": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
"""Machado, Oliveira and Fernandes 2009, severity 1, on linear RGB."""


def linear(colour: str) -> tuple[float, float, float]:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return red, green, blue


def luminance(colour: str) -> float:
    return sum(part * weight for part, weight in zip(linear(colour), (0.2126, 0.7152, 0.0722), strict=True))


def contrast(one: str, other: str, scheme: Scheme) -> float:
    """WCAG 2 contrast ratio of two tokens."""
    darker, lighter = sorted(luminance(PALETTE[token].of(scheme)) for token in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


def lab(token: str, scheme: Scheme, matrix: tuple[tuple[float, ...], ...]) -> tuple[float, float, float]:
    """CIE L*a*b* of a token as somebody with that colour vision sees it."""
    rgb = linear(PALETTE[token].of(scheme))
    seen = [
        min(1.0, max(0.0, sum(part * weight for part, weight in zip(rgb, row, strict=True))))
        for row in matrix
    ]
    to_xyz = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    xyz = [sum(part * weight for part, weight in zip(seen, row, strict=True)) for row in to_xyz]
    x, y, z = (
        value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116
        for value in (xyz[0] / 0.9505, xyz[1], xyz[2] / 1.089)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize(
    ("token", "ground"),
    [
        *((ink, ground) for ink in ("ink", "ink2", "ink3") for ground in ("surface", "panel", "band")),
        *(("ink2", f"{tone}-bg") for tone in TONES),
        *((tone, ground) for tone in TONES for ground in ("surface", f"{tone}-bg")),
        ("link", "surface"),
        ("link", "panel"),
    ],
)
def test_text_can_be_read_on_its_ground(token: str, ground: str, scheme: Scheme) -> None:
    assert contrast(token, ground, scheme) >= 4.5


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("token", ["axis", "edge", "edge-hi", *TONES])
def test_lines_can_be_seen(token: str, scheme: Scheme) -> None:
    assert contrast(token, "surface", scheme) >= 3


@pytest.mark.parametrize("scheme", Scheme)
@pytest.mark.parametrize("vision", COLOUR_BLINDNESS)
@pytest.mark.parametrize("family", [SERIES, STATUSES], ids=["series", "statuses"])
def test_tones_of_a_family_can_be_told_apart(family: list[str], vision: str, scheme: Scheme) -> None:
    matrix = COLOUR_BLINDNESS[vision]
    for one, other in combinations(family, 2):
        distance = (
            sum(
                (a - b) ** 2
                for a, b in zip(lab(one, scheme, matrix), lab(other, scheme, matrix), strict=True)
            )
            ** 0.5
        )
        assert distance >= 11, f"{one} and {other}"


def test_every_light_colour_is_the_mark_of_one_token() -> None:
    assert len({shade.light for shade in PALETTE.values()}) == len(PALETTE)


def test_every_tone_has_a_ground() -> None:
    assert all(f"{tone}-bg" in PALETTE for tone in TONES)


def test_the_variables_hold_the_colours_of_one_scheme() -> None:
    assert "--mf-ink:#1b2430;" in variables(Scheme.LIGHT)
    assert "--mf-ink:#e7eaf0;" in variables(Scheme.DARK)
    assert variables(Scheme.DARK).count("--mf-") == len(PALETTE)
