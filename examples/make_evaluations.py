# /// script
# requires-python = "==3.11.*"
# dependencies = [
#   "mlflow==3.17.2",
#   "numpy==2.4.6",
#   "pandas==3.1.1",
#   "scikit-learn==1.9.1",
#   "skops==0.16.0",
# ]
# ///
"""Make the evaluations of the example, ``examples/governance/evaluations``: champion and challenger, part by part.

Usage:
    uv run examples/make_evaluations.py [FOLDER]

The models are those of the store, read as skops; the rows are those of the holdout that both versions were measured on,
drawn again (``make_store/data.py``) and held to the digest that the store has of them. They are cut into ten parts by row
number, row 0 into part 0, row 1 into part 1 and so on. Every value of a part was measured; none is made up. On another
kind of processor the last digits may differ.
"""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import skops.io
from make_store.data import Extract, card_payments, loan_applications
from sklearn.metrics import (
    average_precision_score,
    brier_score_loss,
    precision_score,
    recall_score,
    roc_auc_score,
)

HERE = Path(__file__).resolve().parent
STORE = HERE / "mlruns"
PARTS = 10
_DIGITS = 6
_TREES = ["sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor"]
_FRAUD, _CREDIT = STORE / "490489693563893614" / "models", STORE / "338957898468581495" / "models"
_CUT_OFF = 0.10
"""Of ``credit-risk-pd``: applications above it go to a person."""
Measure = Callable[[np.ndarray, np.ndarray], float]


@dataclass(frozen=True, kw_only=True)
class Measured:
    """One version, and the rows that it is measured on."""

    model: str
    version: int
    artifacts: Path
    logged: Extract
    """The holdout as the store names it."""
    seen: Extract
    """The same rows with the columns that this version was trained on."""
    measures: dict[str, Measure]

    def lines(self) -> Iterator[str]:
        """The file of results."""
        truth = self.seen.target.to_numpy()
        score = skops.io.load(self.artifacts / "model.skops", trusted=_TREES).predict_proba(
            self.seen.features
        )[:, 1]
        part = np.arange(len(truth)) % PARTS
        yield f"# {self.model}, version {self.version}, on the holdout and on ten parts of it: make_evaluations.py"
        yield f"model: {self.model}"
        yield f"version: {self.version}"
        yield "at: 2026-11-05"
        yield f"dataset: {self.logged.name}"
        yield f"dataset_digest: '{self.logged.dataset.digest}'"
        yield "method: ten parts of the holdout, by row number"
        yield f"n: {len(truth)}"
        yield "results:"
        for name, measure in self.measures.items():
            samples = [
                round(float(measure(truth[part == each], score[part == each])), _DIGITS)
                for each in range(PARTS)
            ]
            yield f"  - metric: {name}"
            yield f"    value: {float(measure(truth, score))!r}"
            yield f"    samples: [{', '.join(map(repr, samples))}]"


def _fraud(threshold: float) -> dict[str, Measure]:
    return {
        "average_precision": average_precision_score,
        "roc_auc": roc_auc_score,
        "recall": lambda truth, score: recall_score(truth, score >= threshold),
        "precision": lambda truth, score: precision_score(truth, score >= threshold),
    }


def measured() -> Iterator[Measured]:
    """The champion and the challenger of both models."""
    coded, words = (card_payments("2026q2", holdout=True, codes=codes) for codes in (True, False))
    for version, folder, seen, threshold in (
        (5, "m-f0833e5c346d4de4bc7417df3fd67ae9", words, _threshold("m-f0833e5c346d4de4bc7417df3fd67ae9")),
        (8, "m-e232e16e33114d9fb277d66f01c5b50e", coded, _threshold("m-e232e16e33114d9fb277d66f01c5b50e")),
    ):
        yield Measured(
            model="card-fraud-scorer", version=version, artifacts=_FRAUD / folder / "artifacts", logged=coded,
            seen=seen, measures=_fraud(threshold),
        )  # fmt: skip
    loans = loan_applications("2025-06-30", holdout=True, part_months=True)
    months = loans.features["months_employed"].astype("int64")
    whole = replace(loans, features=loans.features.assign(months_employed=months))
    for version, folder, seen in (
        (3, "m-0b44120b2a3a4104a85c5477657ae913", whole),
        (5, "m-0e2d12307d314324b7e76a2680e4e16e", loans),
    ):
        yield Measured(
            model="credit-risk-pd", version=version, artifacts=_CREDIT / folder / "artifacts", logged=loans,
            seen=seen,
            measures={
                "roc_auc": roc_auc_score,
                "brier_score": brier_score_loss,
                "approval_rate": lambda _, score: (score < _CUT_OFF).mean(),
            },
        )  # fmt: skip


def _threshold(model_id: str) -> float:
    """The score from which on a payment is flagged, as the model's own file says it."""
    text = (_FRAUD / model_id / "artifacts" / "MLmodel").read_text()
    line = next(line for line in text.splitlines() if "decision_threshold" in line)
    return float(line.partition(":")[2])


def main() -> None:
    """Write one file for each version."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "governance" / "evaluations"
    folder.mkdir(parents=True, exist_ok=True)
    for each in measured():
        text = "\n".join(each.lines()) + "\n"
        (folder / f"{each.model}-v{each.version}.yaml").write_text(text, newline="")


if __name__ == "__main__":
    main()
