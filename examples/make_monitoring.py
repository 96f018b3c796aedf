"""Make the monitoring of the example, ``examples/governance/monitoring``: a year of Meridian Bank's models in use.

Usage:
    python examples/make_monitoring.py [FOLDER]

Nobody uses the models of an invented bank, so these numbers are drawn, from a generator with a fixed seed, around what the
store says of each version: version 5 of ``card-fraud-scorer`` had an average precision of 0.542 on the payments of
2026q2 and caught 48.5 % of the fraud against card holders of 41 to 60. Only the standard library is needed; the same
script gives the same bytes.
"""

import csv
import random
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

HERE = Path(__file__).resolve().parent
HEAD = ("signal", "metric", "feature", "version", "window_start", "at", "n", "value")
Row = tuple[str, str, str, int, datetime, datetime, int, float]

FIRST_WEEK = datetime(2025, 11, 17, tzinfo=UTC)
WEEKS = 52
FRAUD_INPUTS = (
    "amount_eur", "amount_to_30d_mean", "merchant_category", "card_present", "cross_border", "payments_24h",
    "new_device", "account_age_days", "merchant_risk",
)  # fmt: skip
CREDIT_INPUTS = (
    "income_eur", "loan_amount_eur", "term_months", "months_employed", "arrears_12m", "credit_utilisation",
    "housing_status",
)  # fmt: skip
FRAUD_SERVED = (
    (datetime(2025, 11, 5, 6, tzinfo=UTC), 2),
    (datetime(2026, 1, 20, 6, tzinfo=UTC), 3),
    (datetime(2026, 3, 10, 6, tzinfo=UTC), 4),
    (datetime(2026, 5, 21, 6, tzinfo=UTC), 5),
)
"""Since when each version of card-fraud-scorer served; as in transitions.yaml."""
CREDIT_SERVED = (
    (datetime(2025, 10, 20, 6, tzinfo=UTC), 1),
    (datetime(2026, 3, 2, 6, tzinfo=UTC), 3),
)
CREDIT_LAST_WEEK = datetime(2026, 9, 7, tzinfo=UTC)
"""The week after which the monitor of credit-risk-pd fell silent."""
MONTHS = tuple(datetime(2025 + (10 + each) // 12, (10 + each) % 12 + 1, 1, tzinfo=UTC) for each in range(12))
"""Beginnings of the months from November 2025 on; the fraud of the last one, October 2026, is not final yet."""
AVERAGE_PRECISION = {2: 0.49, 3: 0.56, 4: 0.52, 5: 0.542}
"""Of each version in its first month, as in the store where the store measured it on payments after its training."""
RECALL = {"age_18_25": 0.779, "age_26_40": 0.594, "age_41_60": 0.485, "age_61_plus": 0.519}
"""Of version 5 on the payments of 2026q2; measured in use since the validation of that version asked for it."""


def main() -> None:
    """Write the tables of both models."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "governance" / "monitoring"
    draw = random.Random(20261120)  # noqa: S311 believable numbers, no secrets
    write(folder / "card-fraud-scorer" / "measurements.csv", fraud(draw))
    write(folder / "credit-risk-pd" / "measurements.csv", credit(draw))


def fraud(draw: random.Random) -> Iterator[Row]:
    """Weekly drift, alerts and latency of card-fraud-scorer, and what is known of each month once fraud is final."""
    for start, end in weeks():
        version, age = served(FRAUD_SERVED, start)
        n = draw.randrange(228_000, 246_000)
        for feature in FRAUD_INPUTS:
            yield "input_psi", "psi", feature, version, start, end, n, fraud_psi(draw, feature, start, age)
        score = 0.015 + 0.0012 * age + draw.uniform(0, 0.012)
        yield "score_psi", "psi", "", version, start, end, n, score
        dip = 0.17 if start == datetime(2026, 2, 9, tzinfo=UTC) else 0
        precision = {2: 0.42, 3: 0.46, 4: 0.43, 5: 0.47}[version] - 0.0022 * age - dip + draw.gauss(0, 0.008)
        yield "alert_precision", "precision", "", version, start, end, round(n * 0.03), precision
        latency = {2: 6.9, 3: 6.8, 4: 6.7, 5: 8.9}[version] + draw.uniform(-0.3, 0.6)
        yield "latency_p95", "latency_p95_ms", "", version, start, end, n, latency
    for start, end in months():
        version, age = served(FRAUD_SERVED, end - timedelta(days=1))
        n = draw.randrange(990_000, 1_040_000)
        value = AVERAGE_PRECISION[version] - 0.004 * max(0, age - 5) + draw.gauss(0, 0.002)
        yield "average_precision", "average_precision", "", version, start, end, n, value
        for band, recall in RECALL.items() if version == 5 else ():  # noqa: PLR2004
            fall = 0.0012 if band in {"age_41_60", "age_61_plus"} else 0.0004
            value = recall - fall * max(0, age - 5) + draw.gauss(0, 0.002)
            yield "recall_by_age", "recall", band, version, start, end, n // 4, value


def fraud_psi(draw: random.Random, feature: str, start: datetime, age: float) -> float:
    """Small and growing with the age of the version; Christmas moves amounts, and new shops move the merchants' risk."""
    value = 0.012 + 0.0011 * age + draw.uniform(0, 0.014)
    if feature in {"amount_eur", "amount_to_30d_mean"} and start.month == 12:  # noqa: PLR2004 December
        value += 0.1
    if feature == "merchant_category" and datetime(2026, 4, 6, tzinfo=UTC) <= start < datetime(
        2026, 4, 20, tzinfo=UTC
    ):
        value += 0.2
    if feature == "merchant_risk" and start >= datetime(2026, 7, 27, tzinfo=UTC):
        value += 0.0125 * weeks_between(datetime(2026, 7, 20, tzinfo=UTC), start)
    return value


def credit(draw: random.Random) -> Iterator[Row]:
    """Weekly drift of credit-risk-pd until its monitor fell silent, and its rank order each quarter."""
    for start, end in weeks():
        if start > CREDIT_LAST_WEEK:
            break
        version, age = served(CREDIT_SERVED, start)
        n = draw.randrange(1_350, 1_720)
        for feature in CREDIT_INPUTS:
            value = 0.02 + 0.0009 * age + draw.uniform(0, 0.03)
            yield "input_psi", "psi", feature, version, start, end, n, value
    quarters = ((2025, 10, 1, 0.812), (2026, 1, 1, 0.809), (2026, 4, 3, 0.838), (2026, 7, 3, 0.834))
    for year, month, version, value in quarters:
        start = datetime(year, month, 1, tzinfo=UTC)
        end = datetime(year + (month + 2) // 12, (month + 2) % 12 + 1, 1, tzinfo=UTC)
        yield "roc_auc", "roc_auc", "", version, start, end, draw.randrange(17_000, 19_500), value


def weeks() -> Iterator[tuple[datetime, datetime]]:
    """Beginning and end of each week."""
    for week in range(WEEKS):
        start = FIRST_WEEK + timedelta(weeks=week)
        yield start, start + timedelta(weeks=1)


def months() -> Iterator[tuple[datetime, datetime]]:
    """Beginning and end of each month whose fraud is final by 20 November 2026, six weeks after its end."""
    yield from pairwise(MONTHS)


def served(history: tuple[tuple[datetime, int], ...], at: datetime) -> tuple[int, float]:
    """The version that served at an instant, and for how many weeks it had."""
    since, version = [each for each in history if each[0] <= at][-1] if at >= history[0][0] else history[0]
    return version, max(0.0, weeks_between(since, at))


def weeks_between(start: datetime, end: datetime) -> float:
    """How many weeks lie between two instants."""
    return (end - start) / timedelta(weeks=1)


def write(path: Path, rows: Iterator[Row]) -> None:
    """Write a table, by time."""
    path.parent.mkdir(parents=True, exist_ok=True)
    order: Callable[[Row], tuple[datetime, str, str]] = lambda row: (row[5], row[0], row[2])  # noqa: E731
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(HEAD)
        for *words, start, end, n, value in sorted(rows, key=order):
            table.writerow([*words, f"{start:%Y-%m-%d}", f"{end:%Y-%m-%d}", n, f"{value:.4f}"])


if __name__ == "__main__":
    main()
