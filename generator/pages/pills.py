"""Words on a tinted ground, and their tones."""

from dataclasses import dataclass

from generator.analyses.changes import BumpSize, Change, VersionDiff
from generator.analyses.standing.roles import Role, RoleHolder
from generator.analyses.wording import version_label
from generator.messages import put_together, say
from generator.pages.text import visible

SERVING, WAITING, RETIRED = "●", "◐", "○"
"""Signs of what is in production, what wants to be, and what is neither."""
_TIER_SIGNS = {"fail": "▲", "warn": "◆", "pass": "▽"}
_WORDS = 40
"""Characters of store text in a pill."""
_STAGES = {"production": ("pass", SERVING), "staging": ("warn", WAITING)}
_RISKS = {
    **dict.fromkeys(("unacceptable", "critical", "very high", "high", "tier 1", "1"), "fail"),
    **dict.fromkeys(("medium", "moderate", "limited", "tier 2", "2"), "warn"),
    **dict.fromkeys(("low", "minimal", "tier 3", "3"), "pass"),
}
_BUMPS = {BumpSize.MAJOR: "warn", BumpSize.MINOR: "info", BumpSize.PATCH: "info"}


@dataclass(frozen=True, slots=True)
class Pill:
    """One of them."""

    tone: str
    """``pass warn fail waive na info``."""
    words: str
    href: str = ""
    """Path within the site; empty for no link."""
    sign: str = ""
    """A sign of its own; empty for that of the tone. A tier or a stage is no verdict and has no ✓ or ✕."""


_ROLES = {
    Role.PRODUCTION: Pill("pass", say("In production"), sign=SERVING),
    Role.CHALLENGER: Pill("warn", say("Challenger"), sign=WAITING),
}


def role_pill(holder: RoleHolder, href: str) -> Pill:
    """``Production: v6``, ``@challenger: v7``."""
    return Pill(
        _ROLES[holder.role].tone,
        f"{visible(holder.claim, _WORDS)}: {version_label(holder.version.version)}",
        href,
        _ROLES[holder.role].sign,
    )


def standing_pill(stage: str, role: Role | None) -> Pill | None:
    """Where a version stands: its stage, else the role that an alias gives it; None for neither."""
    return stage_pill(stage) or (_ROLES[role] if role else None)


def stage_pill(stage: str) -> Pill | None:
    """A version's stage; None for none."""
    if stage.casefold() in {"", "none"}:
        return None
    tone, sign = _STAGES.get(stage.casefold(), ("na", RETIRED))
    return Pill(tone, visible(stage, _WORDS), sign=sign)


def risk_pill(tier: str) -> Pill:
    """The risk tier, graver tiers in graver tones; a word that we do not know says nothing by its tone."""
    if not tier:
        return Pill("warn", say("Risk tier: not recorded"))
    tone = _RISKS.get(tier.casefold(), "info")
    return Pill(tone, say("Risk tier: {tier}", tier=visible(tier, _WORDS)), sign=_TIER_SIGNS.get(tone, ""))


def bump_pill(diff: VersionDiff) -> Pill:
    """``2.3.1 → 2.4.0, minor``; without labels, the size alone."""
    if diff.is_first:
        return Pill(
            "info",
            say("{new_label}, first version", new_label=diff.new_label)
            if diff.new_label
            else say("first version"),
        )
    match diff.bump.size:
        case BumpSize.UNKNOWN:
            return Pill("na", say("size of change unknown"))
        case BumpSize.NONE:
            return Pill(
                "na",
                say("{new_label}, nothing differs", new_label=diff.new_label)
                if diff.new_label
                else say("nothing differs"),
            )
        case size:
            labels = f"{diff.old_label} → {diff.new_label}" if diff.old_label else diff.new_label
            return Pill(
                _BUMPS[size], put_together((labels, ", ", say(size.value))) if labels else say(size.value)
            )


def signature_pill(diff: VersionDiff) -> Pill | None:
    """Whether calls to the version before still work; None when there is none, or a signature is not recorded."""
    if diff.is_first or diff.signature.old is None:
        return None
    if diff.signature.new is None:
        return Pill("warn", say("Signature lost"))
    if not diff.signature.changes:
        return Pill("pass", say("Signature unchanged"))
    broken = any(hit.size is BumpSize.MAJOR and hit.rule.startswith("signature.") for hit in diff.bump.hits)
    return Pill("fail", say("Signature broken")) if broken else Pill("pass", say("Signature compatible"))


def change_tone(change: Change) -> str:
    """The tone of a kind of change."""
    return {Change.ADDED: "pass", Change.REMOVED: "fail", Change.UNKNOWN: "na", Change.SAME: "na"}.get(
        change, "info"
    )
