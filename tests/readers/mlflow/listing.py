"""The form in which what MLflow lists and what we read are compared. Knows neither."""

import hashlib
import json
import math
import sys


def text(value: object) -> str:
    """A param or tag, without the white space at its ends that one store keeps and the other strips."""
    return str(value).strip()


def latest(step: int, value: float) -> list[object]:
    """A metric's latest point, as JSON can say it; a database of MLflow has the greatest number for infinity."""
    infinite = abs(value) >= sys.float_info.max
    return [step, str(math.copysign(math.inf, value)) if infinite else repr(value)]


def digests(listed: dict) -> dict:
    """How many records of each kind there are, and a digest over them."""
    return {
        kind: [len(records), hashlib.sha256(json.dumps(records, sort_keys=True).encode()).hexdigest()]
        for kind, records in listed.items()
    }
