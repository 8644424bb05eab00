"""What is gathered while a file is read."""

from pathways.definition.report import Report
from pathways.errors import Place


def test_a_warning_is_no_fault() -> None:
    report = Report()
    report.add("unused", Place("a.yaml"), "nobody uses this", severity="warning")
    assert (len(report.findings), report.faults) == (1, ())
    report.add("missing", Place("a.yaml"), "this is not there")
    assert [finding.id for finding in report.faults] == ["missing"]
