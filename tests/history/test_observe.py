"""A look finds what changed, once; and what is answered for a day is what a replay of the looks gives."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from generator.catalog import Alias, Approval, Decision, RegistryAction, RegistryEvent, Transition
from generator.history.events import DELETED, Key, Subject, Witness
from generator.history.ledger import Ledger, read_ledger
from generator.history.lines import chained, event_body, observation, opening
from generator.history.observe import observe, state_of
from generator.history.past import as_it_stood
from generator.history.trace import trace_history
from generator.history.wording import told
from generator.provenance import Source
from tests import factories
from tests.history.year import day

START = day("02-01")
CHAMPION = Key(Subject.ALIAS, "churn", "", "champion")

texts = st.text(max_size=6)
versions = st.lists(
    st.fixed_dictionaries(
        {
            "stage": st.sampled_from(["", "None", "Staging", "Production"]),
            "description": texts,
            "deleted": st.booleans(),
        }
    ),
    max_size=3,
)
registries = st.builds(
    lambda versions, aliases: factories.catalog(
        models=(
            factories.model(
                creation_time=day("01-01"),
                versions=tuple(
                    factories.version(number, creation_time=day("01-02"), **given)
                    for number, given in enumerate(versions, 1)
                ),
                aliases=tuple(
                    Alias(name, version, factories.source()) for name, version in sorted(aliases.items())
                ),
            ),
        )
    ),
    versions,
    st.dictionaries(st.sampled_from(["champion", "prod"]), st.sampled_from(["1", "2", "3"])),
)


def recorded(catalog, before=b"", at=START):
    """The ledger after one more look."""
    ledger = read_ledger(before, Source("governance/ledger.jsonl"))
    bodies = [] if ledger.lines else [opening(at)]
    bodies += [event_body(event) for event in observe(catalog, ledger, at)]
    return before + b"".join(chained([*bodies, observation(at, "ab" * 32)], ledger.head))


def read(data):
    return read_ledger(data, Source("governance/ledger.jsonl", "cd" * 32))


def looks(catalogs):
    data = b""
    for number, catalog in enumerate(catalogs):
        data = recorded(catalog, data, START + timedelta(days=number))
    return read(data)


@settings(deadline=None)
@given(st.lists(registries, min_size=1, max_size=5))
def test_what_is_recorded_is_not_found_again(catalogs):
    ledger = looks(catalogs)
    assert observe(catalogs[-1], ledger, START + timedelta(days=99)) == ()


@settings(deadline=None)
@given(st.lists(registries, min_size=1, max_size=5))
def test_the_lines_replayed_give_what_the_last_look_saw(catalogs):
    ledger = looks(catalogs)
    assert ledger.faults == ()
    assert dict(ledger.state) == {key: value for key, (value, _) in state_of(catalogs[-1]).items()}


@settings(deadline=None)
@given(st.lists(registries, min_size=1, max_size=5))
def test_at_every_look_the_answer_is_what_was_seen(catalogs):
    history = trace_history(catalogs[-1], looks(catalogs))
    for number, catalog in enumerate(catalogs):
        seen, at = state_of(catalog), START + timedelta(days=number)
        for key, slot in history.slots.items():
            if key.subject in {Subject.ALIAS, Subject.STAGE}:
                assert slot.at(at).value == seen.get(key, ("",))[0], (key, at)


@settings(deadline=None)
@given(st.lists(registries, min_size=2, max_size=5))
def test_between_two_looks_an_answer_is_what_both_saw_or_unknown(catalogs):
    history = trace_history(catalogs[-1], looks(catalogs))
    for number in range(len(catalogs) - 1):
        ends = [state_of(catalog).get(CHAMPION, ("",))[0] for catalog in catalogs[number : number + 2]]
        held = history.value(CHAMPION, START + timedelta(days=number, hours=12))
        if CHAMPION in history.slots:
            assert held == (ends[0] if ends[0] == ends[1] else None)


@settings(deadline=None)
@given(st.lists(registries, min_size=1, max_size=3))
def test_the_stretches_of_a_place_leave_no_gap(catalogs):
    for slot in trace_history(catalogs[-1], looks(catalogs)).slots.values():
        for one, other in zip(slot.stretches, slot.stretches[1:], strict=False):
            assert one.end == other.start


@settings(deadline=None)
@given(st.lists(registries, min_size=1, max_size=4), registries)
def test_at_every_look_the_answer_is_what_was_seen_whatever_is_read_now(catalogs, now):
    history = trace_history(now, looks(catalogs))
    for number, catalog in enumerate(catalogs):
        seen, at = state_of(catalog), START + timedelta(days=number)
        for key, slot in history.slots.items():
            if key.subject in {Subject.ALIAS, Subject.STAGE}:
                assert slot.at(at).value == seen.get(key, ("",))[0], (key, at)


def transition(**given):
    made = {
        "id": "TRN-1",
        "model": "churn",
        "version": "1",
        "at": day("01-20"),
        "by": "k.nowak",
        "source": factories.source("governance/transitions.yaml", "/transitions/0"),
    }
    return Transition(**made | given)


def registry(*, alias="1", **given):
    return factories.catalog(
        models=(
            factories.model(
                creation_time=day("01-01"),
                versions=(
                    factories.version(1, creation_time=day("01-02")),
                    factories.version(2, creation_time=day("01-03")),
                ),
                aliases=(Alias("champion", alias, factories.source()),) if alias else (),
            ),
        ),
        **given,
    )


def about(events, key=CHAMPION):
    return [event for event in events if event.key == key]


def test_a_register_that_explains_a_change_takes_the_place_of_the_look():
    (event,) = about(observe(registry(transitions=(transition(alias="champion"),)), Ledger(), START))
    assert (event.witness, event.at, event.by, event.seen) == (
        Witness.REGISTER,
        day("01-20"),
        "k.nowak",
        True,
    )


def test_a_register_that_the_registry_contradicts_is_told_and_the_look_too():
    found = about(observe(registry(alias="2", transitions=(transition(alias="champion"),)), Ledger(), START))
    assert [(event.witness, event.value, event.seen) for event in found] == [
        (Witness.REGISTER, "1", False),
        (Witness.LOOK, "2", True),
    ]


def test_a_contradiction_makes_the_time_after_the_entry_unknown():
    history = trace_history(registry(alias="2", transitions=(transition(alias="champion"),)), Ledger())
    assert history.value(CHAMPION, day("01-20")) == "1"
    assert history.value(CHAMPION, day("01-25")) is None


def test_an_alias_that_no_line_records_yet_was_nobodys_at_every_earlier_look():
    ledger = looks([registry(alias=""), registry(alias=""), registry(alias="")])
    history = trace_history(registry(), ledger)
    at = [START + timedelta(days=days) for days in (0, 1.5, 2, 2.5)]
    assert [history.value(CHAMPION, instant) for instant in at] == ["", "", "", None]


def test_looks_around_an_entry_that_they_contradict_bound_what_it_leaves_unknown():
    ledger = looks([registry(alias="2") for _ in range(9)])
    entry = transition(alias="champion", at=START + timedelta(days=4, hours=12))
    history = trace_history(registry(alias="2", transitions=(entry,)), ledger)
    at = [START + timedelta(days=days) for days in (4, 4.5, 4.7, 5, 8)]
    assert [history.value(CHAMPION, instant) for instant in at] == ["2", "1", None, "2", "2"]


def test_a_register_proves_nothing_of_the_time_before_it_began():
    entries = (
        transition(alias="champion", at=day("01-10")),
        transition(
            id="TRN-2",
            alias="champion",
            version="2",
            at=day("01-20"),
            source=factories.source("governance/transitions.yaml", "/transitions/1"),
        ),
    )
    history = trace_history(registry(alias="2", transitions=entries), Ledger())
    held = [history.value(CHAMPION, day(on)) for on in ("01-05", "01-10", "01-15", "01-20")]
    assert held == [None, "1", "1", "2"]
    assert history.value(CHAMPION, day("01-01") - timedelta(days=1)) == ""  # there was no model


def test_an_entry_that_names_what_stood_before_proves_it():
    entry = transition(from_stage="none", to_stage="Production", at=day("01-10"))
    history = trace_history(registry(transitions=(entry,)), Ledger())
    assert history.value(Key(Subject.STAGE, "churn", "1"), day("01-05")) == ""


def test_an_entry_that_was_corrected_counts_no_more_and_is_still_shown():
    ledger = read(recorded(registry(transitions=(transition(alias="champion"),))))
    mended = (
        transition(alias="champion"),
        transition(id="TRN-2", corrects="TRN-1", version="1", alias="prod"),
    )
    history = trace_history(registry(transitions=mended), ledger)
    assert [each.withdrawn for each in history.told if each.event.reference == "TRN-1"] == [True]
    assert history.value(CHAMPION, day("01-25")) is None


def test_an_approval_that_was_rewritten_or_taken_out_is_an_event():
    approval = Approval(
        id="APR-1",
        model="churn",
        version="1",
        decision=Decision.APPROVED,
        at=day("01-10"),
        source=factories.source(),
    )
    data = recorded(registry(approvals=(approval,)))
    (rewritten,) = about(
        observe(registry(approvals=(Approval(**{
            **{name: getattr(approval, name) for name in Approval.__dataclass_fields__}, "ticket": "T-9"
        }),)), read(data), START),
        Key(Subject.APPROVAL, "churn", "1", "APR-1"),
    )  # fmt: skip
    assert rewritten.value != dict(read(data).state)[rewritten.key]
    (gone,) = observe(registry(), read(data), START + timedelta(days=1))
    assert (gone.verb, gone.witness, gone.after) == ("approval removed", Witness.LOOK, START)


def step(action, on, version="", stage=""):
    return RegistryEvent(
        action=action, version=version, stage=stage, at=day(on), by="ada", source=factories.source(pointer=on)
    )


def test_a_registry_that_keeps_its_steps_is_known_throughout():
    steps = (
        step(RegistryAction.REGISTERED, "01-02", "1"),
        step(RegistryAction.ASSIGNED, "01-05", "1", "prod"),
        step(RegistryAction.REGISTERED, "01-06", "2"),
        step(RegistryAction.ASSIGNED, "01-08", "2", "prod"),
        step(RegistryAction.DEREGISTERED, "01-12", "2"),
        step(RegistryAction.UNASSIGNED, "01-14", "1", "prod"),
    )
    model = factories.model(
        creation_time=day("01-02"),
        versions=(
            factories.version(1, creation_time=day("01-02")),
            factories.version(2, creation_time=day("01-06"), deleted=True),
        ),
        events=steps,
    )
    catalog = factories.catalog(models=(model,))
    history = trace_history(catalog, Ledger())
    prod = Key(Subject.ALIAS, "churn", "", "prod")
    held = [
        history.value(prod, day(on)) for on in ("01-01", "01-03", "01-05", "01-07", "01-09", "01-12", "01-15")
    ]
    assert held == ["", "", "1", "1", "2", "1", ""]
    assert history.value(Key(Subject.VERSION, "churn", "2"), day("01-13")) == DELETED
    past = as_it_stood(catalog, history, day("01-09")).models[0]
    assert [(alias.name, alias.version) for alias in past.aliases] == [("prod", "2")]
    assert [version.deleted for version in past.versions] == [False, False]


def test_an_event_is_told_in_words():
    (event,) = about(observe(registry(transitions=(transition(alias="champion"),)), Ledger(), START))
    assert told(event) == (
        "2026-01-20 00:00  churn @champion: alias set v1, by k.nowak (written in a register as TRN-1)"
    )
