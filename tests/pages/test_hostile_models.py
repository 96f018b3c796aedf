"""Whatever a registry or a governance file says, the pages and the data of a model stay ours."""

import json
import re
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generator.catalog import (
    CARD_FIELDS,
    Artifact,
    FieldKind,
    Flavor,
    ModelPackage,
    Prose,
    Requirement,
    Signature,
    SignatureField,
    VersionRef,
)
from generator.pages.lineage.page import lineage_views
from generator.pages.models.card import model_card_views
from generator.pages.models.data import model_data_files
from generator.pages.versions.changelog import changelog_views
from generator.pages.versions.page import version_views
from tests import factories as make
from tests.pages.test_hostile_names import HIDDEN, PAYLOADS, Inspector, hostile_records, source


def package(text: str) -> ModelPackage:
    """A package with the text in every field, and a field of another type by its length."""
    field = SignatureField(text, text, required=bool(len(text) % 2), default=text)
    return ModelPackage(
        path=text,
        flavors=(Flavor(text, ((text, text),), source(text)),),
        signature=Signature(inputs=(field,), outputs=(field,), params=(field,), source=source(text)),
        size_bytes=12,
        mlflow_version=text,
        python_version=text,
        requirements=(Requirement(text, text, text, source(text)), Requirement("", "", text, source(text))),
        metadata=((text, text),),
        source=source(text),
    )


def records(text: str):
    """The hostile records, their versions packed and their cards written as hostilely."""
    found = hostile_records(text)
    found["models"] = tuple(
        replace(
            model,
            versions=tuple(
                replace(
                    version,
                    description=f"{text}\n\n{text}",
                    user=text,
                    source_uri=text,
                    tags=model.tags,
                    package=package(text * version.sequence),
                    artifacts=(
                        Artifact(text, 12, source(text)),
                        Artifact(f"{text}2", version.sequence, source(text)),
                    ),
                    copied_from=VersionRef(text, text) if version.sequence == 2 else None,
                    deleted=version.sequence == 3,
                )
                for version in model.versions
            ),
        )
        for model in found["models"]
    )
    place = source(text)
    asked = {field.key: text for field in CARD_FIELDS if field.kind is FieldKind.FRONT_MATTER}
    told = tuple(
        Prose(field.key, text, f"{text}\n\n# {text}\n\n- {text}", place)
        for field in CARD_FIELDS
        if field.kind is FieldKind.PROSE
    )
    found["narratives"] = (
        make.narrative(
            found["models"][0].name,
            fields=asked | {f"own {text}": (text, {text: text})},
            prose=(*told, Prose("", text, text, place)),
            goals=(make.goal(text, title=text, unit=text, threshold=9.0),),
        ),
    )
    return found


def pages_of(place):
    for views in (model_card_views, version_views, changelog_views, lineage_views):
        yield from views(place)


def hold(render, text):
    place = make.portfolio(**records(text))
    kinds = set()
    for page in pages_of(place):
        kinds.add(page.kind)
        html = re.sub(r"<svg.*?</svg>", "", render(place, page).html, flags=re.DOTALL)
        assert Inspector(html).complaints == [], page.path
        assert not HIDDEN.search(html), page.path
    assert len(kinds) == 4
    for file in model_data_files(place):
        json.loads(file.content.decode("ascii"))
        assert re.fullmatch(r"api/(models|lineage)/[a-z0-9-]+\.json", file.path)


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_known_attack_in_every_field_stays_text(render, payload):
    hold(render, payload)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet=st.sampled_from("<>&\"'`{}%#[]()!/\\=:;-. aj0\n\t\x00\u202e\ud800é"), max_size=30))
@example("")
def test_no_arrangement_of_marks_in_every_field_becomes_markup(render, text):
    hold(render, text)


def test_the_text_of_an_attack_can_be_read(render):
    place = make.portfolio(**records("<b>{{ 7*7 }}</b>"))
    for page in pages_of(place):
        assert "&lt;b&gt;{{ 7*7 }}&lt;/b&gt;" in render(place, page).html, page.path
