"""``MANIFEST.json``: what a pack is about, what became of every file it quotes, and what each of its files is."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from generator.exports.pack.archive import PackFile
from generator.exports.pack.copies import Copy
from generator.exports.pack.retention import Retention
from generator.exports.pack.scope import Scope
from generator.governance.assessment import tally

PATH = "MANIFEST.json"
KIND = "modelfolio evidence pack"


def manifest_file(
    scope: Scope,
    retentions: Sequence[Retention],
    copies: Iterable[Copy],
    files: Sequence[PackFile],
    libraries: Mapping[str, str],
) -> PackFile:
    """The manifest; it names every file but itself and the list of digests.

    Args:
        scope: of the pack.
        retentions: what is stated of each model.
        copies: what became of every file that is quoted, by path.
        files: all others, by path.
        libraries: name and version of what can change the bytes of the report.
    """
    portfolio, selection = scope.portfolio, scope.selection
    snapshot, policy, ledger = portfolio.snapshot, portfolio.assessment.policy, portfolio.history.ledger
    document: dict[str, Any] = {
        "kind": KIND,
        "schema_version": 1,
        "made_by": {"modelfolio": snapshot.tool_version, "libraries": dict(libraries)},
        "scope": {
            "portfolio": snapshot.site_name,
            "model": scope.model or None,
            "models": [model.name for model in scope.models],
            "stores": list(snapshot.stores),
        },
        "as_of": snapshot.as_of.isoformat(),
        "store_digest": snapshot.digest,
        "edition": {
            "audience": snapshot.audience.value,
            "withheld": {each.rule.value: each.count for each in snapshot.withheld},
        },
        "policy": {
            "version": policy.version or None,
            "files": [{"path": source.path, "sha256": source.sha256} for source in policy.files],
        },
        "ledger": {"path": ledger.source.path, "sha256": ledger.source.sha256, "lines": ledger.count, "head": ledger.head},
        "retention": [_retention(each) for each in retentions],
        "results": {
            "counts": {status.value: times for status, times in tally(selection.findings).items()},
            "gate_holds": not selection.stopped,
        },
        "evidence": [_evidence(copy) for copy in copies],
        "files": [
            {"path": file.path, "size": len(file.content), "sha256": file.sha256, "about": file.about} for file in files
        ],
    }  # fmt: skip
    content = json.dumps(document, indent=1, ensure_ascii=False).encode("utf-8", "backslashreplace")
    return PackFile(PATH, content + b"\n", "this list, for programs")


def _retention(each: Retention) -> dict[str, Any]:
    return {
        "model": each.model,
        "class": each.named or None,
        "keep_until": each.keep_until.isoformat() if each.keep_until else None,
        "stated": each.stated or None,
        "sources": [{"path": place.path, "sha256": place.sha256, "pointer": place.pointer} for place in each.sources],
    }  # fmt: skip


def _evidence(copy: Copy) -> dict[str, Any]:
    return {
        "path": copy.file.path,
        "sha256": copy.file.sha256 or None,
        "size": copy.file.size,
        "kept": copy.kept.value,
        "copy": copy.path or None,
        "why": copy.why or None,
    }
