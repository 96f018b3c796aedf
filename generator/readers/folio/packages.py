"""What a version of a folio says of the model's interface and environment, as a packaged model."""

from collections.abc import Iterable, Mapping

from generator.catalog import Artifact, Flavor, ModelPackage, Requirement, Signature, SignatureField
from generator.provenance.document import FieldError
from generator.readers.governance.form import Form
from generator.readers.json_documents import plain_text
from generator.readers.text import visible_name

_FIELDS = ("signature", "requirements", "flavors", "python_version", "size_bytes", "metadata")


def package_of(form: Form, artifacts: Iterable[Artifact]) -> ModelPackage | None:
    """The package that the fields of a version make; None when it says nothing of the kind.

    Args:
        form: the version.
        artifacts: the files beside it, whose sizes count where the version states none.
    """
    present = [key for key in _FIELDS if key in form]
    requirements = _requirements(form)
    size = form.whole("size_bytes")
    package = ModelPackage(
        path="",
        flavors=tuple(_flavors(form.mapping("flavors"))),
        signature=_signature(form.mapping("signature")) if "signature" in form else None,
        size_bytes=sum(artifact.size for artifact in artifacts) or None if size is None else size,
        python_version=form.text("python_version"),
        requirements=requirements,
        metadata=_pairs(form.mapping("metadata")),
        source=form.source,
    )
    form.allow("flavors")
    return package if present else None


def _signature(form: Form) -> Signature:
    signature = Signature(
        inputs=_signature_fields(form, "inputs"),
        outputs=_signature_fields(form, "outputs"),
        params=_signature_fields(form, "params"),
        source=form.source,
    )
    form.finish()
    return signature


def _signature_fields(form: Form, key: str) -> tuple[SignatureField, ...]:
    """A list of mappings with a name and a type, or one mapping from name to type."""
    form.allow(key)
    if isinstance(form.document.values.get(key), Mapping):
        types = form.mapping(key)
        return tuple(SignatureField(visible_name(name), types.text(name)) for name in types)
    found = []
    for field in form.mappings(key):
        try:
            found.append(
                SignatureField(
                    field.require("name"),
                    field.text("type"),
                    field.flag("required"),
                    field.text("default"),
                )
            )
        except FieldError as fault:
            form.document.faults.append(fault)
        else:
            field.finish()
    return tuple(found)


def _requirements(form: Form) -> tuple[Requirement, ...]:
    place = form.at("requirements")
    return tuple(
        Requirement.of(line, place.at(position))
        for position, line in enumerate(form.texts("requirements"))
        if line
    )


def _flavors(form: Form) -> Iterable[Flavor]:
    for name in sorted(form):
        written = form.document.values.get(name)
        if isinstance(written, Mapping):
            fields = _pairs(form.mapping(name))
        else:
            version = form.text(name)
            fields = (("version", version),) if version else ()
        yield Flavor(visible_name(name), fields, form.at(name))


def _pairs(form: Form) -> tuple[tuple[str, str], ...]:
    for name in form:
        form.allow(name)
    return tuple(
        (visible_name(name), visible_name(plain_text(form.document.values[name]))) for name in sorted(form)
    )
