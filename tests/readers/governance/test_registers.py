"""Registers: what people decided, and every way to keep them badly."""

import hashlib
from datetime import UTC, date, datetime

import pytest

from generator.catalog import Decision, Severity
from generator.readers.governance.order import out_of_order

WHOLE = {
    "approvals.yaml": f"""\
        approvals:
          - id: APR-1
            at: 2026-05-19T09:15:00Z
            by: s.iyer
            model: churn
            version: 5
            decision: approved-with-conditions
            environment: production
            role: Head of Model Risk
            validator: r.vandenberg
            valid_until: 2027-05-19
            artifact: model.pkl
            sha256: '{"AB" * 32}'
            manifest: {{b.bin: '{"cd" * 32}', a.bin: '{"ef" * 32}'}}
            ticket: MRM-1
            conditions: [Only in the branch.]
            note: A word.
        """,
    "changes.yaml": "changes: [{id: C-1, model: churn, version: 2, classification: not substantial, reason: Refit, plan: P-1}]",
    "findings.yaml": """\
        findings:
          - {id: F-1, model: churn, versions: [1], severity: high, owner: a, due: 2026-06-01, status: closed,
             closed_on: 2026-05-30, plan: Refit., summary: Leaks., report: V-1}
        """,
    "incidents.yaml": """\
        incidents:
          - {id: I-1, model: churn, versions: [1, 2], severity: serious, status: open, opened: 2026-05-01,
             aware_on: 2026-05-02, reported_on: 2026-05-03, closed_on: 2026-05-04, summary: It fell.}
        """,
    "transitions.yaml": """\
        transitions:
          - {id: T-1, at: 2026-05-01, by: k, model: churn, version: 1, from: none, to: Staging, reason: Ready}
          - {id: T-2, at: 2026-05-02, by: k, model: churn, version: 1, alias: champion, removed: true}
        """,
    "validations.yaml": f"""\
        validations:
          - {{id: V-1, model: churn, versions: [1], validator: r, report: reports/v-1.md, outcome: satisfactory,
             sha256: {hashlib.sha256(b"Good.").hexdigest()}}}
        """,
    "reports/v-1.md": "Good.",
    "waivers.yaml": """\
        waivers:
          - {id: W-1, control: DOC-007, model: churn, versions: [3], reason: Later., compensating_control: A list.,
             requested_by: h, approved_by: s, created_on: 2026-05-01, expires_on: 2026-09-01}
        """,
}  # fmt: skip


def told(records):
    return [(each.slug, str(each)) for each in records.problems if each.slug != "file-missing"]


def test_every_field_of_every_register_is_read(governed):
    records = governed(WHOLE)
    assert told(records) == []
    approval, change = records.approvals[0], records.change_assessments[0]
    assert (approval.id, approval.at, approval.by) == (
        "APR-1",
        datetime(2026, 5, 19, 9, 15, tzinfo=UTC),
        "s.iyer",
    )
    assert (approval.model, approval.version, approval.decision) == ("churn", "5", Decision.CONDITIONAL)
    assert (approval.environment, approval.role, approval.validator) == (
        "production", "Head of Model Risk", "r.vandenberg",
    )  # fmt: skip
    assert (approval.valid_until, approval.artifact, approval.sha256) == (
        date(2027, 5, 19),
        "model.pkl",
        "ab" * 32,
    )
    assert approval.manifest == (("a.bin", "ef" * 32), ("b.bin", "cd" * 32))
    assert (approval.ticket, approval.conditions, approval.note) == (
        "MRM-1",
        ("Only in the branch.",),
        "A word.",
    )
    assert (change.version, change.classification, change.reason, change.plan) == (
        "2", "not substantial", "Refit", "P-1",
    )  # fmt: skip
    finding, incident = records.review_findings[0], records.incidents[0]
    assert (finding.severity, finding.owner, finding.due, finding.status, finding.closed_on) == (
        "high", "a", date(2026, 6, 1), "closed", date(2026, 5, 30),
    )  # fmt: skip
    assert (finding.versions, finding.plan, finding.summary, finding.report) == (
        ("1",),
        "Refit.",
        "Leaks.",
        "V-1",
    )
    assert (incident.versions, incident.severity, incident.status) == (("1", "2"), "serious", "open")
    assert [incident.opened, incident.aware_on, incident.reported_on, incident.closed_on] == [
        date(2026, 5, day) for day in (1, 2, 3, 4)
    ]
    staged, unset = records.transitions
    assert (staged.from_stage, staged.to_stage, staged.alias, staged.removed) == (
        "none",
        "Staging",
        "",
        False,
    )
    assert (unset.from_stage, unset.to_stage, unset.alias, unset.removed) == ("", "", "champion", True)
    waiver = records.waivers[0]
    assert (waiver.control, waiver.versions, waiver.compensating_control) == ("DOC-007", ("3",), "A list.")
    assert (waiver.requested_by, waiver.approved_by) == ("h", "s")
    assert (waiver.created_on, waiver.expires_on) == (date(2026, 5, 1), date(2026, 9, 1))


def test_every_entry_names_its_place_and_its_file(governed):
    records = governed(WHOLE)
    second = records.transitions[1].source
    assert str(second.at("alias")) == "governance/transitions.yaml#/transitions/1/alias"
    assert second.sha256 == {file.path: file.sha256 for file in records.files}["governance/transitions.yaml"]


def test_a_report_is_vouched_for_by_its_digest(governed):
    validation = governed(WHOLE).validations[0]
    assert validation.report_source.path == "governance/reports/v-1.md"
    assert validation.report_source.sha256 == hashlib.sha256(b"Good.").hexdigest()


@pytest.mark.parametrize(
    ("report", "slug", "said"),
    [
        ("reports/none.md", "file-missing", "the report 'reports/none.md' is not there"),
        ("../secret.md", "path-refused", "the report '../secret.md' is not a path inside the store"),
        ("/etc/passwd", "path-refused", "the report '/etc/passwd' is not a path inside the store"),
    ],
)
def test_a_report_that_is_not_in_the_folder_vouches_for_nothing(governed, report, slug, said):
    records = governed({"validations.yaml": f"validations: [{{id: V, model: churn, report: {report}}}]"})
    assert records.validations[0].report_source is None
    problem = next(each for each in records.problems if each.source.path.endswith("validations.yaml"))
    assert (problem.slug, problem.severity, problem.message) == (slug, Severity.ERROR, said)


def test_a_report_that_was_changed_since_is_told(governed):
    records = governed(WHOLE | {"reports/v-1.md": "Better."})
    [(slug, said)] = told(records)
    assert slug == "attachment-digest-differs"
    assert said.startswith(
        "governance/validations.yaml#/validations/0/sha256: governance/reports/v-1.md has the"
    )
    assert records.validations[0].report_source.sha256 == hashlib.sha256(b"Better.").hexdigest()


def test_an_empty_register_is_a_statement_and_an_absent_one_is_not(governed):
    records = governed({"incidents.yaml": "incidents: []\n"})
    assert [(each.name, each.count) for each in records.registers] == [("incidents", 0)]
    assert told(records) == []


def test_a_register_without_its_list_says_nothing(governed):
    records = governed({"incidents.yaml": "incident: []\n"})
    assert records.registers == ()
    assert told(records) == [
        ("field-missing", "governance/incidents.yaml#/incidents: incidents is missing; write incidents: [] when there is none"),
        ("field-unknown", "governance/incidents.yaml:1: 'incident' is no field here; did you mean incidents?"),
    ]  # fmt: skip


def test_entries_that_cannot_be_read_are_counted_and_told(governed):
    records = governed(
        {
            "approvals.yaml": """\
                approvals:
                  - {id: A-1, model: churn, version: 1, decision: aproved}
                  - {id: A-2, model: churn, decision: approved}
                  - just a line
                  - {id: A-4, model: churn, version: 4, decision: revoked}
                """
        }
    )
    assert [each.id for each in records.approvals] == ["A-4"]
    assert records.registers[0].count == 4
    assert told(records) == [
        ("field-invalid", "governance/approvals.yaml:2: decision is 'aproved', not one of the known words; did you mean approved?"),
        ("field-missing", "governance/approvals.yaml:3: version is missing"),
        ("field-invalid", "governance/approvals.yaml:4: approvals/2 is 'just a line', not a list of mappings"),
    ]  # fmt: skip
    assert {each.severity for each in records.problems if each.source.pointer in {"line 2", "line 3"}} == {
        Severity.ERROR
    }


def test_a_bad_field_costs_itself_only(governed):
    records = governed(
        {
            "waivers.yaml": """\
                waivers:
                  - id: W-1
                    control: DOC-007
                    expries_on: 2026-09-01
                    expires_on: 2026-02-30
                    created_on: May
                    versions: 3
                """
        }
    )
    waiver = records.waivers[0]
    assert (waiver.expires_on, waiver.created_on, waiver.versions) == (None, None, ())
    assert told(records) == [
        ("field-unknown", "governance/waivers.yaml:4: 'expries_on' is no field here; did you mean expires_on?"),
        ("field-invalid", "governance/waivers.yaml:5: expires_on is '2026-02-30', not a day; write it as 2026-11-20"),
        ("field-invalid", "governance/waivers.yaml:6: created_on is 'May', not a day; write it as 2026-11-20"),
        ("field-invalid", "governance/waivers.yaml:7: waivers/0/versions is '3', not a list"),
    ]  # fmt: skip


def test_an_id_is_used_once(governed):
    records = governed(
        {"incidents.yaml": "incidents:\n- {id: I-1, summary: first}\n- {id: I-1, summary: second}\n"}
    )
    assert [each.summary for each in records.incidents] == ["first"]
    assert records.registers[0].count == 2
    assert [slug for slug, _ in told(records)] == ["register-id-twice"]
    assert records.problems[0].source.pointer == "line 3"


def test_a_correction_names_an_entry_above_it(governed):
    records = governed(
        {
            "incidents.yaml": "incidents:\n- {id: I-1, corrects: I-2}\n- {id: I-2, corrects: I-1}\n- {id: I-3, corrects: I-3}\n"
        }
    )
    assert [each.corrects for each in records.incidents] == ["I-2", "I-1", "I-3"]
    assert [(slug, said.partition(";")[0]) for slug, said in told(records)] == [
        (
            "register-corrects-unknown",
            "governance/incidents.yaml:2: 'I-2' is the id of no entry above this one",
        ),
        (
            "register-corrects-unknown",
            "governance/incidents.yaml:4: 'I-3' is the id of no entry above this one",
        ),
    ]


@pytest.mark.parametrize(
    ("days", "odd"),
    [
        ([1, 2, 2, 3], []),
        ([1, 30, 3, 4, 5], [(3, "after entries below it")]),
        ([10, 11, 2, 12], [(4, "before entries above it")]),
    ],
)
def test_the_entry_that_breaks_the_order_of_time_is_told(governed, days, odd):
    lines = "".join(f"- {{id: I-{day}-{n}, at: 2026-05-{day:02}}}\n" for n, day in enumerate(days))
    records = governed({"incidents.yaml": f"incidents:\n{lines}"})
    assert len(records.incidents) == len(days)
    problems = [each for each in records.problems if each.slug == "register-out-of-order"]
    assert [
        (int(each.source.pointer[5:]), each.message.partition(" is dated ")[2]) for each in problems
    ] == odd


def test_as_few_instants_as_can_be_are_out_of_order():
    def at(*days):
        return [day and datetime(2026, 5, day, tzinfo=UTC) for day in days]

    assert out_of_order(at()) == out_of_order(at(None, None)) == out_of_order(at(1, None, 1, 2)) == ()
    assert out_of_order(at(9, None, 1, 2, 3)) == (0,)
    assert out_of_order(at(3, 2, 1)) == (0, 1)
    assert out_of_order(at(1, 5, 2, 6, 3, 7)) == (1, 3)


def test_a_damaged_register_costs_itself_only(governed):
    records = governed({"approvals.yaml": "approvals: [\n", "incidents.yaml": "incidents: []\n"})
    assert [each.name for each in records.registers] == ["incidents"]
    assert [slug for slug, _ in told(records)] == ["yaml-invalid"]


def test_many_faults_are_counted_in_the_end(governed):
    entries = "".join(f"- {{id: I-{number}, closed_on: never}}\n" for number in range(300))
    records = governed({"incidents.yaml": f"incidents:\n{entries}"})
    assert len(records.incidents) == 300
    assert len(records.problems) < 60
