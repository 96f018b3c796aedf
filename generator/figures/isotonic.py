"""Positions that keep their distance: isotonic regression, for boxes of a column and labels at the ends of lines."""

from collections.abc import Sequence
from itertools import accumulate


def isotonic(wanted: Sequence[float], weights: Sequence[float], distances: Sequence[float]) -> list[float]:
    """The positions nearest to those wanted, by weighted squares, that keep the distances between neighbours.

    Pool adjacent violators: whoever wants to be above its predecessor shares a block with it.

    Args:
        wanted: one or more positions, in the order they keep.
        weights: of each, positive.
        distances: least distance from each to the next; one fewer.
    """
    offsets = [0.0, *accumulate(distances)]
    blocks: list[tuple[float, float, int]] = []
    for want, weight, offset in zip(wanted, weights, offsets, strict=True):
        total, mass, size = weight * (want - offset), weight, 1
        while blocks and blocks[-1][0] * mass > total * blocks[-1][1]:
            earlier = blocks.pop()
            total, mass, size = total + earlier[0], mass + earlier[1], size + earlier[2]
        blocks.append((total, mass, size))
    levels = [total / mass for total, mass, size in blocks for _ in range(size)]
    return [level + offset for level, offset in zip(levels, offsets, strict=True)]


def apart(wanted: Sequence[float], distance: float, low: float, high: float) -> list[float]:
    """Positions near those wanted that keep a distance and stay between low and high; in the order of the input.

    Where there is no room for all, they close up evenly.
    """
    if not wanted:
        return []
    last = len(wanted) - 1
    distance = min(distance, (high - low) / last) if last else distance
    order = sorted(range(len(wanted)), key=lambda index: (wanted[index], index))
    placed = isotonic([wanted[index] for index in order], [1.0] * len(order), [distance] * last)
    result = [0.0] * len(wanted)
    for place, (index, position) in enumerate(zip(order, placed, strict=True)):
        result[index] = min(max(position, low + place * distance), high - (last - place) * distance)
    return result
