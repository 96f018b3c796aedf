"""The container images that a version was made or runs in, as far as they are named by their digest."""

import re
from dataclasses import dataclass

from generator.analyses.origin import Ingredients, Origin
from generator.catalog import Catalog, Tag
from generator.provenance import Source

_DIGEST = re.compile(r"sha256:[0-9a-f]{64}", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ContainerImage:
    """One image."""

    reference: str
    """As written."""
    of: str
    """What runs in it: ``training``, or the environment of a deployment."""
    source: Source

    @property
    def digest(self) -> str:
        """``sha256:…``; empty when the reference names none, and so may mean another image tomorrow."""
        return digest_of(self.reference)


def digest_of(reference: str) -> str:
    """``sha256:…`` of a reference to an image; empty when it names none."""
    found = _DIGEST.search(reference)
    return found.group().lower() if found else ""


def image_tags(origin: Ingredients) -> tuple[Tag, ...]:
    """The tags of a version, its logged model and its run that name a container image by its digest."""
    return tuple(
        tag
        for tag in origin.tags
        if _DIGEST.search(tag.value) and ("image" in tag.key.casefold() or "@sha256:" in tag.value)
    )


def container_images(catalog: Catalog, origin: Origin) -> tuple[ContainerImage, ...]:
    """Every image on record for a version, each reference once for each purpose: from tags, then from deployments."""
    found = [ContainerImage(tag.value, "training", tag.source) for tag in image_tags(origin)]
    found += [
        ContainerImage(stay.image, stay.environment, stay.source)
        for stay in catalog.deployments
        if (stay.model, stay.version) == (origin.version.name, origin.version.version) and stay.image
    ]
    return tuple({(image.reference, image.of): image for image in reversed(found)}.values())[::-1]
