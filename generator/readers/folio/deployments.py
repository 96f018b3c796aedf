"""Deployments: which version ran where, since when, with how much of the traffic."""

from typing import Any

from generator.catalog import Deployment, DeploymentKind
from generator.provenance import Source
from generator.readers.folio.entries import missing, read_entries
from generator.readers.folio.layout import SUFFIXES, TABLES, files_below
from generator.readers.governance.form import Form
from generator.readers.json_documents import plain_text
from generator.readers.personal_data import without_personal_data
from generator.readers.reading import Reading
from generator.readers.text import visible_name

DEPLOYMENTS = "deployments"
_LOST = "the deployment is not shown"


def read_deployments(reading: Reading, folder: str) -> tuple[Deployment, ...]:
    """Every deployment in a folder and those below it, in the order of the files and of what stands in them.

    Args:
        reading: for the store, and where the problems go.
        folder: such as ``deployments``; one that is not there holds none.
    """
    paths = files_below(reading, folder, (*SUFFIXES, *TABLES), "its deployments are not shown")
    return tuple(
        made
        for path in paths
        for made in read_entries(reading, path, DEPLOYMENTS, _fields, _deployment, _LOST)
    )


def _fields(form: Form) -> dict[str, Any]:
    return {
        "model": form.text("model"),
        "version": form.text("version"),
        "environment": form.text("environment"),
        "kind": form.choice("kind", DeploymentKind),
        "share": _share(form),
        "against": form.text("against"),
        "since": form.instant("since"),
        "until": form.instant("until"),
        "by": without_personal_data(form.text("by")),
        "endpoint": without_personal_data(form.text("endpoint")),
        "image": form.text("image"),
        "result": _result(form),
        "decision": form.text("decision"),
        "decided_by": without_personal_data(form.text("decided_by")),
    }


def _deployment(form: Form, *, source: Source, **given: Any) -> Deployment:
    for key in ("model", "version", "environment"):
        if not given.get(key):
            raise missing(form, key)
    since, until = given.get("since"), given.get("until")
    if since and until and until < since:
        form.refuse("until", "until is before since")
        given = {**given, "until": None}
    kind = given.pop("kind", None) or DeploymentKind.FULL
    return Deployment(**given, kind=kind, source=source)


def _share(form: Form) -> float | None:
    found = form.number("share")
    if found is not None and not 0 <= found <= 1:
        form.refuse("share", "share is not between 0 and 1", hint="write 0.05 for 5 %")
        return None
    return found


def _result(form: Form) -> tuple[tuple[str, str], ...]:
    """What a trial measured: a mapping, or one text."""
    form.allow("result")
    written = form.document.values.get("result")
    if isinstance(written, str):
        return (("result", visible_name(written)),)
    told = form.mapping("result")
    return tuple((visible_name(name), visible_name(plain_text(told.document.values[name]))) for name in told)
