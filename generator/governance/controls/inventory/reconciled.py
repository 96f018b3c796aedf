"""Whether the inventory is whole: nothing lost between the disk and the findings, nothing only on paper."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from generator.analyses.cards.completeness import narrative_path
from generator.analyses.wording import counted, listed
from generator.governance.about import About, Automation, Family, Pillar
from generator.governance.control import PortfolioControl
from generator.governance.finding import ControlSeverity, Evidence, Outcome, evidence, failed, passed, warned
from generator.governance.reconciliation import lost_records, passed_over, reconcile, unread_files
from generator.governance.subject import Scope
from generator.messages import put_together, say, say_many
from generator.provenance import Source

_MOST_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryReconciled(PortfolioControl):
    """Everything found was parsed and evaluated, and people wrote about the same models as the registries hold."""

    about: ClassVar = About(
        id="INV-005",
        title=say("Inventory is complete and reconciled"),
        family=Family.INVENTORY,
        severity=ControlSeverity.CRITICAL,
        automation=Automation.AUTOMATIC,
        pillars=(Pillar.TRACEABILITY, Pillar.ACCOUNTABILITY),
        applies=say("the portfolio as a whole"),
        passes=say(
            "of each kind of record as many were parsed as found, every file could be read, and registries and governance files speak of the same models"
        ),
        warns=say(
            "people wrote about a model or a dataset that no store knows, a registered model has no file, or there is no registered model at all"
        ),
        fails=say("a record or a file was lost that the policy's exclusions do not name"),
        evidence=say("the reconciliation, and the place of everything lost"),
        remediation=say("Mend or exclude what cannot be read, with a reason, and write the missing files."),
        clauses=("NIST:GOVERN-1.6", "SR26-2:VI.inventory", "SS1/23:P1.2", "ISO42001:A.4.2", "SOC2:CC8.1"),
        waivable=False,
    )

    def evaluate(self, scope: Scope) -> Outcome:
        counts = reconcile(scope)
        observed = "; ".join(
            say("{noun}: {parsed} of {found}", noun=row.noun, parsed=row.parsed, found=row.found)
            for row in counts
            if row.found
        )
        lost = [evidence(problem.source, problem.message, problem.slug) for problem in lost_records(scope)]
        unread = [
            evidence(Source(file.path), say("could not be read"), say("unread file"))
            for file in unread_files(scope)
        ]
        over = [
            evidence(
                Source(file.path, file.sha256), say("is behind no record and no problem"), say("passed over")
            )
            for file in passed_over(scope)
        ]
        if lost or unread or over:
            parts = [
                *_count(lost, say("record could not be parsed"), say("records could not be parsed")),
                *_count(unread, say("file could not be read"), say("files could not be read")),
                *_count(over, say("file was passed over"), say("files were passed over")),
            ]
            message = say("{parts}, and the policy excludes none of it", parts=listed(parts))
            return failed(message, (*lost, *unread, *over)[:_MOST_SHOWN], observed=observed)
        stores = [evidence(Source(store), "", "store") for store in scope.catalog.stores]
        if not scope.models:
            return warned(say("no registered model was found to evaluate"), stores, observed=observed)
        amiss = [*_unknown_models(scope), *_without_file(scope), *_unknown_datasets(scope)]
        if amiss:
            return warned(put_together(_said(amiss), "; "), amiss[:_MOST_SHOWN], observed=observed)
        models, versions = (
            say_many(len(scope.models), "{n} model", "{n} models"),
            say_many(len(scope.versions), "{n} version", "{n} versions"),
        )
        message = say(
            "every record and file found was parsed; {models} and {versions} were evaluated",
            models=models,
            versions=versions,
        )
        return passed(message, stores, observed=observed)


def _count(found: list[Evidence], one: str, many: str) -> tuple[str, ...]:
    return (counted(len(found), one, many),) if found else ()


def _said(amiss: list[Evidence]) -> Iterator[str]:
    for label in dict.fromkeys(each.label for each in amiss):
        names = [each.excerpt for each in amiss if each.label == label]
        yield put_together((label, ": ", listed(names)))


def _unknown_models(scope: Scope) -> Iterator[Evidence]:
    for narrative in scope.catalog.narratives:
        if narrative.model not in scope.catalog.models_by_name and not scope.excluded(narrative.source.path):
            yield evidence(narrative.source, narrative.model, say("written about and in no registry"))


def _without_file(scope: Scope) -> Iterator[Evidence]:
    for model in scope.models:
        if model.narrative is None:
            place = Source(narrative_path(model.name, scope.policy.label))
            yield evidence(place, model.name, say("registered and without a file about it"))


def _unknown_datasets(scope: Scope) -> Iterator[Evidence]:
    known = {dataset.name for dataset in scope.catalog.datasets}
    for statement in scope.catalog.data_statements:
        if statement.name not in known and not scope.excluded(statement.source.path):
            yield evidence(statement.source, statement.name, say("written about and used by no run"))
