"""The feed, held to RFC 4287."""

from datetime import datetime
from uuid import UUID
from xml.etree import ElementTree as ET

from generator.pages.versions.feed import ENTRIES, feed_file
from tests import factories as make
from tests.pages.sample import churn

ATOM = "{http://www.w3.org/2005/Atom}"


def parsed(portfolio):
    return ET.fromstring(feed_file(portfolio).content)  # noqa: S314 - our own feed


def said(element, name):
    return [found.text for found in element.findall(ATOM + name)]


def test_a_feed_and_each_entry_have_what_the_standard_asks_once():
    """RFC 4287, sections 4.1.1 and 4.1.2."""
    root = parsed(churn())
    assert root.tag == f"{ATOM}feed"
    entries = root.findall(f"{ATOM}entry")
    assert [said(entry, "title") for entry in entries] == [["churn v3"], ["churn v2"], ["churn v1"]]
    ids = []
    for element in (root, *entries):
        for name in ("id", "title", "updated"):
            (text,) = said(element, name)
            assert text
        (identifier,) = said(element, "id")
        ids.append(UUID(identifier.removeprefix("urn:uuid:")))
        assert datetime.fromisoformat(said(element, "updated")[0]).tzinfo is not None
    assert len(set(ids)) == len(ids)
    assert root.find(f"{ATOM}author/{ATOM}name").text == "Model registry"
    assert [(link.get("rel"), link.get("href")) for link in root.findall(f"{ATOM}link")] == [
        ("self", "feed.xml"), ("alternate", "index.html"),
    ]  # fmt: skip
    assert said(root, "updated") == said(entries[0], "updated")


def test_an_entry_leads_to_its_version_and_tells_what_changed_with_the_rule():
    newest = parsed(churn()).find(f"{ATOM}entry")
    assert newest.find(f"{ATOM}link").get("href") == "models/churn/v3.html"
    (content,) = said(newest, "content")
    assert "[signature.optional-input-added]" in content.splitlines()[0]
    assert "Better: Recall +0.03 (+4.8\u00a0%)." in content


def test_ids_stay_when_a_version_is_described_or_another_is_added():
    first = make.model(versions=(make.version(1),))
    later = make.model(versions=(make.version(1, description="New words."), make.version(2)))
    before, after = (
        {said(entry, "title")[0]: said(entry, "id")[0] for entry in parsed(make.portfolio(models=(model,)))
         .findall(f"{ATOM}entry")}
        for model in (first, later)
    )  # fmt: skip
    assert before["churn v1"] == after["churn v1"]
    assert after["churn v1"] != after["churn v2"]


def test_the_same_portfolio_gives_the_same_bytes():
    assert feed_file(churn()).content == feed_file(churn()).content


def test_a_feed_without_entries_is_as_old_as_the_snapshot():
    assert said(parsed(make.portfolio()), "updated") == ["2026-11-20T12:00:00Z"]


def test_store_text_is_no_markup_and_what_xml_forbids_is_spelled_out():
    hostile = "</title><script>alert(1)</script>\x07\u202e"
    model = make.model(
        hostile, versions=(make.version(1, model=hostile, user="a\x00b", description="<b>x</b>"),)
    )
    entry = parsed(make.portfolio(models=(model,))).find(f"{ATOM}entry")
    assert said(entry, "title") == ["</title><script>alert(1)</script>⟨U+0007⟩⟨U+202E⟩ v1"]
    assert entry.find(f"{ATOM}author/{ATOM}name").text == "a⟨U+0000⟩b"


def test_versions_without_a_date_or_deleted_or_beyond_the_newest_are_left_out():
    versions = [
        make.version(number, creation_time=make.at(500 - number)) for number in range(1, ENTRIES + 10)
    ]
    versions += [make.version(900, creation_time=None), make.version(901, deleted=True)]
    entries = parsed(make.portfolio(models=(make.model(versions=tuple(versions)),))).findall(f"{ATOM}entry")
    titles = [said(entry, "title")[0] for entry in entries]
    assert titles == [f"churn v{number}" for number in range(ENTRIES + 9, 9, -1)]
