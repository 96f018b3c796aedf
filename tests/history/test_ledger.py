"""The ledger as a file: every change to it is found, and only what is whole is believed."""

import json
import multiprocessing
import re
import threading
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from generator.errors import LedgerError, SettingsError
from generator.history.events import Event, Key, Subject, Witness
from generator.history.ledger import read_ledger
from generator.history.lines import chained, event_body, merge, observation, opening
from generator.history.verify import ledger_faults
from generator.provenance import Source
from generator.site.locking import locked
from tests import factories
from tests.conftest import ROOT
from tests.history.year import Registry, day, play

AT = day("03-02")


def event(value, name="champion", **given):
    made = {
        "key": Key(Subject.ALIAS, "churn", "", name),
        "value": value,
        "witness": Witness.LOOK,
        "until": AT,
        "source": factories.source(),
    }
    return Event(**made | given)


def written(*values, head="", at=AT):
    """A ledger, or its continuation, with an event and a look for each value."""
    bodies = [] if head else [opening(at)]
    for number, value in enumerate(values):
        bodies += [event_body(event(value)), observation(at + timedelta(days=number), "ab" * 32)]
    return b"".join(chained(bodies, head))


def read(data):
    return read_ledger(data, Source("governance/ledger.jsonl", "cd" * 32))


def faults(data, *heads):
    return [fault.line for fault in ledger_faults(read(data), heads)]


WHOLE = written("1", "2", "3")
LINES = WHOLE.splitlines(keepends=True)
HEAD = read(WHOLE).head


def test_what_was_written_is_read_again():
    assert [each.value for _, each in read(WHOLE).events] == ["1", "2", "3"]
    assert faults(WHOLE, HEAD) == []
    assert read(WHOLE).last_look == AT + timedelta(days=2)


@settings(deadline=None)
@given(st.data())
def test_any_edit_is_found(data):
    """Whatever byte is changed, the line that it stands in is named."""
    place = data.draw(st.integers(0, len(WHOLE) - 2))
    byte = data.draw(st.integers(0, 255).filter(lambda byte: byte not in {WHOLE[place], 10}))
    edited = WHOLE[:place] + bytes([byte]) + WHOLE[place + 1 :]
    line = WHOLE[:place].count(b"\n") + 1
    if WHOLE[place] == 10:  # two lines became one
        assert faults(edited, HEAD)[0] == line
    else:
        assert line in faults(edited, HEAD)


@settings(deadline=None)
@given(st.integers(0, len(LINES) - 1), st.integers(1, 3))
def test_any_dropped_lines_are_found(start, count):
    """Lines dropped from the end are found by the digest that was the last once."""
    kept = LINES[:start] + LINES[start + count :]
    found = faults(b"".join(kept), HEAD)
    assert found
    assert found[0] == (start + 1 if start + count < len(LINES) else 0)


@settings(deadline=None)
@given(st.permutations(range(len(LINES))))
def test_any_other_order_is_found(order):
    moved = b"".join(LINES[number] for number in order)
    assert (faults(moved, HEAD) == []) is (moved == WHOLE)


@settings(deadline=None)
@given(st.integers(0, len(LINES) - 1), st.integers(0, len(LINES) - 1))
def test_a_repeated_line_is_found(source, target):
    lines = [*LINES[: target + 1], LINES[source], *LINES[target + 1 :]]
    assert faults(b"".join(lines), HEAD)


def test_a_line_that_was_edited_and_given_a_new_digest_is_found_by_the_next():
    forged = b"".join(chained([event_body(event("9"))], json.loads(LINES[0])["sha256"]))
    assert faults(LINES[0] + forged + b"".join(LINES[2:])) == [3]


@pytest.mark.parametrize("rewritten", [b'{ "', b'{\n"'])
def test_a_line_that_says_the_same_in_another_form_is_found(rewritten):
    assert 2 in faults(LINES[0] + LINES[1].replace(b'{"', rewritten, 1) + b"".join(LINES[2:]))


def test_nothing_from_the_first_fault_on_is_believed():
    broken = read(LINES[0] + LINES[1] + b"{}\n" + b"".join(LINES[3:]))
    assert [line.number for line in broken.lines] == [1, 2]
    assert broken.count == len(LINES)


@pytest.mark.parametrize("length", range(1, len(LINES[-1]) - 1, 40))
def test_a_line_without_an_end_is_not_believed(length):
    stopped = read(b"".join(LINES[:-1]) + LINES[-1][:length])
    assert (stopped.cut, stopped.faults, len(stopped.lines)) == (True, (), len(LINES) - 1)


def test_a_whole_line_that_lacks_only_its_end_is_believed():
    assert faults(WHOLE.rstrip(b"\n"), HEAD) == []


def branches():
    base = written("1")
    head = read(base).head
    one, other = written("2", head=head), written("3", "4", head=head)
    return base, one, other


def test_two_branches_are_told_until_a_line_joins_them():
    base, one, other = branches()
    forked = read(base + one + other)
    assert (len(forked.heads), forked.faults) == (2, ())
    assert [fault.line for fault in ledger_faults(forked)] == [0]
    joined = base + one + other
    joined += b"".join(chained([merge(AT, joined, forked.heads)], forked.head))
    assert faults(joined) == []


def test_lines_of_two_branches_may_stand_between_each_other():
    base, one, other = branches()
    mine, theirs = one.splitlines(keepends=True), other.splitlines(keepends=True)
    mixed = read(base + theirs[0] + mine[0] + theirs[1] + mine[1] + b"".join(theirs[2:]))
    assert (len(mixed.heads), mixed.faults) == (2, ())


def test_once_joined_their_order_is_fixed_too():
    base, one, other = branches()
    joined = base + one + other
    ledger = read(joined)
    last = b"".join(chained([merge(AT, joined, ledger.heads)], ledger.head))
    assert faults(base + other + one + last) == [len((base + other + one).splitlines()) + 1]


def test_the_schema_fits_every_kind_of_line(tmp_path):
    registry = Registry(tmp_path)
    play(registry)
    schema = json.loads((ROOT / "site_config/schemas/ledger-line.schema.json").read_text())
    lines = [json.loads(line) for line in registry.ledger.read_text().splitlines()]
    assert {line["kind"] for line in lines} == {"opening", "restart", "event", "observation", "merge"}
    assert [line for line in lines if not Draft202012Validator(schema).is_valid(line)] == []
    lines[1]["surplus"] = "x"
    assert not Draft202012Validator(schema).is_valid(lines[1])


def test_every_field_is_documented():
    page = (ROOT / "docs/ledger.md").read_text()
    told = set(re.findall(r"`(\w+)`", page.partition("## The format")[2].partition("## When")[0]))
    schema = json.loads((ROOT / "site_config/schemas/ledger-line.schema.json").read_text())
    assert {name for kind in schema["oneOf"] for name in kind["properties"]} <= told


@pytest.fixture
def registry(tmp_path):
    made = Registry(tmp_path)
    made.model("01-10")
    made.version(1, "01-10")
    return made


def test_a_stopped_writer_is_cleared_up_by_the_next(registry):
    registry.look("01-15")
    whole = registry.ledger.read_bytes()
    registry.ledger.write_bytes(whole + b'{"kind":"eve')
    recorded = registry.look("01-16")
    assert recorded.cut
    assert registry.ledger.read_bytes().startswith(whole + b'{"at":')
    assert faults(registry.ledger.read_bytes()) == []


def test_nothing_is_added_to_a_broken_ledger(registry):
    registry.look("01-15")
    broken = registry.ledger.read_bytes().replace(b"ada", b"eve")
    registry.ledger.write_bytes(broken)
    with pytest.raises(LedgerError, match="differs from its own digest"):
        registry.look("01-16")
    assert registry.ledger.read_bytes() == broken


def test_nobody_looks_at_the_past(registry):
    registry.look("01-15")
    with pytest.raises(LedgerError, match="later than now"):
        registry.look("01-14")
    registry.version(2, "02-01")
    with pytest.raises(SettingsError, match="later than this"):
        registry.look("01-20")


def test_both_sides_of_an_unfinished_merge_are_joined(registry):
    registry.look("01-15")
    base = registry.ledger.read_bytes()
    registry.look("01-16")
    ours = registry.ledger.read_bytes()[len(base) :]
    registry.ledger.write_bytes(base)
    registry.look("01-17")
    theirs = registry.ledger.read_bytes()[len(base) :]
    registry.ledger.write_bytes(base + b"<<<<<<< ours\n" + ours + b"=======\n" + theirs + b">>>>>>> theirs\n")
    with pytest.raises(LedgerError, match="--merge"):
        registry.look("01-18")
    assert registry.look("01-18", merging=True).merged == 2
    assert faults(registry.ledger.read_bytes()) == []


def test_a_build_alone_writes_no_ledger(registry):
    assert len(registry.river().history.pending) == 2
    assert not registry.ledger.exists()


def test_who_records_waits_for_the_one_who_does(registry):
    waiting = threading.Thread(target=registry.look, args=("01-15",))
    with locked(registry.ledger.with_name("ledger.jsonl.lock")):
        waiting.start()
        waiting.join(1.0)
        assert (waiting.is_alive(), registry.ledger.exists()) == (True, False)
    waiting.join(60)
    assert faults(registry.ledger.read_bytes()) == []


def _look(folder, ready):
    again = Registry.__new__(Registry)
    again.folder = folder
    ready.wait()
    again.look("02-01")


def test_two_jobs_at_once_record_everything_once(registry):
    context = multiprocessing.get_context("fork")
    ready = context.Barrier(2)
    jobs = [context.Process(target=_look, args=(registry.folder, ready)) for _ in range(2)]
    for job in jobs:
        job.start()
    for job in jobs:
        job.join(60)
    assert [job.exitcode for job in jobs] == [0, 0]
    ledger = read(registry.ledger.read_bytes())
    assert ledger_faults(ledger) == ()
    identities = [each.identity for _, each in ledger.events]
    assert len(identities) == len(set(identities)) == 2
    assert not registry.ledger.with_name("ledger.jsonl.lock").exists()
