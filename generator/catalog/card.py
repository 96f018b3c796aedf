"""The fields of a model card and the headings they stand under.

The headings are those of Mitchell et al. 2019, "Model Cards for Model Reporting", section 4, in its order, followed by
*Operation* for what regulators ask beyond it (EU AI Act, Annex IV, points 3, 5, 6 and 9).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from generator.messages import say, word


class FieldKind(StrEnum):
    """Where in ``governance/models/<name>.md`` the answer is written.

    What is asked for as prose may have its particulars in the front matter too, under the field's key: a list, or a
    mapping such as ``human_oversight: {role: …, stop_procedure: …}``. Either answers the card, and it shows both.
    """

    FRONT_MATTER = "front matter"
    PROSE = "prose"


class CardHeading(StrEnum):
    """A heading of the card."""

    DETAILS = word("Model details")
    USE = word("Intended use")
    FACTORS = word("Factors")
    METRICS = word("Metrics")
    EVALUATION = word("Evaluation data")
    TRAINING = word("Training data")
    ANALYSES = word("Quantitative analyses")
    ETHICS = word("Ethical considerations")
    CAVEATS = word("Caveats and recommendations")
    OPERATION = word("Operation")


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
    _asked("summary", say("Summary"), _H.DETAILS, say("What does the model do, in one sentence?"), "description"),
    _asked("owner", say("Owner"), _H.DETAILS, say("Which person answers for the model?"), "accountable"),
    _asked("contact", say("Contact"), _H.DETAILS, say("Where does one write with a question?"), "contacts", "email"),
    _asked("developers", say("Developers"), _H.DETAILS, say("Who built it?"), "developer", "team", required=False),
    _asked("provider", say("Provider"), _H.DETAILS, say("Which legal entity provides it?"), "organisation", "organization", required=False),
    _asked("licence", say("Licence"), _H.DETAILS, say("Under which terms may it be used?"), "license", "terms"),
    _asked("domain", say("Domain"), _H.DETAILS, say("Which line of business does it serve?"), "line_of_business", required=False),
    _asked("task", say("Task"), _H.DETAILS, say("Which kind of problem does it solve?"), "problem_type", "model_type", required=False),
    _asked("architecture", say("Architecture"), _H.DETAILS, say("Which kind of model is it?"), "algorithm", required=False),
    _asked("licence_text", say("Text of the licence"), _H.DETAILS, say("Which file holds the licence's own words, with which SHA-256?"), "license_text", required=False),
    _asked("base_model", say("Base model"), _H.DETAILS, say("Which model was it made from, under which licence?"), required=False),
    _asked("references", say("References"), _H.DETAILS, say("Which papers, standards or pages describe it?"), "papers", required=False),
    _asked("citation", say("Citation"), _H.DETAILS, say("How should one cite it?"), required=False),
    _asked("risk_tier", say("Risk tier"), _H.DETAILS, say("How grave is it when the model is wrong?"), "risk", "tier"),
    _asked("risk_rationale", say("Reason for the tier"), _H.DETAILS, say("Why this tier and not another?"), required=False),
    _asked("regulations", say("Regulations"), _H.DETAILS, say("Which rules apply to its use?"), "regulation", required=False),
    _asked("classification", say("Legal classification"), _H.DETAILS, say("How does the law class it, by whose judgement and why?"), required=False),
    _asked("annex_iv", say("Technical documentation"), _H.DETAILS, say("What answers each point of Annex IV of the EU AI Act?"), "technical_documentation", required=False),
    _asked("decides_about_people", say("Decides about people"), _H.DETAILS, say("Does its output decide about a person?"), required=False),
    _asked("import_record", say("Imported versions"), _H.DETAILS, say("Where do versions come from that no run stands behind?"), required=False),
    _asked("validated_by", say("Validated by"), _H.DETAILS, say("Who checked it without having built it?"), "validator"),
    _asked("validated_on", say("Validated on"), _H.DETAILS, say("When was it last validated?"), required=False),
    _asked("reviewed_on", say("Last review"), _H.DETAILS, say("When did somebody last read this card and stand by it?"), "last_review"),
    _asked("reviewed", say("Version reviewed"), _H.DETAILS, say("Which version did that review read?"), required=False),
    _asked("review_due", say("Next review"), _H.DETAILS, say("When must that happen again?"), "next_review"),
    _told("intended_use", say("Intended use"), _H.USE, say("What is the model for?"), "primary use", "primary uses", "purpose", "direct use"),
    _told("users", say("Intended users"), _H.USE, say("Who works with its output?"), "primary users", "users"),
    _told("out_of_scope", say("Out of scope"), _H.USE, say("What must it not be used for?"), "out-of-scope uses", "out of scope uses", "misuse"),
    _told("factors", say("Relevant factors"), _H.FACTORS, say("Which groups, instruments or conditions change how well it works?"), "factors"),
    _told("evaluation_factors", say("Evaluated factors"), _H.FACTORS, say("Which of them were measured, and why these?"), "evaluation factors", required=False),
    _told("metrics_choice", say("Choice of metrics"), _H.METRICS, say("Why are these the measures that matter?"), "metrics", "performance measures"),
    _told("decision_thresholds", say("Decision thresholds"), _H.METRICS, say("At which score does one act, and who set it?"), "thresholds", required=False),
    _told("uncertainty", say("Uncertainty"), _H.METRICS, say("How sure are the numbers?"), "approaches to uncertainty", "variation approaches", required=False),
    _told("evaluation_data", say("Choice of evaluation data"), _H.EVALUATION, say("Why is this data a fair test?"), "evaluation data", "testing data"),
    _told("evaluation_preprocessing", say("Preprocessing of evaluation data"), _H.EVALUATION, say("What was done to it before?"), "evaluation preprocessing", required=False),
    _told("training_data", say("Training data in words"), _H.TRAINING, say("What is in it, from where and when?"), "training data"),
    _told("training_preprocessing", say("Preprocessing of training data"), _H.TRAINING, say("What was done to it before training?"), "preprocessing", "training preprocessing", required=False),
    _asked("personal_data", say("Personal data"), _H.TRAINING, say("Does it hold data about people, and under which record?"), "sensitive_data"),
    _told("quantitative_analyses", say("Analyses by group"), _H.ANALYSES, say("How well does it work for each group, and for groups crossed?"), "quantitative analyses", "fairness", "results"),
    _told("explainability", say("Explainability"), _H.ANALYSES, say("How can one see why it decided?"), "model examination", "interpretability", required=False),
    _told("ethical_considerations", say("Ethical considerations"), _H.ETHICS, say("Whom can it harm, and what was done about that?"), "ethics", "risks and harms", "bias, risks and limitations"),
    _told("environment", say("Environmental impact"), _H.ETHICS, say("What did training and use cost in energy?"), "environmental considerations", "environmental impact", required=False),
    _told("limitations", say("Limitations"), _H.CAVEATS, say("Where does it fail?"), "limits", "known limits", "known limitations", "technical limitations"),
    _told("tradeoffs", say("Trade-offs"), _H.CAVEATS, say("What was given up for what?"), "tradeoffs", "performance tradeoffs", required=False),
    _told("recommendations", say("Recommendations"), _H.CAVEATS, say("What should its users do or keep in mind?"), "caveats and recommendations", "caveats", required=False),
    _told("human_oversight", say("Human oversight"), _H.OPERATION, say("Who can overrule or stop it, and how?"), "oversight", "human control"),
    _told("monitoring", say("Monitoring"), _H.OPERATION, say("What is watched in production, and what raises an alarm?"), "monitoring plan"),
    _asked("logging", say("Event logging"), _H.OPERATION, say("Which events are logged, where, for how long and by whom?"), required=False),
    _told("retraining", say("Retraining"), _H.OPERATION, say("When is it trained again?"), "retraining plan", required=False),
    _told("rollback", say("Rollback"), _H.OPERATION, say("How does one return to the version before?"), "rollback plan", required=False),
    _told("security", say("Security"), _H.OPERATION, say("Which attacks were considered?"), "threats", "robustness", required=False),
    _told("decommissioning", say("Decommissioning"), _H.OPERATION, say("How and when is it retired?"), "retirement", "decommissioning plan", required=False),
    _told("how_to_use", say("How to use"), _H.OPERATION, say("How does one call it?"), "get started", "how to get started", required=False),
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
