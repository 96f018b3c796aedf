"""What differs in where two versions were made: Python, container image, operating system."""

from generator.analyses.changes.packaging import text_change
from generator.analyses.changes.values import TextChange
from generator.analyses.origin import Ingredients
from generator.analyses.packaging.container_images import digest_of, image_tags
from generator.analyses.packaging.recorded import Found, python_of, system_of

_NOTHING: Found = ("", None)


def python_change(old: Ingredients | None, new: Ingredients) -> TextChange:
    """How the Python differs that both were packed with."""
    return _change(python_of(old) if old else _NOTHING, python_of(new))


def image_change(old: Ingredients | None, new: Ingredients) -> TextChange:
    """How the container image differs that both were made in; a name without a digest says nothing."""
    return _change(_image(old) if old else _NOTHING, _image(new))


def system_change(old: Ingredients | None, new: Ingredients) -> TextChange:
    """How the operating system differs that both were made on."""
    return _change(system_of(old) if old else _NOTHING, system_of(new))


def _change(old: Found, new: Found) -> TextChange:
    return text_change(old[0], new[0], old[1], new[1], known=False)


def _image(origin: Ingredients) -> Found:
    found = {digest_of(tag.value): tag.source for tag in image_tags(origin)}
    return (", ".join(sorted(found)), found[min(found)]) if found else _NOTHING
