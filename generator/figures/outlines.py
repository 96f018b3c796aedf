"""SVG path data for the outlines that figures use: absolute ``M L Q C z``, a tenth of a px."""

from collections.abc import Iterable, Sequence

from generator.figures.marks import Point


def px(value: float) -> str:
    """A coordinate to a tenth of a px, as short as it can be written."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def polyline(points: Iterable[Point]) -> str:
    """Straight lines from point to point."""
    return "M" + "L".join([f"{px(x)} {px(y)}" for x, y in points])


def segment(x0: float, y0: float, x1: float, y1: float) -> str:
    """One straight line."""
    return f"M{px(x0)} {px(y0)}L{px(x1)} {px(y1)}"


def polygon(points: Sequence[Point]) -> str:
    """A closed outline."""
    return polyline(points) + "z"


def flowing(points: Sequence[Point]) -> str:
    """Through the points from left to right: level or upright pieces straight, every other one an S with level ends."""
    (x0, y0), *rest = points
    data = [f"M{px(x0)} {px(y0)}"]
    for x1, y1 in rest:
        if px(x0) == px(x1) or px(y0) == px(y1):
            if (px(x0), px(y0)) != (px(x1), px(y1)):
                data.append(f"L{px(x1)} {px(y1)}")
        else:
            middle = px((x0 + x1) / 2)
            data.append(f"C{middle} {px(y0)} {middle} {px(y1)} {px(x1)} {px(y1)}")
        x0, y0 = x1, y1
    return "".join(data)


def arrow_head(tip: Point, direction: Point, size: float = 5.5) -> str:
    """A triangle with its tip on the point, pointing along one of the axes: (1, 0), (-1, 0), (0, 1) or (0, -1)."""
    (x, y), (along_x, along_y) = tip, direction
    back_x, back_y = x - along_x * size * 1.25, y - along_y * size * 1.25
    side_x, side_y = along_y * size * 0.62, along_x * size * 0.62
    return polygon([(x, y), (back_x - side_x, back_y - side_y), (back_x + side_x, back_y + side_y)])
