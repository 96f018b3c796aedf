"""Findings as JUnit XML, which every continuous integration shows.

A model or a version is a suite, a control a case. What fails is a failure, what could not be run an error; what is
waived or does not apply is skipped with its reason; a warning passes and says so on its output.
"""

from collections.abc import Iterable
from itertools import groupby
from xml.etree import ElementTree as ET

from generator.exports.selection import Selection
from generator.governance.finding import Finding, Status
from generator.pages.text import visible


def junit(selection: Selection) -> bytes:
    """The findings as one document of test suites."""
    root = ET.Element("testsuites", name="modelfolio")
    timestamp = selection.assessment.as_of.strftime("%Y-%m-%dT%H:%M:%S")
    for subject, group in groupby(selection.findings, key=lambda finding: finding.subject):
        findings = tuple(group)
        suite = ET.SubElement(root, "testsuite", _counts(findings))
        suite.set("name", visible(str(subject)))
        suite.set("timestamp", timestamp)
        for finding in findings:
            _case(suite, selection, finding)
    ET.indent(root, " ")
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def _counts(findings: Iterable[Finding]) -> dict[str, str]:
    statuses = [finding.status for finding in findings]
    skipped = statuses.count(Status.WAIVED) + statuses.count(Status.NOT_APPLICABLE)
    return {
        "tests": str(len(statuses)),
        "failures": str(statuses.count(Status.FAIL)),
        "errors": str(statuses.count(Status.ERROR)),
        "skipped": str(skipped),
    }


def _case(suite: ET.Element, selection: Selection, finding: Finding) -> None:
    about = selection.assessment.controls_by_id[finding.control].control.about
    case = ET.SubElement(
        suite,
        "testcase",
        name=f"{about.id} {visible(about.title)}",
        classname=f"modelfolio.{about.family.value}",
        time="0",
    )
    message = visible(finding.outcome.message)
    told = "\n".join(
        (
            message,
            *(visible(f"{each.source} {each.excerpt}".rstrip()) for each in finding.outcome.evidence),
            visible(about.remediation),
        )
    )
    match finding.status:
        case Status.FAIL:
            ET.SubElement(case, "failure", message=message, type=finding.severity.value).text = told
        case Status.ERROR:
            ET.SubElement(case, "error", message=message, type=finding.severity.value).text = told
        case Status.WAIVED if finding.waiver:
            said = f"waived by {finding.waiver.id} until {finding.waiver.expires_on}; {message}"
            ET.SubElement(case, "skipped", message=visible(said))
        case Status.NOT_APPLICABLE:
            ET.SubElement(case, "skipped", message=message)
        case Status.WARN:
            ET.SubElement(case, "system-out").text = f"warning: {told}"
        case _:
            pass
