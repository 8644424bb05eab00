"""The documents of `pathways check --format`: kept word for word, and read as those read them for whom they are."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest

from pathways.errors import Finding, Place
from pathways.rules import Checked
from pathways.rules.formats import FORMATS, Results
from pathways.rules.formats.sarif import FINGERPRINT, as_uri
from tests.rules.specimen import GOLDEN, documents, results

VERDICTS = {"holds", "broken", "departed", "stale departure", "not applicable", "undecided"}


@pytest.mark.parametrize("name", documents())
def test_document_is_what_is_kept(name: str) -> None:
    written = (GOLDEN / name).read_text(encoding="utf-8")
    assert written == documents()[name], "read the difference, then: python -m tests.rules.specimen"


def test_specimen_has_everything_that_can_be_told() -> None:
    verdicts = [verdict for item in results().pathways for verdict in item.verdicts]
    assert {verdict.verdict for verdict in verdicts} == VERDICTS
    broken = [verdict for verdict in verdicts if verdict.verdict == "broken"]
    assert any(v.loop is not None for v in broken)
    assert any(v.second for v in broken)
    assert any(v.at is not None and not v.counterexample for v in broken)
    assert any(v.witness for v in verdicts)
    findings = [*results().findings, *(f for item in results().pathways for f in item.findings)]
    assert {finding.severity for finding in findings} == {"error", "warning"}


# GitHub ------------------------------------------------------------------------------------------------------------


def read_command(line: str) -> tuple[str, dict[str, str], str]:
    """A workflow command as the runner of GitHub Actions reads it (ActionCommand.cs, second form)."""
    assert line.startswith("::")
    head, _, message = line[2:].partition("::")
    name, _, written = head.partition(" ")
    properties = {}
    for part in written.split(","):
        key, _, value = part.partition("=")
        for mark, code in ((":", "%3A"), (",", "%2C"), ("\n", "%0A"), ("\r", "%0D"), ("%", "%25")):
            value = value.replace(code, mark)
        properties[key] = value
    for mark, code in (("\n", "%0A"), ("\r", "%0D"), ("%", "%25")):
        message = message.replace(code, mark)
    return name, properties, message


def commands(found: Results) -> list[tuple[str, dict[str, str], str]]:
    return [read_command(line) for line in FORMATS["github"](found).split("\n")]


def test_github_reads_back_every_mark_that_means_something_to_it() -> None:
    finding = Finding("a::b,c", Place("a,b:c%2C.yaml", 3, 7), "50%: a, b::c\r\nnext %0A line", remedy="say, 100%")
    ((name, properties, message),) = commands(Results([], [finding]))
    assert name == "error"
    assert properties == {"file": "a,b:c%2C.yaml", "line": "3", "col": "7", "title": "a::b,c"}
    assert message == "50%: a, b::c\r\nnext %0A line\nfix: say, 100%"
    (line,) = FORMATS["github"](Results([], [finding])).splitlines()  # a command is one line, by whatever ends lines
    assert line.isascii()


def test_github_points_to_the_line_that_allows_it_and_tells_the_whole_case() -> None:
    told = {properties["title"]: (name, properties, text) for name, properties, text in commands(results())}
    name, properties, text = told["with-trace in hand: broken"]
    assert (name, properties["file"], properties["line"], properties["col"]) == (
        "error", "definitions/hand.yaml", "17", "9",
    )  # fmt: skip
    assert "3. At 'Route', because consent is granted, it goes on to 'Talk'.\n4. It comes to 'Talk'" in text
    assert told["departed in hand: departed"][0] == "notice"
    assert told["stale in hand: stale departure"][1]["line"] == "24"  # the departure, which is to be taken out
    assert told["unused-attribute"][0] == told["study-source"][0] == "warning"
    assert not [title for title in told if "holds" in title or "not-here" in title]


def test_strict_makes_departures_and_warnings_errors_in_every_format() -> None:
    strict = results(strict=True)
    assert {name for name, _, _ in commands(strict)} == {"error"}
    cases = ElementTree.fromstring(FORMATS["junit"](strict).encode()).iter("testcase")
    failed = {case.get("name") for case in cases if case.find("failure") is not None}
    assert {"departed", "lint", "simulations/what if.yaml"} <= failed
    (departed,) = [r for r in sarif(strict)["results"] if r["ruleId"] == "departed"]
    assert (departed["level"], departed["suppressions"][0]["status"]) == ("error", "rejected")


# JUnit -------------------------------------------------------------------------------------------------------------


def test_junit_counts_what_it_holds_and_gives_each_case_one_result() -> None:
    root = ElementTree.fromstring(FORMATS["junit"](results()).encode())
    outcomes = ("failure", "error", "skipped")
    for suite in (root, *root.iter("testsuite")):
        cases = list(suite.iter("testcase"))
        assert int(suite.get("tests", "")) == len(cases)
        for outcome, counted in zip(outcomes, ("failures", "errors", "skipped"), strict=True):
            assert int(suite.get(counted, "")) == sum(case.find(outcome) is not None for case in cases), counted
    cases = list(root.iter("testcase"))
    assert all(sum(case.find(outcome) is not None for outcome in outcomes) <= 1 for case in cases)
    assert len({(case.get("classname"), case.get("name")) for case in cases}) == len(cases)
    assert [suite.get("name") for suite in root] == ["hand", "lost", "other files"]


def test_junit_tells_in_words_what_each_verdict_is() -> None:
    root = ElementTree.fromstring(FORMATS["junit"](results()).encode())
    cases = {case.get("name"): case for case in root.iter("testcase")}
    assert list(cases["holds"]) == []
    failure = cases["with-trace"].find("failure")
    assert failure is not None
    assert failure.text is not None
    assert "1. A referral arrives at 'Front, 100%: yes' (consent: granted)." in failure.text.splitlines()
    skipped = cases["departed"].find("skipped")
    assert skipped is not None
    assert skipped.get("message") == "known departure: Two doors: so it is, <for now> (Review, section 4)"
    undecided = cases["too-many"].find("error")
    assert undecided is not None
    assert undecided.get("type") == "undecided"


def test_junit_holds_no_character_that_xml_cannot() -> None:
    item = results().pathways[0]
    odd = [replace(item.verdicts[1], says='a\x00b\x1b[31m\ud800\ufffe ]]> & "c"', rule="r\x08")]
    text = FORMATS["junit"](Results([Checked("hand", "h.yaml", "f", (), tuple(odd))]))
    (case,) = [case for case in ElementTree.fromstring(text.encode()).iter("testcase") if case.get("name") != "lint"]
    assert case.get("name") == "r\ufffd"
    assert case[0].text is not None
    assert 'a\ufffdb\ufffd[31m\ufffd\ufffd ]]> & "c"' in case[0].text


# SARIF -------------------------------------------------------------------------------------------------------------

# What SARIF 2.1.0 demands of, and allows in, the objects that occur here (schema of OASIS, 2020).
OBJECTS: dict[str, tuple[set[str], set[str]]] = {
    "log": ({"version", "runs"}, {"$schema"}),
    "run": ({"tool"}, {"results", "columnKind"}),
    "driver": ({"name"}, {"rules", "version"}),
    "rule": ({"id"}, {"shortDescription", "fullDescription", "help", "defaultConfiguration", "properties"}),
    "result": (
        {"message"},
        {"ruleId", "ruleIndex", "level", "kind", "locations", "relatedLocations", "partialFingerprints", "codeFlows",
         "suppressions", "properties"},
    ),
    "location": (set(), {"id", "physicalLocation", "message"}),
    "physicalLocation": (set(), {"artifactLocation", "region"}),
    "region": (set(), {"startLine", "startColumn", "endColumn", "snippet"}),
    "codeFlow": ({"threadFlows"}, {"message"}),
    "threadFlow": ({"locations"}, set()),
    "threadFlowLocation": (set(), {"location", "executionOrder", "state"}),
    "suppression": ({"kind"}, {"status", "justification", "location"}),
}  # fmt: skip


def shaped(kind: str, value: dict[str, Any]) -> dict[str, Any]:
    needed, allowed = OBJECTS[kind]
    assert needed <= set(value) <= needed | allowed, (kind, set(value))
    return value


def check_location(location: dict[str, Any]) -> None:
    physical = shaped("physicalLocation", shaped("location", location)["physicalLocation"])
    region = shaped("region", physical["region"])
    assert region["startLine"] >= 1
    assert region["endColumn"] > region["startColumn"] >= 1
    assert re.fullmatch(r"([A-Za-z0-9._~/-]|%[0-9A-F]{2})+", physical["artifactLocation"]["uri"])


def sarif(found: Results) -> dict[str, Any]:
    """The run of a log, its shape looked at."""
    log = shaped("log", json.loads(FORMATS["sarif"](found)))
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    rules = shaped("driver", shaped("run", run)["tool"]["driver"])["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for rule in rules:
        assert shaped("rule", rule)["help"]["text"]
    for result in run["results"]:
        assert rules[shaped("result", result)["ruleIndex"]]["id"] == result["ruleId"]
        assert result["level"] in ("none", "note", "warning", "error")
        assert result.get("kind", "fail") == "fail" or result["level"] == "none"  # section 3.27.10
        for location in (*result["locations"], *result.get("relatedLocations", [])):
            check_location(location)
        for flow in result.get("codeFlows", []):
            for thread in shaped("codeFlow", flow)["threadFlows"]:
                for step in shaped("threadFlow", thread)["locations"]:
                    check_location(shaped("threadFlowLocation", step)["location"])
        for suppression in result.get("suppressions", []):
            assert shaped("suppression", suppression)["kind"] in ("inSource", "external")
    return dict(run)


def words(step: dict[str, Any]) -> str:
    return str(step["location"]["message"]["text"])


def test_sarif_tells_traces_as_code_flows_and_departures_as_suppressions() -> None:
    told = {result["ruleId"]: result for result in sarif(results())["results"]}
    flow = told["with-trace"]["codeFlows"][0]["threadFlows"][0]["locations"]
    lines = [step["location"]["physicalLocation"]["region"]["startLine"] for step in flow]
    assert lines == [11, 11, 17]  # the door, the arrow out of it, the branch
    assert flow[-1]["location"]["message"]["text"].endswith(
        "it goes on to 'Talk'. It comes to 'Talk'; the rule forbids it."
    )
    assert flow[0]["state"] == {"consent": {"text": "granted"}}
    assert len(told["two"]["codeFlows"]) == 2
    assert (
        "go on at step 4 again"
        in told["loop"]["codeFlows"][0]["threadFlows"][0]["locations"][-1]["location"]["message"]["text"]
    )
    (suppression,) = told["departed"]["suppressions"]
    assert (suppression["kind"], suppression["status"]) == ("inSource", "accepted")
    assert suppression["justification"].endswith("so it is, <for now> (Review, section 4)")
    assert told["too-many"]["kind"] == "open"
    assert {"holds", "not-here"}.isdisjoint(told)
    assert {"holds", "not-here"} <= {rule["id"] for rule in sarif(results())["tool"]["driver"]["rules"]}


def test_sarif_fingerprints_differ_and_survive_a_line_put_in_above() -> None:
    found = results()
    elsewhere = replace(found.findings[0], place=Place("simulations/what if.yaml"))
    found = replace(found, findings=[*found.findings, elsewhere])
    found = replace(found, findings=[*found.findings, found.findings[-1]])  # two alike: the second is not the first
    before = [result["partialFingerprints"][FINGERPRINT] for result in sarif(found)["results"]]
    assert len(set(before)) == len(before)

    def lower(place: Place) -> Place:
        return replace(place, line=place.line + 5)

    moved = replace(
        found,
        findings=[replace(f, place=lower(f.place)) for f in found.findings],
        pathways=[
            replace(
                item,
                findings=tuple(replace(f, place=lower(f.place)) for f in item.findings),
                verdicts=tuple(replace(v, place=lower(v.place), at=v.at and lower(v.at)) for v in item.verdicts),
            )
            for item in found.pathways
        ],
    )
    assert [result["partialFingerprints"][FINGERPRINT] for result in sarif(moved)["results"]] == before


def test_a_path_becomes_a_uri() -> None:
    """By RFC 3986, section 2: what is not unreserved is written as its UTF-8 bytes."""
    assert as_uri("definitions/what if é%.yaml") == "definitions/what%20if%20%C3%A9%25.yaml"


def test_files_are_named_from_the_top_of_the_repository_where_a_reader_looks_from_there() -> None:
    found = results(folder="services/prevent")
    assert {properties["file"].split("/")[0] for _, properties, _ in commands(found)} == {"services"}
    uris = re.findall(r'"uri": "([^"]*)"', FORMATS["sarif"](found))
    assert {uri.split("/")[:2] == ["services", "prevent"] for uri in uris} == {True}
    root = ElementTree.fromstring(FORMATS["junit"](found).encode())
    assert {case.get("file", "").startswith("services/prevent/") for case in root.iter("testcase")} == {True}
    assert '"file": "definitions/hand.yaml"' in FORMATS["json"](found)
    for elsewhere in ("/home/me/other.yaml", "D:/me/other.yaml"):
        assert found.path(Place(elsewhere)) == elsewhere


# JSON --------------------------------------------------------------------------------------------------------------


def test_json_keeps_the_agreed_names_and_adds_the_rest() -> None:
    document = json.loads(FORMATS["json"](results()))
    pathway = document["pathways"][0]
    told = {verdict["rule"]: verdict for verdict in pathway["verdicts"]}
    assert {"rule", "policy", "verdict", "says", "hardness", "source", "counterexample"} <= set(told["holds"])
    first, *_, last = told["with-trace"]["counterexample"]
    assert (first["state"], first["event"], first["values"]) == ("front", "arrive", {"consent": "granted"})
    assert last["place"] == {"file": "definitions/hand.yaml", "line": 17, "column": 9}
    assert last["words"] == "At 'Route', because consent is granted, it goes on to 'Talk'."
    assert (told["loop"]["loop_from"], told["with-trace"]["loop_from"]) == (3, None)
    assert [step["state"] for step in told["two"]["other"]] == ["front", "route", "over"]
    assert [step["state"] for step in told["holds"]["witness"]] == ["front", "route", "talk"]
    assert told["with-trace"]["repair"] == "guard 'talk' with {consent: refused}"
    assert told["without"]["at"]["line"] == 21
    assert told["departed"]["departure"]["reason"] == "Two doors: so it is, <for now>"
    assert told["too-many"]["certainty"] == "undecided at limit 3"
