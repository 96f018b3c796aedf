"""Generated customers, with the signal, the drift and the flaws that the story needs. Nobody in here exists."""

import hashlib
import zlib
from dataclasses import dataclass, field

import mlflow
import numpy as np
import pandas as pd

_AGE_EDGES = (17, 25, 40, 60, 120)
AGE_BANDS = ("age_18_25", "age_26_40", "age_41_60", "age_61_plus")
_CATEGORIES = {
    "grocery": 5411, "fuel": 5541, "travel": 4722, "electronics": 5732,
    "digital_goods": 5816, "restaurants": 5812, "gambling": 7995,
}  # fmt: skip
"""Merchant categories and their ISO 18245 codes."""


@dataclass(frozen=True, slots=True)
class Extract:
    """One extract from the bank's lake: the columns a model sees, the answer, and the age band of each row."""

    name: str
    location: str
    features: pd.DataFrame
    target: pd.Series
    age_band: pd.Series = field(default_factory=pd.Series)

    @property
    def frame(self) -> pd.DataFrame:
        """Features and target in one table."""
        return self.features.assign(**{str(self.target.name): self.target})

    @property
    def dataset(self) -> mlflow.data.dataset.Dataset:
        """The extract as MLflow logs it: name, digest, schema, row count; never the rows."""
        return mlflow.data.from_pandas(
            self.frame, source=self.location, name=self.name, targets=str(self.target.name)
        )

    @property
    def sha256(self) -> str:
        """Digest of the rows written as CSV."""
        return hashlib.sha256(self.frame.to_csv(index=False).encode()).hexdigest()

    def columns(self, *names: str) -> "Extract":
        """The same rows with these features only, under the same name: an older generation of the extract."""
        return Extract(self.name, self.location, self.features[list(names)], self.target, self.age_band)

    def __add__(self, other: "Extract") -> "Extract":
        """Both extracts under one another, for fitting; each is logged on its own."""
        return Extract(
            f"{self.name}+{other.name}",
            self.location,
            pd.concat([self.features, other.features], ignore_index=True),
            pd.concat([self.target, other.target], ignore_index=True),
            pd.concat([self.age_band, other.age_band], ignore_index=True),
        )


def _rng(*key: object) -> np.random.Generator:
    return np.random.default_rng(zlib.crc32("/".join(map(str, key)).encode()))


def _drawn(rng: np.random.Generator, logit: np.ndarray) -> np.ndarray:
    return (rng.random(len(logit)) < 1 / (1 + np.exp(-logit))).astype("int64")


def _age_bands(age: np.ndarray) -> pd.Series:
    return pd.Series(pd.cut(age, _AGE_EDGES, labels=AGE_BANDS).astype(str))


def card_payments(
    quarter: str, rows: int = 30_000, *, holdout: bool = False, codes: bool = False, seasoned: bool = False
) -> Extract:
    """Card payments of one quarter, about one in fifty of them fraud.

    Fraud moves with the years from foreign shops to digital goods, so a model that is not trained again gets worse.
    ``codes`` gives merchant categories as ISO numbers instead of words. ``seasoned`` leaves out accounts younger
    than a year, which looks harmless and costs the young customers their protection.
    """
    rng = _rng("card", quarter, holdout)
    year, number = quarter.split("q")
    quarters = (int(year) - 2025) * 4 + int(number) - 2
    age = np.clip(18 + rng.gamma(2.2, 11, rows), 18, 92).astype("int64")
    account_days = np.clip(rng.gamma(1.2, 45 * (age - 16), rows), 5, 12_000).round()
    category = rng.choice(list(_CATEGORIES), rows, p=[0.34, 0.13, 0.07, 0.09, 0.14, 0.2, 0.03])
    present = (rng.random(rows) < np.where(category == "digital_goods", 0.02, 0.68)).astype("int64")
    abroad = (rng.random(rows) < np.where(category == "travel", 0.4, 0.08)).astype("int64")
    new_device = (rng.random(rows) < np.where(age < 26, 0.16, 0.07)).astype("int64")  # noqa: PLR2004
    risk = rng.beta(1.3, 9, rows)
    amount = rng.lognormal(3.3, 1.05, rows).round(2)
    ratio = rng.lognormal(0, 0.7, rows).round(3)
    payments = rng.poisson(2.4, rows)
    young_account = account_days < 365  # noqa: PLR2004
    logit = (
        -11.6
        + 2.6 * np.log1p(ratio) * (1 + 0.6 * (amount > 60))  # noqa: PLR2004
        + max(6.0 - 0.7 * quarters, 1.5) * abroad * (1 - present)
        + (0.8 + 0.8 * quarters) * (category == "digital_goods") * (amount < 45)  # noqa: PLR2004
        + 2.0 * (category == "gambling")
        + 14.0 * risk
        + 1.6 * new_device
        + 4.6 * new_device * young_account
        + 0.9 * np.maximum(payments - 4, 0)
        - 1.6 * present
    )
    features = pd.DataFrame(
        {
            "amount_eur": amount,
            "amount_to_30d_mean": ratio,
            "merchant_category": pd.Series(category).map(_CATEGORIES) if codes else category,
            "card_present": present,
            "cross_border": abroad,
            "payments_24h": payments,
            "new_device": new_device,
            "account_age_days": account_days,
            "merchant_risk": risk.round(4),
        }
    )
    name = f"card_payments_{quarter}" + ("_holdout" if holdout else "") + ("_seasoned" if seasoned else "")
    kept = ~young_account if seasoned else np.full(rows, True)
    return Extract(
        name,
        f"s3://meridian-lake/payments/card/{name}.parquet",
        features[kept].reset_index(drop=True),
        pd.Series(_drawn(rng, logit), name="is_fraud")[kept].reset_index(drop=True),
        _age_bands(age)[kept].reset_index(drop=True),
    )


def loan_applications(
    cut_off: str, rows: int = 12_000, *, holdout: bool = False, part_months: bool = False
) -> Extract:
    """Loan applications with twelve months of outcome, about one in eleven of them in default.

    ``part_months`` gives the time in employment as a fraction, as the new payroll interface delivers it.
    """
    rng = _rng("loan", cut_off, holdout)
    age = np.clip(19 + rng.gamma(2.4, 9, rows), 19, 80).astype("int64")
    income = (rng.lognormal(10.3, 0.42, rows) * np.clip(0.6 + age / 90, 0.7, 1.25)).round(-1)
    amount = np.clip(rng.lognormal(9.1, 0.6, rows), 500, 75_000).round(-2)
    months = np.minimum(rng.gamma(1.3, np.maximum(age - 17, 2) * 4, rows), (age - 16) * 12.0)
    arrears = rng.poisson(0.22, rows)
    utilisation = rng.beta(1.6, 2.6, rows).round(3)
    housing = np.where(
        rng.random(rows) < np.clip((age - 18) / 60, 0.03, 0.7),
        rng.choice(["owner", "mortgage"], rows, p=[0.4, 0.6]),
        rng.choice(["tenant", "with_parents"], rows, p=[0.8, 0.2]),
    )
    logit = (
        -4.9
        + 1.5 * arrears
        + 2.9 * utilisation
        + 2.3 * np.minimum(amount / income, 1.5)
        - 0.012 * np.minimum(months, 180)
        + 0.9 * (housing == "tenant")
        - 0.9 * (housing == "owner")
        + 0.3 * rng.normal(size=rows)
    )
    features = pd.DataFrame(
        {
            "income_eur": income,
            "loan_amount_eur": amount,
            "term_months": rng.choice([12, 24, 36, 48, 60, 84], rows),
            "months_employed": months.round(1) if part_months else months.astype("int64"),
            "arrears_12m": arrears,
            "credit_utilisation": utilisation,
            "housing_status": housing,
        }
    )
    name = "loan_applications" + ("_holdout" if holdout else "")
    target = pd.Series(_drawn(rng, logit), name="default_12m")
    return Extract(
        name, f"s3://meridian-lake/credit/{name}/{cut_off}.parquet", features, target, _age_bands(age)
    )


def retail_customers(month: str, rows: int = 6_000, *, holdout: bool = False) -> Extract:
    """Retail customers at the end of a month; about one in eight leaves within ninety days."""
    rng = _rng("retail", month, holdout)
    tenure = rng.gamma(2, 30, rows).round()
    products = 1 + rng.poisson(0.9, rows)
    logins = rng.negative_binomial(2, 0.16, rows)
    complaints = rng.poisson(0.18, rows)
    trend = rng.normal(0, 0.25, rows).round(3)
    salary = (rng.random(rows) < 0.55).astype("int64")  # noqa: PLR2004
    logit = (
        0.9 - 0.014 * tenure - 0.6 * products - 0.06 * logins + 1.4 * complaints - 2.4 * trend - 1.4 * salary
    )
    features = pd.DataFrame(
        {
            "tenure_months": tenure,
            "products_held": products,
            "logins_30d": logins,
            "complaints_6m": complaints,
            "balance_trend_90d": trend,
            "salary_paid_in": salary,
        }
    )
    name = "retail_customers" + ("_holdout" if holdout else "")
    target = pd.Series(_drawn(rng, logit), name="left_within_90d")
    return Extract(name, f"s3://meridian-lake/crm/{name}/{month}.parquet", features, target)


def instalment_plans(year: str, rows: int = 4_000, *, holdout: bool = False) -> Extract:
    """Instalment plans and the margin in euros that each earned within twenty-four months."""
    rng = _rng("instalment", year, holdout)
    amount = np.clip(rng.lognormal(6.4, 0.7, rows), 60, 9_000).round(2)
    term = rng.choice([3, 6, 12, 24], rows, p=[0.35, 0.3, 0.25, 0.1])
    missed = rng.poisson(0.3, rows)
    plans = rng.poisson(1.4, rows)
    margin = 0.011 * amount * np.sqrt(term) + 9.5 * plans - 31 * missed**1.3 + rng.normal(0, 14, rows)
    features = pd.DataFrame(
        {"plan_amount_eur": amount, "term_months": term, "missed_payments": missed, "earlier_plans": plans}
    )
    name = "instalment_plans" + ("_holdout" if holdout else "")
    return Extract(
        name,
        f"https://lake.meridian-bank.example/instalments/{name}-{year}.csv",
        features,
        pd.Series(margin.round(2), name="margin_24m_eur"),
    )


_COMPLAINTS = {
    "cards": ("my card was {v} at {p}", "the {v} card payment at {p} is wrong", "card {v} twice at {p}, please refund"),
    "loans": ("the loan instalment was {v} too early", "interest on my loan was {v} wrongly", "loan statement {v} since {p}"),
    "accounts": ("my account was {v} without notice", "standing order {v} from my account", "the transfer to {p} was {v}"),
    "app": ("the app {v} when I log in", "login at {p} was {v} by the app", "face unlock {v} since the update"),
}  # fmt: skip
_VERBS = ("declined", "charged", "blocked", "delayed", "cancelled", "rejected", "booked", "lost")
_PLACES = (
    "the station",
    "a petrol pump",
    "the branch",
    "an online shop",
    "the airport",
    "my landlord",
    "the hotel",
)
_OPENINGS = ("", "hello, ", "to whom it may concern: ", "again: ", "third time now, ", "urgent! ")


def complaints(month: str, rows: int = 900, *, holdout: bool = False) -> Extract:
    """Short complaints and the desk that had to answer them; one in twelve went to the wrong desk first."""
    rng = _rng("complaints", month, holdout)
    desks = rng.choice(list(_COMPLAINTS), rows, p=[0.4, 0.2, 0.25, 0.15])
    texts = [
        rng.choice(_OPENINGS)
        + rng.choice(_COMPLAINTS[desk]).format(v=rng.choice(_VERBS), p=rng.choice(_PLACES))
        for desk in desks
    ]
    misrouted = rng.random(rows) < 1 / 12
    labels = np.where(misrouted, rng.choice(list(_COMPLAINTS), rows), desks)
    name = "complaints" + ("_holdout" if holdout else "")
    return Extract(
        name,
        f"s3://meridian-lake/care/{name}/{month}.parquet",
        pd.DataFrame({"text": texts}),
        pd.Series(labels, name="desk"),
    )
