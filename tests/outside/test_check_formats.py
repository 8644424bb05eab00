"""`pathways check --format`: one document on stdout, and exit codes that are the same in every format."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest

from pathways.workspace import folder_in_repository
from tests.outside.conftest import edit, in_a_process

READERS = {
    "json": json.loads,
    "junit": ElementTree.fromstring,
    "sarif": json.loads,
    "github": lambda text: [line for line in text.splitlines() if not line.startswith("::")] and 1 / 0,
}


def break_a_rule(starter):
    path = starter / "definitions" / "equipment.yaml"
    edit(path, "tags: [answer]\n    then: supplied", "then: supplied")
    return path


def declare(path):
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "departures:\n  - {rule: HR-4-answer, reason: Too few hands}\n", encoding="utf-8")


@pytest.mark.parametrize("name", READERS)
def test_document_stands_alone_on_stdout_and_the_exit_code_says_the_verdict(name, starter, invoke):
    path = break_a_rule(starter)
    codes = []
    for arguments in ([], ["--policy", "house_rules"]):
        result = invoke("check", "--format", name, *arguments)
        READERS[name](result.stdout)
        assert "HR-4-answer" in result.stdout
        assert result.stderr == ""
        codes.append(result.exit_code)
    declare(path)
    codes += [invoke("check", "--format", name).exit_code, invoke("check", "--format", name, "--strict").exit_code]
    edit(path, "then: screening", "then: screenin")
    result = invoke("check", "--format", name)
    READERS[name](result.stdout)
    assert "screenin" in result.stdout
    assert [*codes, result.exit_code] == [1, 1, 0, 1, 2]


def test_nothing_is_on_stdout_where_the_name_is_wrong(starter, invoke):
    result = invoke("check", "equipmnt", "--format", "sarif")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "did you mean 'equipment'" in result.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--format", "xml"], "'xml' is not a format: use one of text, json, junit, github, sarif"),
        (["--json", "--format", "sarif"], "either --json or --format sarif, not both"),
    ],
)
def test_a_format_that_is_none_or_one_too_many_is_told(arguments, said, starter, invoke):
    result = invoke("check", *arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in " ".join(result.stderr.split())


def test_json_and_format_json_are_the_same(starter, invoke):
    assert invoke("check", "--json").stdout == invoke("check", "--format", "json").stdout
    assert invoke("check", "--json", "--format", "json").exit_code == 0


def test_help_of_a_sarif_rule_is_what_explain_prints(starter, invoke):
    break_a_rule(starter)
    (run,) = json.loads(invoke("check", "--format", "sarif").stdout)["runs"]
    (rule,) = [rule for rule in run["tool"]["driver"]["rules"] if rule["id"] == "HR-4-answer"]
    assert invoke("explain", rule["properties"]["kind"]).stdout.strip() in rule["help"]["text"]


def test_explain_shows_a_case_for_what_holds_and_the_document_holds_it_too(starter, invoke):
    plain, explained = invoke("check").stdout, invoke("check", "--explain").stdout
    assert "holds  HR-1-assess" in explained
    assert "for example:" in explained
    assert "for example:" not in plain
    document = json.loads(invoke("check", "--explain", "--json").stdout)
    witnesses = {verdict["rule"]: verdict["witness"] for verdict in document["pathways"][0]["verdicts"]}
    assert next(step["state"] for step in witnesses["HR-4-answer"]) == "request"


def test_files_are_named_from_the_top_of_the_repository(starter):
    assert folder_in_repository(starter) == ""  # no repository at all
    (starter.parent / ".git").mkdir()
    assert folder_in_repository(starter / "definitions") == "starter"
    break_a_rule(starter)
    done = in_a_process(starter, "check", "--format", "github")
    assert done.returncode == 1
    assert done.stdout.startswith("::error file=starter/definitions/equipment.yaml,line=")
    assert '"file": "definitions/equipment.yaml"' in in_a_process(starter, "check", "--json").stdout
    (starter / ".git").write_text("gitdir: elsewhere\n", encoding="utf-8")  # as in a submodule or a second work tree
    assert folder_in_repository(starter) == ""
