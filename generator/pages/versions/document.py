"""One version of a model, and what it changed, as JSON values."""

from collections.abc import Iterable

from generator.analyses.changes import VersionDiff, describe
from generator.analyses.origin import Origin
from generator.catalog import (
    Artifact,
    CodeVersion,
    EvaluationResult,
    Metric,
    ModelPackage,
    ModelVersion,
    Param,
    Signature,
    SignatureField,
    Tag,
)
from generator.pages import paths
from generator.pages.documents import Cited, finite, timestamp
from generator.pages.portfolio import Portfolio


def version_document(portfolio: Portfolio, version: ModelVersion, cited: Cited) -> dict[str, object]:
    """A listed version with all that stands behind it."""
    origin = portfolio.origin(version)
    return {
        **record_document(version, cited),
        "page": paths.version(version.name, version.version),
        "run": _run(origin, cited),
        "logged_model": _logged_model(origin, cited),
        "params": {param.key: _param(param, cited) for param in origin.params},
        "metrics": [_metric(metric, cited) for metric in origin.metrics],
        "evaluations": [_evaluation(result, cited) for result in portfolio.evaluations_of(version)],
        "data": [
            {
                "name": used.name,
                "digest": used.digest,
                "context": used.context,
                "tags": tags_document(used.tags, cited),
                "source": cited.place(used.source),
            }
            for used in origin.inputs
        ],
        "code": _code(origin.code, cited),
        "package": _package(origin.package, cited),
        "files": [_file(artifact, cited) for artifact in origin.artifacts],
        "change": change_document(portfolio.diffs[version.name, version.version], cited),
    }


def record_document(version: ModelVersion, cited: Cited) -> dict[str, object]:
    """What the registry itself records of a version, deleted or not."""
    return {
        "version": version.version,
        "deleted": version.deleted,
        "description": version.description,
        "creation_time": timestamp(version.creation_time),
        "last_updated_time": timestamp(version.last_updated_time),
        "stage": version.stage,
        "status": version.status,
        "status_message": version.status_message,
        "user": version.user,
        "run_id": version.run_id,
        "model_id": version.model_id,
        "source_uri": version.source_uri,
        "copied_from": str(version.copied_from) if version.copied_from else None,
        "tags": tags_document(version.tags, cited),
        "source": cited.place(version.source),
    }


def tags_document(tags: Iterable[Tag], cited: Cited) -> dict[str, object]:
    """Tags by their key."""
    return {tag.key: {"value": tag.value, "source": cited.place(tag.source)} for tag in tags}


def change_document(diff: VersionDiff, cited: Cited) -> dict[str, object]:
    """What a version changed against the one before, in full and in sentences."""
    return {
        "against": diff.old.version if diff.old else None,
        "size": diff.bump.size.value,
        "rule": diff.bump.rule,
        "rules": [
            {"rule": hit.rule, "size": hit.size.value, "subjects": list(hit.subjects)}
            for hit in diff.bump.hits
        ],
        "label_before": diff.old_label,
        "label": diff.new_label,
        "notes": [
            {"kind": note.kind.value, "text": note.text, "sources": cited.places(note.sources)}
            for note in describe(diff)
        ],
        "not_compared": [part.value for part in diff.uncompared],
        "params": {change.key: change.change.value for change in diff.params},
        "metrics": [
            {
                "key": change.key,
                "change": change.change.value,
                "old": finite(change.old_value),
                "new": finite(change.new_value),
                "delta": finite(change.delta),
                "verdict": change.verdict.value,
                "threshold": finite(change.goal.threshold) if change.goal else None,
                "met": change.met,
            }
            for change in diff.metrics
        ],
        "data": [
            {
                "context": change.context,
                "change": change.change.value,
                "old": list(change.old.used.key) if change.old else None,
                "new": list(change.new.used.key) if change.new else None,
            }
            for change in diff.data
        ],
        "signature": {
            f"{change.side.value} {change.name}": change.change.value for change in diff.signature.changes
        },
        "dependencies": {change.name: change.change.value for change in diff.dependencies},
        "flavors": {change.name: change.change.value for change in diff.flavors},
        "files": {change.path: change.change.value for change in diff.files.changes},
        "tags": {change.key: change.change.value for change in diff.tags},
        "code": diff.code.change.value,
        "python": diff.python.change.value,
        "image": diff.image.change.value,
        "operating_system": diff.system.change.value,
        "description": diff.description.change.value,
    }


def _run(origin: Origin, cited: Cited) -> dict[str, object] | None:
    run = origin.run
    if run is None:
        return None
    return {
        "id": run.run_id,
        "name": run.name,
        "status": run.status.value,
        "start_time": timestamp(run.start_time),
        "end_time": timestamp(run.end_time),
        "user": run.user,
        "source": cited.place(run.source),
    }


def _logged_model(origin: Origin, cited: Cited) -> dict[str, object] | None:
    logged = origin.logged_model
    if logged is None:
        return None
    return {"id": logged.model_id, "name": logged.name, "source": cited.place(logged.source)}


def _param(param: Param, cited: Cited) -> dict[str, object]:
    return {"value": param.value, "source": cited.place(param.source)}


def _metric(metric: Metric, cited: Cited) -> dict[str, object]:
    return {
        "key": metric.key,
        "value": finite(metric.last.value),
        "step": metric.last.step,
        "points": metric.count,
        "dataset": metric.dataset_name,
        "dataset_digest": metric.dataset_digest,
        "source": cited.place(metric.source),
    }


def _evaluation(result: EvaluationResult, cited: Cited) -> dict[str, object]:
    return {
        "metric": result.metric,
        "value": finite(result.value),
        "slice": result.slice,
        "n": result.n,
        "lower": finite(result.lower),
        "upper": finite(result.upper),
        "level": finite(result.level),
        "method": result.method,
        "samples": [finite(value) for value in result.samples],
        "dataset": result.dataset,
        "dataset_digest": result.dataset_digest,
        "run_id": result.run_id,
        "at": timestamp(result.at),
        "sources": cited.places(result.sources),
    }


def _code(code: CodeVersion | None, cited: Cited) -> dict[str, object] | None:
    if code is None:
        return None
    return {
        "commit": code.commit,
        "branch": code.branch,
        "repository": code.repository,
        "entry_point": code.entry_point,
        "dirty": code.dirty,
        "source": cited.place(code.source),
    }


def _package(package: ModelPackage | None, cited: Cited) -> dict[str, object] | None:
    if package is None:
        return None
    return {
        "flavors": {flavor.name: dict(flavor.fields) for flavor in package.flavors},
        "signature": _signature(package.signature) if package.signature else None,
        "size_bytes": package.size_bytes,
        "python_version": package.python_version,
        "mlflow_version": package.mlflow_version,
        "requirements": [requirement.line for requirement in package.requirements],
        "metadata": dict(package.metadata),
        "source": cited.place(package.source),
    }


def _signature(signature: Signature) -> dict[str, object]:
    return {
        "inputs": [_field(field) for field in signature.inputs],
        "outputs": [_field(field) for field in signature.outputs],
        "params": [_field(field) for field in signature.params],
    }


def _field(field: SignatureField) -> dict[str, object]:
    return {"name": field.name, "type": field.type, "required": field.required, "default": field.default}


def _file(artifact: Artifact, cited: Cited) -> dict[str, object]:
    cited.place(artifact.source)
    return {"path": artifact.path, "size": artifact.size, "sha256": artifact.source.sha256}
