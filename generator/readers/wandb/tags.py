"""What is known of a W&B run and has no field of its own in the catalogue, as tags.

Host names and the addresses of people are left out.
"""

from collections.abc import Iterator

from generator.catalog import Tag
from generator.provenance import Source
from generator.readers.personal_data import without_personal_data
from generator.readers.reading import Reading
from generator.readers.text import visible_name
from generator.readers.wandb.history import SYSTEM, texts_of
from generator.readers.wandb.parts import ReadRun

MOST_TEXTS = 200
"""Texts of a summary that are kept as tags."""
MOST_PACKAGES = 2000
"""Lines of ``requirements.txt`` that are kept."""
_PACKAGES = "requirements.txt"
_DESCRIBED = (
    ("os", "os"), ("python", "python"), ("docker", "docker"), ("gpu", "gpu", "gpu_type"), ("cuda", "cudaVersion"),
)  # fmt: skip
"""The key of a tag, and the fields of W&B's metadata that it is taken from, the first that is set."""
_COUNTED = ("cpu_count", "gpu_count")


def tags_of(reading: Reading, read: ReadRun) -> tuple[Tag, ...]:
    """What is known of a run and has no field of its own in the catalogue, by key."""
    found = {
        key: Tag(key, without_personal_data(visible_name(value)), source)
        for key, value, source in (
            *_own_tags(read),
            *_packages(reading, read),
            *_summary_texts(read),
            *_artifact_tags(read),
        )
        if value
    }
    return tuple(found[key] for key in sorted(found))


def _own_tags(read: ReadRun) -> Iterator[tuple[str, str, Source]]:
    source, last = read.source, read.parts[-1]
    yield "wandb.id", read.identity.wandb_id, source
    yield "wandb.group", read.logged("run_group"), source.at("run_group")
    yield "wandb.job_type", read.logged("job_type"), source.at("job_type")
    yield "wandb.sweep_id", read.logged("sweep_id") or read.identity.sweep_id, source.at("sweep_id")
    if last.log is not None:
        yield "wandb.tags", ", ".join(last.log.tags), source.at("tags")
        code = last.log.exit_code
        yield "wandb.exit_code", "" if code is None else str(code), last.log_source.at("exit", "exit_code")
    yield "wandb.version", read.system("cli_version"), source
    for key, *names in _DESCRIBED:
        value, place = read.described(*names)
        yield f"wandb.{key}", value, place
    for name in _COUNTED:
        number = last.metadata.integer(name) if last.metadata is not None else None
        if last.metadata is not None and number is not None:
            yield f"wandb.{name}", str(number), last.metadata.at(name)
    if last.metadata is not None and "args" in last.metadata:
        yield "wandb.args", " ".join(last.metadata.texts("args")), last.metadata.at("args")
    elif last.log is not None:
        yield "wandb.args", " ".join(last.log.args), last.log_source.at("environment", "args")
    seconds, place = read.runtime
    yield "wandb.runtime_seconds", "" if seconds is None else f"{seconds:.15g}", place
    if len(read.parts) > 1:
        yield "wandb.folders", str(len(read.parts)), source


def _packages(reading: Reading, read: ReadRun) -> Iterator[tuple[str, str, Source]]:
    """The packages that W&B found installed, one a line of its ``requirements.txt``."""
    folder = next((part.folder for part in reversed(read.parts) if _PACKAGES in part.folder.held), None)
    found = reading.text(folder.file(_PACKAGES), "the packages of the run are not shown") if folder else None
    if found is not None:
        lines = [line.strip() for line in found[0].splitlines() if line.strip()]
        yield "wandb.packages", ", ".join(lines[:MOST_PACKAGES]), found[1]


def _summary_texts(read: ReadRun) -> Iterator[tuple[str, str, Source]]:
    left = MOST_TEXTS
    for name, (value, place) in sorted(read.summary.items()):
        if name in SYSTEM:
            continue
        for key, text in texts_of([((name,), value)])[:left]:
            left -= 1
            yield f"wandb.summary.{key}", text, place


def _artifact_tags(read: ReadRun) -> Iterator[tuple[str, str, Source]]:
    """Artifacts handed to W&B or taken from it; models and data have records of their own beside these."""
    for part in read.parts:
        if part.log is None:
            continue
        for number, artifact in enumerate(part.log.artifacts):
            says = [
                artifact.type,
                f"digest {artifact.digest}" if artifact.digest else "",
                ", ".join(sorted(artifact.aliases)),
            ]
            place = part.log_source.at("artifacts", number)
            yield f"wandb.artifact.{artifact.name}", "; ".join(filter(None, says)), place
        for number, used in enumerate(part.log.used):
            yield f"wandb.used_artifact.{used.name}", used.type, part.log_source.at("used", number)
