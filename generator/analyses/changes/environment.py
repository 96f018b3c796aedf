"""What differs in where two versions were made: Python, container image, operating system."""

from generator.analyses.changes.packaging import text_change
from generator.analyses.changes.values import TextChange
from generator.analyses.origin import Origin
from generator.analyses.packaging.container_images import digest_of, image_tags
from generator.provenance import Source

SYSTEM_TAGS = ("wandb.os", "sacred.os", "os")
"""Tags of a run that name its operating system: as W&B and Sacred record it, and as people write it."""

_Found = tuple[str, Source | None]
_NOTHING: _Found = ("", None)


def python_change(old: Origin | None, new: Origin) -> TextChange:
    """How the Python differs that both were packed with."""
    return _change(_python(old), _python(new))


def image_change(old: Origin | None, new: Origin) -> TextChange:
    """How the container image differs that both were made in; a name without a digest says nothing."""
    return _change(_image(old), _image(new))


def system_change(old: Origin | None, new: Origin) -> TextChange:
    """How the operating system differs that both were made on."""
    return _change(_system(old), _system(new))


def _change(old: _Found, new: _Found) -> TextChange:
    return text_change(old[0], new[0], old[1], new[1], known=False)


def _python(origin: Origin | None) -> _Found:
    package = origin.package if origin else None
    return (package.python_version, package.source) if package else _NOTHING


def _image(origin: Origin | None) -> _Found:
    found = {digest_of(tag.value): tag.source for tag in image_tags(origin)} if origin else {}
    return (", ".join(sorted(found)), found[min(found)]) if found else _NOTHING


def _system(origin: Origin | None) -> _Found:
    run = origin.run if origin else None
    tags = {tag.key: tag for tag in run.tags if tag.value.strip()} if run else {}
    named = next((tags[key] for key in SYSTEM_TAGS if key in tags), None)
    return (named.value.strip(), named.source) if named else _NOTHING
