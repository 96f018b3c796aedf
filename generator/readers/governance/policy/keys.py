"""The keys of a policy, made into a :class:`Policy`."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from generator.catalog import (
    POSSIBLE,
    Audience,
    Comparison,
    ControlSetting,
    Environment,
    Exclusion,
    Gate,
    Policy,
    Rule,
    RunComparison,
    SignalRule,
    Treatment,
    Value,
)
from generator.provenance import Source
from generator.provenance.document import FieldError
from generator.readers.governance.form import Form
from generator.readers.governance.policy.layers import EXTENDS
from generator.readers.governance.policy.metrics import read_metric_rules
from generator.readers.governance.values import frozen

SEVERITIES = ("critical", "high", "medium", "low")
STATUSES = ("pass", "warn", "fail", "not-applicable", "waived", "error")
_SETTINGS = ("severity", "enabled", "reason")
_Item = TypeVar("_Item")

Placing = Callable[[Form], Source]
"""Tells where a part of the policy stands."""


def read_keys(form: Form, placed: Placing) -> Policy:
    """The policy that a tree of keys makes; a key that is absent or cannot be read leaves the default.

    Faults are noted in the form.
    """
    approval, evaluation = form.mapping("approval"), form.mapping("evaluation")
    signatures, monitoring = form.mapping("signatures"), form.mapping("monitoring")
    retention = form.mapping("retention")
    advisories, screening = form.mapping("advisories"), form.mapping("screening")
    said: dict[str, Any] = {
        "version": form.text("version"),
        "owner": form.text("owner"),
        "in_force_since": form.day("in_force_since"),
        "tiers": _texts(form, "tiers"),
        "production_aliases": _texts(form, "production_aliases"),
        "challenger_aliases": _texts(form, "challenger_aliases"),
        "allow_many_production": form.flag("allow_many_production"),
        "allowed_licences": _texts(form, "allowed_licences"),
        "contact_patterns": _patterns(form, "contact_patterns"),
        "approval_roles": _roles(approval),
        "approval_validity_days": _counts(approval, "validity_days"),
        "evaluation_max_age_days": _counts(evaluation, "max_age_days"),
        "lifetime_days": _counts(form, "lifetime_days"),
        "retention_class": retention.text("class"),
        "retention_years": _counts(retention, "keep_years"),
        "environments": _environments(form, placed),
        "metrics": read_metric_rules(form, placed),
        "signals": _listed(monitoring, "signals", lambda each: _signal(each, placed)),
        "comparisons": _listed(form, "comparisons", lambda each: _comparison(each, placed)),
        "run_comparisons": _listed(form, "run_comparisons", lambda each: _run_comparison(each, placed)),
        "controls": _controls(form.mapping("controls"), placed),
        "gates": _listed(form, "gates", _gate),
        "exclusions": _listed(form, "exclusions", lambda each: _exclusion(each, placed)),
        "require_signature": signatures.flag("required"),
        "trusted_signers": _texts(signatures, "trusted_signers"),
        "advisories": advisories.text("path"),
        "advisories_taken_on": advisories.day("taken_on"),
        "audiences": _audiences(form.mapping("audiences")),
        "allowed_texts": _texts(screening, "allow"),
        "card_weights": _weights(form.mapping("card_weights")),
    }
    form.allow(EXTENDS)
    for part in (form, approval, evaluation, signatures, retention, monitoring, advisories, screening):
        part.finish()
    return Policy(**{key: value for key, value in said.items() if value is not None})


def _audiences(form: Form) -> dict[Audience, dict[Rule, Treatment]] | None:
    """What each audience sees otherwise than by default."""
    found: dict[Audience, dict[Rule, Treatment]] = {}
    for audience in Audience:
        rules = form.mapping(audience.value)
        for rule in Rule:
            words = tuple(treatment.value for treatment in POSSIBLE[rule])
            word = rules.word(rule.value, words)
            if word:
                found.setdefault(audience, {})[rule] = Treatment(word)
        rules.finish()
    form.finish()
    return found or None


def _texts(form: Form, key: str) -> tuple[str, ...] | None:
    """A list of texts; None, and so the default, when it is absent. An empty list is none of the default."""
    found = form.texts(key)
    return found if isinstance(form.document.values.get(key), list) else None


def _patterns(form: Form, key: str) -> tuple[str, ...] | None:
    """Regular expressions."""
    found = _texts(form, key)
    kept = []
    for pattern in found or ():
        try:
            re.compile(pattern)
        except re.error as error:
            form.refuse(key, f"{pattern!a} is no regular expression: {error.msg}")
        else:
            kept.append(pattern)
    return None if found is None else tuple(kept)


def _roles(form: Form) -> Mapping[str, tuple[str, ...]] | None:
    roles = form.mapping("roles")
    return {tier: roles.texts(tier) for tier in roles} if "roles" in form else None


def _counts(form: Form, key: str) -> Mapping[str, int] | None:
    """Whole days or years by tier."""
    counts = form.mapping(key)
    return (
        {tier: found for tier in counts if (found := counts.count(tier)) is not None} if key in form else None
    )


def _weights(form: Form) -> Mapping[str, float]:
    return {key: found for key in form if (found := form.amount(key)) is not None}


def _listed(form: Form, key: str, read: Callable[[Form], _Item]) -> tuple[_Item, ...] | None:
    """A list of mappings, without those that cannot be read; None when it is absent."""
    found = []
    for each in form.mappings(key):
        try:
            found.append(read(each))
        except FieldError as fault:
            each.document.faults.append(fault)
        else:
            each.finish()
    return tuple(found) if isinstance(form.document.values.get(key), list) else None


def _environments(form: Form, placed: Placing) -> tuple[Environment, ...] | None:
    """The environments; where none are named, the default ones with the aliases that the policy names."""
    named = _listed(form, "environments", lambda each: _environment(each, placed))
    if named is not None:
        return named
    aliases = {
        "staging": _texts(form, "challenger_aliases"),
        "production": _texts(form, "production_aliases"),
    }
    return tuple(
        replace(each, aliases=found) if (found := aliases.get(each.name)) is not None else each
        for each in Policy().environments
    )


def _environment(form: Form, placed: Placing) -> Environment:
    tags = form.mapping("tags")
    return Environment(
        name=form.require("name"),
        stages=form.texts("stages"),
        aliases=form.texts("aliases"),
        tags=tuple((key, tags.text(key)) for key in tags),
        source=placed(form),
    )


def _signal(form: Form, placed: Placing) -> SignalRule:
    return SignalRule(
        model=form.text("model") or "*",
        signal=form.text("signal") or "*",
        warn=form.number("warn"),
        alert=form.number("alert"),
        cadence_days=form.amount("cadence_days"),
        source=placed(form),
    )


def _comparison(form: Form, placed: Placing) -> Comparison:
    return Comparison(
        model=form.require("model"),
        baseline=form.require("baseline"),
        candidate=form.require("candidate"),
        source=placed(form),
    )


def _run_comparison(form: Form, placed: Placing) -> RunComparison:
    return RunComparison(
        baseline=form.require("baseline"), candidate=form.require("candidate"), source=placed(form)
    )


def _controls(form: Form, placed: Placing) -> Mapping[str, ControlSetting]:
    """What is said about each control; whether there is such a control or parameter is not looked at here."""
    return dict(_control(key, form.mapping(key), placed) for key in form)


def _control(control: str, form: Form, placed: Placing) -> tuple[str, ControlSetting]:
    enabled, reason = form.flag("enabled"), form.text("reason")
    if enabled is False and not reason:
        form.refuse(
            "enabled", f"the control {control!a} is switched off without a reason", slug="field-missing"
        )
    return control, ControlSetting(
        control=control,
        parameters=_parameters(form),
        severity=form.word("severity", SEVERITIES),
        enabled=enabled is not False,
        reason=reason,
        source=placed(form),
    )


def _parameters(form: Form) -> Mapping[str, Value]:
    """Everything that is no setting of the control itself."""
    values = form.document.values
    return {key: frozen(value) for key, value in values.items() if key not in _SETTINGS and value is not None}


def _gate(form: Form) -> Gate:
    form.require("severity")
    form.require("status")
    severity, status = form.word("severity", SEVERITIES), form.word("status", STATUSES)
    if not (severity and status):
        raise form.document.faults.pop()
    return Gate(severity=severity, status=status)


def _exclusion(form: Form, placed: Placing) -> Exclusion:
    return Exclusion(pattern=form.require("pattern"), reason=form.require("reason"), source=placed(form))
