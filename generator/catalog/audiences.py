"""Who an edition of the site is for, and what is done with what they are not to see."""

from dataclasses import dataclass
from enum import StrEnum

from generator.messages import word


class Audience(StrEnum):
    """Who reads the site."""

    PUBLIC = word("public")
    INTERNAL = word("internal")
    AUDITOR = word("auditor")


class Treatment(StrEnum):
    """What is done with something sensitive."""

    SHOW = "show"
    REDACT = "redact"
    """The text gives way to ``[redacted: <rule>]``."""
    COUNT = "count"
    """Records are left out, and their number is told."""


class Rule(StrEnum):
    """What the treatment is about."""

    PERSONAL_DATA = word("personal-data")
    """Addresses, account and card numbers, wherever they stand."""
    PEOPLE = word("people")
    """Names and accounts of people."""
    LOCATIONS = word("locations")
    """Where files, data, code and endpoints lie."""
    INCIDENTS = word("incidents")
    REVIEW_FINDINGS = word("review-findings")
    PROMPTS = word("prompts")
    TAGS = word("tags")


_SHOWN = dict.fromkeys(Rule, Treatment.SHOW)
DEFAULTS = {
    Audience.AUDITOR: _SHOWN,
    Audience.INTERNAL: {**_SHOWN, Rule.PERSONAL_DATA: Treatment.REDACT},
    Audience.PUBLIC: {
        Rule.PERSONAL_DATA: Treatment.REDACT,
        Rule.PEOPLE: Treatment.REDACT,
        Rule.LOCATIONS: Treatment.REDACT,
        Rule.INCIDENTS: Treatment.COUNT,
        Rule.REVIEW_FINDINGS: Treatment.COUNT,
        Rule.PROMPTS: Treatment.COUNT,
        Rule.TAGS: Treatment.COUNT,
    },
}
"""What each audience sees where the policy says nothing else. Secrets are masked for everybody."""
POSSIBLE = {
    Rule.PERSONAL_DATA: (Treatment.SHOW, Treatment.REDACT),
    Rule.PEOPLE: (Treatment.SHOW, Treatment.REDACT),
    Rule.LOCATIONS: (Treatment.SHOW, Treatment.REDACT),
    Rule.INCIDENTS: (Treatment.SHOW, Treatment.COUNT),
    Rule.REVIEW_FINDINGS: (Treatment.SHOW, Treatment.COUNT),
    Rule.PROMPTS: (Treatment.SHOW, Treatment.COUNT),
    Rule.TAGS: (Treatment.SHOW, Treatment.COUNT),
}
"""The treatments that a rule knows."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """Records that an edition leaves out."""

    rule: Rule
    count: int
