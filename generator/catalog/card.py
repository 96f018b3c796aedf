"""The fields of a model card and the headings they stand under.

The headings are those of Mitchell et al. 2019, "Model Cards for Model Reporting", section 4, in its order, followed by
*Operation* for what regulators ask beyond it (EU AI Act, Annex IV, points 3, 5, 6 and 9).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class FieldKind(StrEnum):
    """Where in ``governance/models/<name>.md`` the answer is written.

    What is asked for as prose may have its particulars in the front matter too, under the field's key: a list, or a
    mapping such as ``human_oversight: {role: …, stop_procedure: …}``. Either answers the card, and it shows both.
    """

    FRONT_MATTER = "front matter"
    PROSE = "prose"


class CardHeading(StrEnum):
    """A heading of the card."""

    DETAILS = "Model details"
    USE = "Intended use"
    FACTORS = "Factors"
    METRICS = "Metrics"
    EVALUATION = "Evaluation data"
    TRAINING = "Training data"
    ANALYSES = "Quantitative analyses"
    ETHICS = "Ethical considerations"
    CAVEATS = "Caveats and recommendations"
    OPERATION = "Operation"


@dataclass(frozen=True, slots=True, kw_only=True)
class CardField:
    """One field of the model card that people fill in."""

    key: str
    """Front-matter key, or the identifier of the prose section."""
    title: str
    """Label on the page; for prose, the heading to write."""
    heading: CardHeading
    kind: FieldKind
    question: str
    """What the author is asked, in one sentence."""
    required: bool = True
    """Whether a card without it counts as incomplete."""
    aliases: tuple[str, ...] = ()
    """Other keys or headings that mean the same; compared without case, ``-``, ``_`` and blanks."""


def _asked(
    key: str, title: str, heading: CardHeading, question: str, *aliases: str, required: bool = True
) -> CardField:
    return CardField(
        key=key, title=title, heading=heading, kind=FieldKind.FRONT_MATTER,
        question=question, required=required, aliases=aliases,
    )  # fmt: skip


def _told(
    key: str, title: str, heading: CardHeading, question: str, *aliases: str, required: bool = True
) -> CardField:
    return CardField(
        key=key, title=title, heading=heading, kind=FieldKind.PROSE,
        question=question, required=required, aliases=aliases,
    )  # fmt: skip


_H = CardHeading

# fmt: off
CARD_FIELDS: tuple[CardField, ...] = (
    _asked("summary", "Summary", _H.DETAILS, "What does the model do, in one sentence?", "description"),
    _asked("owner", "Owner", _H.DETAILS, "Which person answers for the model?", "accountable"),
    _asked("contact", "Contact", _H.DETAILS, "Where does one write with a question?", "contacts", "email"),
    _asked("developers", "Developers", _H.DETAILS, "Who built it?", "developer", "team", required=False),
    _asked("provider", "Provider", _H.DETAILS, "Which legal entity provides it?", "organisation", "organization", required=False),
    _asked("licence", "Licence", _H.DETAILS, "Under which terms may it be used?", "license", "terms"),
    _asked("domain", "Domain", _H.DETAILS, "Which line of business does it serve?", "line_of_business", required=False),
    _asked("task", "Task", _H.DETAILS, "Which kind of problem does it solve?", "problem_type", "model_type", required=False),
    _asked("architecture", "Architecture", _H.DETAILS, "Which kind of model is it?", "algorithm", required=False),
    _asked("licence_text", "Text of the licence", _H.DETAILS, "Which file holds the licence's own words, with which SHA-256?", "license_text", required=False),
    _asked("base_model", "Base model", _H.DETAILS, "Which model was it made from, under which licence?", required=False),
    _asked("references", "References", _H.DETAILS, "Which papers, standards or pages describe it?", "papers", required=False),
    _asked("citation", "Citation", _H.DETAILS, "How should one cite it?", required=False),
    _asked("risk_tier", "Risk tier", _H.DETAILS, "How grave is it when the model is wrong?", "risk", "tier"),
    _asked("risk_rationale", "Reason for the tier", _H.DETAILS, "Why this tier and not another?", required=False),
    _asked("regulations", "Regulations", _H.DETAILS, "Which rules apply to its use?", "regulation", required=False),
    _asked("classification", "Legal classification", _H.DETAILS, "How does the law class it, by whose judgement and why?", required=False),
    _asked("annex_iv", "Technical documentation", _H.DETAILS, "What answers each point of Annex IV of the EU AI Act?", "technical_documentation", required=False),
    _asked("decides_about_people", "Decides about people", _H.DETAILS, "Does its output decide about a person?", required=False),
    _asked("import_record", "Imported versions", _H.DETAILS, "Where do versions come from that no run stands behind?", required=False),
    _asked("validated_by", "Validated by", _H.DETAILS, "Who checked it without having built it?", "validator"),
    _asked("validated_on", "Validated on", _H.DETAILS, "When was it last validated?", required=False),
    _asked("reviewed_on", "Last review", _H.DETAILS, "When did somebody last read this card and stand by it?", "last_review"),
    _asked("reviewed", "Version reviewed", _H.DETAILS, "Which version did that review read?", required=False),
    _asked("review_due", "Next review", _H.DETAILS, "When must that happen again?", "next_review"),
    _told("intended_use", "Intended use", _H.USE, "What is the model for?", "primary use", "primary uses", "purpose", "direct use"),
    _told("users", "Intended users", _H.USE, "Who works with its output?", "primary users", "users"),
    _told("out_of_scope", "Out of scope", _H.USE, "What must it not be used for?", "out-of-scope uses", "out of scope uses", "misuse"),
    _told("factors", "Relevant factors", _H.FACTORS, "Which groups, instruments or conditions change how well it works?", "factors"),
    _told("evaluation_factors", "Evaluated factors", _H.FACTORS, "Which of them were measured, and why these?", "evaluation factors", required=False),
    _told("metrics_choice", "Choice of metrics", _H.METRICS, "Why are these the measures that matter?", "metrics", "performance measures"),
    _told("decision_thresholds", "Decision thresholds", _H.METRICS, "At which score does one act, and who set it?", "thresholds", required=False),
    _told("uncertainty", "Uncertainty", _H.METRICS, "How sure are the numbers?", "approaches to uncertainty", "variation approaches", required=False),
    _told("evaluation_data", "Choice of evaluation data", _H.EVALUATION, "Why is this data a fair test?", "evaluation data", "testing data"),
    _told("evaluation_preprocessing", "Preprocessing of evaluation data", _H.EVALUATION, "What was done to it before?", "evaluation preprocessing", required=False),
    _told("training_data", "Training data in words", _H.TRAINING, "What is in it, from where and when?", "training data"),
    _told("training_preprocessing", "Preprocessing of training data", _H.TRAINING, "What was done to it before training?", "preprocessing", "training preprocessing", required=False),
    _asked("personal_data", "Personal data", _H.TRAINING, "Does it hold data about people, and under which record?", "sensitive_data"),
    _told("quantitative_analyses", "Analyses by group", _H.ANALYSES, "How well does it work for each group, and for groups crossed?", "quantitative analyses", "fairness", "results"),
    _told("explainability", "Explainability", _H.ANALYSES, "How can one see why it decided?", "model examination", "interpretability", required=False),
    _told("ethical_considerations", "Ethical considerations", _H.ETHICS, "Whom can it harm, and what was done about that?", "ethics", "risks and harms", "bias, risks and limitations"),
    _told("environment", "Environmental impact", _H.ETHICS, "What did training and use cost in energy?", "environmental considerations", "environmental impact", required=False),
    _told("limitations", "Limitations", _H.CAVEATS, "Where does it fail?", "limits", "known limits", "known limitations", "technical limitations"),
    _told("tradeoffs", "Trade-offs", _H.CAVEATS, "What was given up for what?", "tradeoffs", "performance tradeoffs", required=False),
    _told("recommendations", "Recommendations", _H.CAVEATS, "What should its users do or keep in mind?", "caveats and recommendations", "caveats", required=False),
    _told("human_oversight", "Human oversight", _H.OPERATION, "Who can overrule or stop it, and how?", "oversight", "human control"),
    _told("monitoring", "Monitoring", _H.OPERATION, "What is watched in production, and what raises an alarm?", "monitoring plan"),
    _asked("logging", "Event logging", _H.OPERATION, "Which events are logged, where, for how long and by whom?", required=False),
    _told("retraining", "Retraining", _H.OPERATION, "When is it trained again?", "retraining plan", required=False),
    _told("rollback", "Rollback", _H.OPERATION, "How does one return to the version before?", "rollback plan", required=False),
    _told("security", "Security", _H.OPERATION, "Which attacks were considered?", "threats", "robustness", required=False),
    _told("decommissioning", "Decommissioning", _H.OPERATION, "How and when is it retired?", "retirement", "decommissioning plan", required=False),
    _told("how_to_use", "How to use", _H.OPERATION, "How does one call it?", "get started", "how to get started", required=False),
)
# fmt: on
"""Every field, in the order of the card."""

CARD_FIELDS_BY_KEY: Mapping[str, CardField] = MappingProxyType({field.key: field for field in CARD_FIELDS})


def folded(name: str) -> str:
    """A key or heading without case, blanks and joining marks, for comparison."""
    return "".join(character for character in name.casefold() if character.isalnum())


_BY_NAME: Mapping[tuple[FieldKind, str], CardField] = MappingProxyType(
    {
        (field.kind, folded(name)): field
        for field in CARD_FIELDS
        for name in (field.key, field.title, *field.aliases)
    }
)


def card_field(kind: FieldKind, name: str) -> CardField | None:
    """The field that a front-matter key or a heading means, or None when it is none of ours."""
    return _BY_NAME.get((kind, folded(name)))
