"""docs/rules/ has a page for every kind of rule and every lint, and each page says what the registry says today."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction
from typing import Annotated, Any, Literal

import pytest
from pydantic import BeforeValidator, Field

from pathways.commands.explain import explain
from pathways.definition.model import GuardSpec, Names
from pathways.definition.words import Name, Span, Text, Whole, as_list
from pathways.rules import BUILT_IN, Kinds, RuleKind, read_policy
from pathways.rules.explain import kind_text
from pathways.rules.kinds.base import RuleModel, Selectors
from pathways.rules.lints import LINTS
from pathways.rules.lints.base import Lint
from pathways.rules.parameters import form_of, parameters
from pathways.source import read_document
from tests.definitions.library import ROOT, policies
from tests.rules.pages import FOLDER, INDEX, found, pages

RULES = [rule for policy in policies() for rule in policy.rules]


def test_pages_are_those_that_the_registries_make() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    assert written.keys() == pages().keys(), "write them anew: python -m tests.rules.pages"
    stale = [name for name, text in pages().items() if written[name] != text]
    assert stale == [], "write them anew: python -m tests.rules.pages"


def test_index_leads_to_every_page() -> None:
    links = re.findall(r"\]\(([a-z0-9_-]+\.md)\)", pages()[INDEX])
    assert sorted(links) == sorted(set(pages()) - {INDEX})


@pytest.mark.parametrize("kind", BUILT_IN.by_id.values(), ids=lambda kind: kind.id)
def test_kind_says_all_that_there_is_to_say(kind: RuleKind) -> None:
    """A title, a meaning of whole sentences, a formal meaning with its source, examples, and words for every key."""
    assert re.fullmatch(r"[A-Z][^\n.]*", kind.title)
    assert re.fullmatch(r"[A-Z`].*\.", kind.meaning, re.DOTALL)
    assert kind.formal
    assert not kind.formal.endswith(".")
    # Whoever described it first; what is a plain fact of a definition or a calendar has no discoverer.
    assert re.search(r"(18|19|20)\d\d|BPMN|DMN|ISO|a fact of", f"{kind.formal} {_docstring(kind)}"), "a source"
    for example in (kind.good, kind.bad):
        assert example.startswith("rule: {"), "the rule first"
        assert f"kind: {kind.id}" in example
    for parameter in parameters(kind):
        assert parameter.means, parameter.name
        assert re.fullmatch(r"['a-z].*", parameter.form), parameter


def _docstring(kind: RuleKind) -> str:
    import sys

    return sys.modules[kind.ask.__module__].__doc__ or ""  # type: ignore[union-attr]


@pytest.mark.parametrize("lint", LINTS.values(), ids=lambda lint: lint.id)
def test_lint_says_all_that_there_is_to_say(lint: Lint) -> None:
    assert all((lint.title, lint.good, lint.bad))
    assert re.fullmatch(r"[A-Z].*\.", lint.why, re.DOTALL)


@pytest.mark.parametrize("lint", LINTS.values(), ids=lambda lint: lint.id)
def test_examples_of_a_lint_are_faulty_and_mended(lint: Lint) -> None:
    assert {finding.id for finding in found(lint.bad)} == {lint.id}
    assert found(lint.good) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_is_explained_as_it_is_written(rule: Any) -> None:
    told = explain(rule.id, ROOT)
    first, *lines = told.splitlines()
    assert first == f"{rule.spec.says}  [{rule.id}]"
    assert f"Source: {rule.spec.source}" in lines
    begins = lines.index("As it is written:")
    assert lines[begins + 1] == f"    - id: {rule.id}"
    written = "\n".join(lines[begins + 1 : lines.index("", begins + 1)])
    assert f"kind: {rule.kind.id}" in written
    assert written.count("- id: ") == 1
    assert f"  [{rule.kind.id}]" in told


def test_paragraphs_and_lists_of_a_meaning_stay_apart() -> None:
    kind = replace(
        BUILT_IN["never"], meaning=f"First{' word' * 30}.\n\nWords:\n\n- one{' more' * 30}\n  and on;\n- two."
    )
    lines = kind_text(kind).splitlines()
    assert lines[2].startswith("First word")
    assert max(map(len, lines[:14])) <= 100
    entry = next(n for n, line in enumerate(lines) if line.startswith("- one"))
    assert lines[entry + 1].startswith("  more")
    assert lines[entry + 1].endswith("and on;")
    assert lines[entry + 2] == "- two."


def test_what_is_explained_fits_a_screen() -> None:
    """Longest lines: what an author wrote (a rule's sentence, an example) may be longer."""
    wide = [
        f"{id}: {line}"
        for id in (*BUILT_IN.by_id, *LINTS)
        for line in explain(id, ROOT).splitlines()
        if len(line) > 110 and not line.startswith("    ")
    ]
    assert wide == []


FORMS = {
    Selectors: "a state, or a list of them",
    Selectors | None: "a state, or a list of them",
    Annotated[Selectors, "more"]: "a state, or a list of them",
    Names: "a name, or a list of them",
    Name | None: "a name",
    GuardSpec | None: "a condition",
    Annotated[Whole, Field(ge=1)] | None: "a whole number",
    Span: "a length of time",
    Annotated[Fraction, "share"]: "a number or a percentage",
    Literal["true", "false"]: "'true' or 'false'",
    Literal["only"]: "'only'",
    Annotated[tuple[Literal["lane", "source"], ...], BeforeValidator(as_list)]: "'lane' or 'source', or a list of them",
    tuple[int, ...]: "a list, each entry a whole number",
    dict[Text, Span]: "names, each with a length of time",
    int | bool: "a whole number or true or false",
}


@pytest.mark.parametrize("form", FORMS, ids=range(len(FORMS)))
def test_forms_are_told_in_words(form: Any) -> None:
    assert form_of(form) == FORMS[form]


def test_a_key_of_a_kind_without_words_of_its_own_is_spoken_of_by_its_form() -> None:
    """As an author meets it: the key is there, and nothing under it."""

    class Often(RuleModel):
        kind: Literal["often"]
        rounds: Annotated[Whole, Field(ge=1)] = Field(description="how often")
        at_most: Span = Field(description="the longest", examples=["3 weeks"])

    kinds = Kinds({"often": RuleKind("often", "Often", "Often.", "f", "", "", Often, lambda rule, scene: None)})  # type: ignore[arg-type, return-value]
    rule = "  - {id: a, says: s, kind: often, rounds: many, at_most: long, hardness: STATUTE, source: s}\n"
    _, found = read_policy(read_document(f"policy: p\napplies_to: [hand]\nrules:\n{rule}", "p.yaml"), kinds)
    assert found[0].message == "'many' is not a whole number"
    missing = "  - {id: a, says: s, kind: often, hardness: STATUTE, source: s}\n"
    _, found = read_policy(read_document(f"policy: p\napplies_to: [hand]\nrules:\n{missing}", "p.yaml"), kinds)
    assert {(finding.expected, finding.remedy) for finding in found} == {
        ("'rounds:' with how often: a whole number", "add a line such as 'rounds: 2'"),
        ("'at_most:' with the longest: a length of time", "add a line such as 'at_most: 3 weeks'"),
    }
