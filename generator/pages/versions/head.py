"""The head of a version's page: its first line, its pills and its facts."""

from collections.abc import Iterator

from generator.analyses.changes import VersionDiff, declared_version
from generator.analyses.origin import Origin
from generator.analyses.standing.roles import Role
from generator.analyses.wording import version_label
from generator.catalog import ModelVersion
from generator.messages import say, say_many
from generator.pages import paths
from generator.pages.fact_rows import FactRow
from generator.pages.pills import Pill, bump_pill, signature_pill, standing_pill
from generator.pages.portfolio import Portfolio
from generator.pages.stated import first_line
from generator.pages.stored import store_fact
from generator.pages.versions import facts as version_facts
from generator.pages.view import Link
from generator.provenance import Fact, recorded

_FIRST_LINE = 300
"""Characters of the description that the head shows."""


def headline_of(version: ModelVersion) -> tuple[Fact, bool]:
    """The first line of the description without its markup, and whether there is more to the description than that."""
    line = first_line(version.description)
    shown = line[:_FIRST_LINE] + ("…" if len(line) > _FIRST_LINE else "")
    return recorded(shown, version.at("description")), version.description.strip() != shown


def version_pills(version: ModelVersion, diff: VersionDiff, role: Role | None) -> Iterator[Pill]:
    """How large the change is, where the version stands, and what is odd about it."""
    yield bump_pill(diff)
    stands = standing_pill(version.stage, role)
    if stands:
        yield stands
    signature = signature_pill(diff)
    if signature:
        yield signature
    bounds = [change.met for change in diff.metrics if change.new is not None and change.met is not None]
    if bounds:
        words = say(
            "{bounds} of {bounds2} met",
            bounds=sum(bounds),
            bounds2=say_many(len(bounds), "{n} bound", "{n} bounds"),
        )
        yield Pill("pass" if all(bounds) else "fail", words)
    if version.status not in {"", "READY"}:
        yield Pill("warn", version.status)


def head_facts(portfolio: Portfolio, origin: Origin, diff: VersionDiff) -> Iterator[FactRow]:
    """The facts below the title; what does not concern the version is left out."""
    version = origin.version
    page = paths.version(version.name, version.version)
    yield FactRow(label=say("Registered"), fact=version_facts.registered_fact(version))
    yield FactRow(label=say("By"), fact=version_facts.user_fact(version))
    yield FactRow(label=say("Run"), fact=version_facts.run_fact(portfolio, origin))
    if diff.old is not None:
        before = link_to(diff.old)
        label = say("suggested label {old_label}", old_label=diff.old_label) if diff.old_label else ""
        fact = recorded(before.text, diff.old.source, href=before.href, detail=label)
        yield FactRow(label=say("Compared with"), fact=fact)
    declared = declared_version(version)
    if declared is not None and declared.text != version.version:
        suggested = say("suggested {new_label}", new_label=diff.new_label) if diff.new_label else ""
        fact = recorded(declared.text, declared.source, detail=suggested)
        yield FactRow(label=say("Declared version"), fact=fact)
    if version.status not in {"", "READY"}:
        status = recorded(version.status, version.at("status"), detail=version.status_message)
        yield FactRow(label=say("Status"), fact=status)
    copied = version_facts.copied_fact(portfolio, version)
    if copied is not None:
        yield FactRow(label=say("Copied from"), fact=copied)
    if version.model_id:
        yield FactRow(label=say("Logged model"), fact=version_facts.logged_model_fact(origin, with_id=False))
    yield FactRow(
        label=say("Model file, SHA-256"),
        fact=version_facts.model_file_fact(origin, f"{page}#files"),
        code=True,
    )
    yield FactRow(label=say("Code commit"), fact=version_facts.code_fact(origin), code=True)
    if version.also:
        yield FactRow(label=say("Store"), fact=store_fact(version))


def link_to(version: ModelVersion) -> Link:
    """The version by its label, without the name of its model."""
    return Link(version_label(version.version), paths.version(version.name, version.version))
