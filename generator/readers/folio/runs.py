"""Experiments and runs of a folio."""

from dataclasses import replace

from generator.catalog import (
    CodeVersion,
    DatasetInput,
    DatasetOutput,
    Experiment,
    LifecycleStage,
    Run,
    RunStatus,
)
from generator.readers.folio.entries import artifacts_beside, finish, record_form, rest_as_tags
from generator.readers.folio.layout import FolioRoot, RecordFile, record_files
from generator.readers.folio.metrics import read_metrics
from generator.readers.governance.form import Form
from generator.readers.nested_params import params_of, settings_in
from generator.readers.personal_data import without_personal_data
from generator.readers.reading import Reading
from generator.readers.text import visible_name

RUNS = "runs"
EXPERIMENTS = "experiments"
_MISSING = "the field is shown as missing"


def run_id_in(root: FolioRoot, name: str) -> str:
    """The id of a run of this folio: its path, since names that people choose come again in other folios."""
    return visible_name(f"{root.label}/{RUNS}/{name}")


def read_experiments(reading: Reading, root: FolioRoot) -> tuple[Experiment, ...]:
    """The experiments that a file describes, by id."""
    found = []
    for file in record_files(
        reading, root.folder(EXPERIMENTS), "experiment", "the experiment is shown by its id"
    ):
        form = record_form(reading, file, "the experiment is shown by its id")
        name, tags = form.text("name"), form.mapping("tags")
        experiment = Experiment(
            experiment_id=visible_name(file.name),
            name=name or visible_name(file.name),
            lifecycle_stage=_lifecycle(form),
            creation_time=form.instant("creation_time"),
            last_update_time=form.instant("last_update_time"),
            store=visible_name(root.label),
            source=form.source,
        )
        found.append(replace(experiment, tags=rest_as_tags(reading, form, tags)))
        finish(reading, form, _MISSING)
    return tuple(found)


def read_runs(reading: Reading, root: FolioRoot) -> tuple[Run, ...]:
    """Every run, by name."""
    files = record_files(reading, root.folder(RUNS), "run", "the run is not shown")
    names = {file.name for file in files}
    return tuple(_run(reading, root, file, names) for file in files)


def undescribed_experiments(
    runs: tuple[Run, ...], described: tuple[Experiment, ...]
) -> tuple[Experiment, ...]:
    """The experiments that runs name, or are in without naming one, and no file describes."""
    known = {experiment.experiment_id for experiment in described}
    found: dict[str, Experiment] = {}
    for run in runs:
        if run.experiment_id not in known:
            found.setdefault(
                run.experiment_id,
                Experiment(
                    experiment_id=run.experiment_id,
                    name=run.experiment_id,
                    store=run.store,
                    source=run.at("experiment_id"),
                ),
            )
    return tuple(found[name] for name in sorted(found))


def _run(reading: Reading, root: FolioRoot, file: RecordFile, names: set[str]) -> Run:
    form = record_form(reading, file, "nothing but its files is known of the run")
    parent = form.text("parent_run_id")
    artifacts = artifacts_beside(reading, file)
    run = Run(
        run_id=run_id_in(root, file.name),
        experiment_id=form.text("experiment_id") or RUNS,
        name=form.text("name") or visible_name(file.name),
        status=form.choice("status", RunStatus) or RunStatus.UNKNOWN,
        lifecycle_stage=_lifecycle(form),
        start_time=form.instant("start_time"),
        end_time=form.instant("end_time"),
        user=without_personal_data(form.text("user")),
        parent_run_id=run_id_in(root, parent) if parent in names else parent,
        description=form.text("description"),
        artifact_uri=without_personal_data(form.text("artifact_uri")),
        code=_code(form.mapping("code")) if "code" in form else None,
        params=params_of(reading, settings_in(_values(form, "params"), form.at("params")), form.at("params")),
        metrics=read_metrics(reading, form, file.folder),
        inputs=tuple(_input(each) for each in form.mappings("inputs") if _names_data(each)),
        outputs=tuple(_output(each) for each in form.mappings("outputs") if _names_data(each)),
        artifacts=artifacts.artifacts,
        packages=artifacts.packages,
        store=visible_name(root.label),
        source=form.source,
    )
    run = replace(run, tags=rest_as_tags(reading, form, form.mapping("tags")))
    finish(reading, form, _MISSING)
    return run


def _lifecycle(form: Form) -> LifecycleStage:
    return form.choice("lifecycle_stage", LifecycleStage) or LifecycleStage.ACTIVE


def _values(form: Form, key: str) -> dict[str, object]:
    return dict(form.mapping(key).document.values)


def _code(form: Form) -> CodeVersion:
    code = CodeVersion(
        entry_point=form.text("entry_point"),
        kind=form.text("kind"),
        repository=without_personal_data(form.text("repository")),
        branch=form.text("branch"),
        commit=form.text("commit"),
        dirty=form.flag("dirty"),
        source=form.at("commit"),
    )
    form.finish()
    return code


def _names_data(form: Form) -> bool:
    """Whether an entry names a dataset; one that does not is a fault."""
    if form.text("name"):
        return True
    form.refuse("name", "name is missing", slug="field-missing", hint="write the name of the dataset")
    return False


def _input(form: Form) -> DatasetInput:
    used = DatasetInput(
        name=form.text("name"), digest=form.text("digest"), context=form.text("context"), source=form.source
    )
    form.finish()
    return used


def _output(form: Form) -> DatasetOutput:
    written = DatasetOutput(name=form.text("name"), digest=form.text("digest"), source=form.source)
    form.finish()
    return written
