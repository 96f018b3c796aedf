"""Make ``examples/folio``: a store of the folio layout that a script wrote, for a team without a tracker.

The pumps are invented, the numbers are not: this file draws readings of 2,200 pump-days with a fixed seed, fits a logistic
regression to them, and measures it. It needs nothing but Python:

    python examples/make_folio.py
"""

import csv
import hashlib
import io
import json
import math
import random
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

FOLIO = Path(__file__).parent / "folio"
FEATURES = ("vibration", "temperature", "hours_since_service")
CUT_OFF = 0.3
EPOCHS = 40
IN_NORTH = 0.7
"""Of the pumps."""


class Day(NamedTuple):
    """One day of one pump."""

    site: str
    readings: tuple[float, float, float]
    failed: bool
    """Within the seven days after."""


class Model(NamedTuple):
    """A logistic regression on standardised readings."""

    features: tuple[str, ...]
    means: tuple[float, ...]
    spreads: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float

    def score(self, day: Day) -> float:
        """The probability of a failure."""
        inputs = self.inputs(day)
        return 1 / (1 + math.exp(-self.bias - sum(w * x for w, x in zip(self.weights, inputs, strict=True))))

    def inputs(self, day: Day) -> list[float]:
        """The readings as the weights take them."""
        known = [day.readings[FEATURES.index(name)] for name in self.features]
        return [(x - m) / s for x, m, s in zip(known, self.means, self.spreads, strict=True)]


def draw(count: int, seed: int, warmer: float = 0.0) -> list[Day]:
    """Days of pumps; ``warmer`` moves the temperature, and the vibration with it."""
    chance = random.Random(seed)  # noqa: S311 no secret
    days = []
    for _ in range(count):
        site = "north" if chance.random() < IN_NORTH else "south"
        hours = chance.uniform(0, 2000)
        temperature = chance.gauss(61 + warmer, 6)
        vibration = max(0.2, chance.gauss(2.4 + hours / 2500 + warmer / 12, 0.7))
        risk = -7.6 + 0.9 * vibration + 0.03 * temperature + 0.0011 * hours + (0.5 if site == "south" else 0)
        days.append(Day(site, (vibration, temperature, hours), chance.random() < 1 / (1 + math.exp(-risk))))
    return days


def fit(
    features: tuple[str, ...], days: list[Day], held_out: list[Day]
) -> tuple[Model, list[tuple[float, float]]]:
    """A model, and the loss on both parts of the data after each epoch."""
    columns = [[day.readings[FEATURES.index(name)] for day in days] for name in features]
    means = tuple(sum(column) / len(column) for column in columns)
    spreads = tuple(
        math.sqrt(sum((x - m) ** 2 for x in c) / len(c)) for c, m in zip(columns, means, strict=True)
    )
    model = Model(features, means, spreads, (0.0,) * len(features), -2.0)
    losses = []
    for _ in range(EPOCHS):
        errors = [model.score(day) - day.failed for day in days]
        inputs = [model.inputs(day) for day in days]
        steps = [
            sum(e * x[i] for e, x in zip(errors, inputs, strict=True)) / len(days)
            for i in range(len(features))
        ]
        model = model._replace(
            weights=tuple(w - 0.8 * s for w, s in zip(model.weights, steps, strict=True)),
            bias=model.bias - 0.8 * sum(errors) / len(days),
        )
        losses.append((loss(model, days), loss(model, held_out)))
    return model, losses


def loss(model: Model, days: list[Day]) -> float:
    """The mean log loss."""
    return -sum(math.log(p if d.failed else 1 - p) for d in days for p in [model.score(d)]) / len(days)


def auc(model: Model, days: list[Day]) -> float:
    """The share of pairs of a failed and a sound pump that are ranked right."""
    bad = [model.score(day) for day in days if day.failed]
    good = [model.score(day) for day in days if not day.failed]
    return sum((b > g) + (b == g) / 2 for b in bad for g in good) / (len(bad) * len(good))


def wilson(hits: int, n: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927)."""
    z, p = 1.959964, hits / n
    middle, half = p + z * z / 2 / n, z * math.sqrt(p * (1 - p) / n + z * z / 4 / n / n)
    return (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)


def recall(model: Model, days: list[Day]) -> tuple[int, int]:
    """Failures that were announced, and all of them."""
    failures = [model.score(day) for day in days if day.failed]
    return sum(score >= CUT_OFF for score in failures), len(failures)


def precision(model: Model, days: list[Day]) -> tuple[int, int]:
    """Announced failures that came, and all announced."""
    announced = [day.failed for day in days if model.score(day) >= CUT_OFF]
    return sum(announced), len(announced)


def psi(before: Sequence[float], now: Sequence[float]) -> float:
    """The population stability index over tenths of what was before."""
    ordered = sorted(before)
    edges = [ordered[len(ordered) * tenth // 10] for tenth in range(1, 10)]

    def shares(values: Sequence[float]) -> list[float]:
        counts = [0.5] * 10
        for value in values:
            counts[sum(value >= edge for edge in edges)] += 1
        return [count / sum(counts) for count in counts]

    return sum((n - b) * math.log(n / b) for b, n in zip(shares(before), shares(now), strict=True))


def as_csv(days: list[Day]) -> str:
    """The data as the team keeps it; only its digest is in the store."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow(["site", *FEATURES, "failed"])
    rows.writerows([d.site, *(f"{reading:.3f}" for reading in d.readings), int(d.failed)] for d in days)
    return out.getvalue()


def digest(days: list[Day]) -> str:
    """The first characters of the SHA-256 of the data."""
    return hashlib.sha256(as_csv(days).encode()).hexdigest()[:12]


def number(value: float) -> float:
    """To four places: the last bits of a sum may differ between processors."""
    return round(value, 4)


def result(metric: str, hits: int, n: int, **more: str | list[float]) -> str:
    """A share with its interval, as one line of YAML."""
    lower, upper = wilson(hits, n)
    said = {
        "metric": metric,
        **more,
        "value": number(hits / n),
        "n": n,
        "lower": number(lower),
        "upper": number(upper),
    }
    return "  - {" + ", ".join(f"{key}: {value}" for key, value in said.items()) + "}\n"


def evaluation(version: str, model: Model, held_out: list[Day]) -> str:
    """The file of results for one version."""
    text = (
        f"# Recall and precision at the cut-off {CUT_OFF}, for all pumps and for each site.\n"
        f"model: pump-failure\nversion: {version}\nat: 2026-10-{'07' if version == '1.0.0' else '28'}\n"
        f"dataset: pump-days-holdout\ndataset_digest: {digest(held_out)}\nmethod: Wilson interval\nlevel: 0.95\nresults:\n"
    )
    folds = [held_out[fold::5] for fold in range(5)]
    shares = [number(hits / n) for hits, n in (recall(model, fold) for fold in folds)]
    text += result("recall", *recall(model, held_out), samples=shares)
    text += result("precision", *precision(model, held_out))
    for site in ("north", "south"):
        there = [day for day in held_out if day.site == site]
        text += result("recall", *recall(model, there), slice=f"site={site}")
        text += result("precision", *precision(model, there), slice=f"site={site}")
    return text


def run(name: str, day: str, model: Model, data: tuple[list[Day], list[Day]]) -> str:
    """The file of one run."""
    train, held_out = data
    return (
        f"experiment_id: pump-failure\nname: {name}\nstatus: finished\n"
        f"start_time: 2026-{day}T08:00:00Z\nend_time: 2026-{day}T08:00:04Z\nuser: m.okafor\n"
        f"params: {{epochs: {EPOCHS}, learning_rate: 0.8, features: [{', '.join(model.features)}], cut_off: {CUT_OFF}}}\n"
        f"metrics:\n  roc_auc: {number(auc(model, held_out))}\n"
        f"inputs:\n  - {{name: pump-days, digest: {digest(train)}, context: training}}\n"
        f"  - {{name: pump-days-holdout, digest: {digest(held_out)}, context: evaluation}}\n"
    )


def history(losses: list[tuple[float, float]]) -> str:
    """``metrics.csv`` of one run."""
    lines = ["metric,step,value"]
    for step, (train, held_out) in enumerate(losses, 1):
        lines += [f"train_log_loss,{step},{number(train)}", f"holdout_log_loss,{step},{number(held_out)}"]
    return "\n".join(lines) + "\n"


def version(model: Model, day: str, run_id: str, said: str) -> str:
    """The file of one version."""
    inputs = ", ".join(f"{name}: double" for name in model.features)
    return (
        f"description: {said}\ncreation_time: 2026-{day}T08:10:00Z\nuser: m.okafor\nrun_id: {run_id}\n"
        f"signature:\n  inputs: {{{inputs}}}\n  outputs: {{probability: double}}\n"
        "python_version: '3.11'\nflavors: {plain-python: 1}\nrequirements: []\n"
    )


def weights(model: Model) -> str:
    """The model itself."""
    return (
        json.dumps(
            {
                "features": model.features,
                "means": [number(each) for each in model.means],
                "spreads": [number(each) for each in model.spreads],
                "weights": [number(each) for each in model.weights],
                "bias": number(model.bias),
            },
            indent=1,
        )
        + "\n"
    )


def measurements(model: Model, train: list[Day]) -> str:
    """Four weeks in use; from the third on, the cooling of some pumps fails."""
    lines = ["signal,version,at,value,n"]
    for week, warmer in enumerate((0.0, 0.5, 4.0, 9.0)):
        days = draw(300, 100 + week, warmer)
        at = f"2026-11-{2 + 7 * week:02}"
        for signal, feature in (("vibration drift", 0), ("temperature drift", 1)):
            moved = psi([day.readings[feature] for day in train], [day.readings[feature] for day in days])
            lines.append(f"{signal},1.1.0,{at},{number(moved)},{len(days)}")
        hits, n = recall(model, days)
        lines.append(f"recall,1.1.0,{at},{number(hits / n)},{n}")
    return "\n".join(lines) + "\n"


def files() -> dict[str, str]:
    """Everything that this script writes, by path; the rest of the folio is written by hand."""
    train, held_out = draw(1000, 7), draw(600, 8)
    data = train, held_out
    first, first_losses = fit(FEATURES[:2], train, held_out)
    second, second_losses = fit(FEATURES, train, held_out)
    versions = "models/pump-failure/versions"
    return {
        "runs/2026-10-two-readings/run.yaml": run("Two readings", "10-06", first, data),
        "runs/2026-10-two-readings/metrics.csv": history(first_losses),
        "runs/2026-10-with-service/run.yaml": run("With hours since service", "10-27", second, data),
        "runs/2026-10-with-service/metrics.csv": history(second_losses),
        f"{versions}/1.0.0/version.yaml": version(
            first, "10-06", "2026-10-two-readings", "Vibration and temperature."
        ),
        f"{versions}/1.0.0/artifacts/weights.json": weights(first),
        f"{versions}/1.1.0/version.yaml": version(
            second, "10-27", "2026-10-with-service", "Adds the hours since the last service."
        ),
        f"{versions}/1.1.0/artifacts/weights.json": weights(second),
        "evaluations/pump-failure-1.0.0.yaml": evaluation("1.0.0", first, held_out),
        "evaluations/pump-failure-1.1.0.yaml": evaluation("1.1.0", second, held_out),
        "datasets/pump-days.yaml": dataset("data/pump-days.csv", train),
        "datasets/pump-days-holdout.yaml": dataset("data/pump-days-holdout.csv", held_out),
        "monitoring/pump-failure/measurements.csv": measurements(second, train),
    }


def dataset(uri: str, days: list[Day]) -> str:
    """The file of one dataset."""
    columns = ", ".join(f"{name}: double" for name in FEATURES)
    return (
        f"digest: {digest(days)}\nuri: {uri}\nrow_count: {len(days)}\n"
        f"columns: {{site: string, {columns}, failed: long}}\n"
        f"profile: {{failed within seven days: {sum(day.failed for day in days)}}}\n"
    )


def main() -> int:
    """Write the files."""
    for path, text in files().items():
        place = FOLIO / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8", newline="\n")
        print(place)
    return 0


if __name__ == "__main__":
    sys.exit(main())
