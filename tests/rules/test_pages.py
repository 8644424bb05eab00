"""docs/rules/ has a page for every kind of rule and every lint, and each page says what the registry says today."""

from __future__ import annotations

import re
from typing import Any

import pytest

from pathways.commands.explain import explain
from pathways.rules import BUILT_IN, RuleKind
from pathways.rules.lints import LINTS
from pathways.rules.lints.base import Lint
from pathways.rules.parameters import form_of, parameters
from tests.definitions.library import ROOT, policies
from tests.rules.pages import FOLDER, INDEX, pages

DECIDED = [kind for kind in BUILT_IN.by_id.values() if kind.is_decided]
RULES = [rule for policy in policies() for rule in policy.rules]


def test_pages_are_those_that_the_registries_make() -> None:
    written = {path.name: path.read_text(encoding="utf-8") for path in FOLDER.glob("*.md")}
    assert written.keys() == pages().keys(), "write them anew: python -m tests.rules.pages"
    stale = [name for name, text in pages().items() if written[name] != text]
    assert stale == [], "write them anew: python -m tests.rules.pages"


def test_index_leads_to_every_page() -> None:
    links = re.findall(r"\]\(([a-z0-9_-]+\.md)\)", pages()[INDEX])
    assert sorted(links) == sorted(set(pages()) - {INDEX})


@pytest.mark.parametrize("kind", DECIDED, ids=lambda kind: kind.id)
def test_kind_says_all_that_there_is_to_say(kind: RuleKind) -> None:
    """A title, a meaning of whole sentences, a formal meaning with its source, examples, and words for every key."""
    assert re.fullmatch(r"[A-Z][^\n.]*", kind.title)
    assert re.fullmatch(r"[A-Z`].*\.", kind.meaning, re.DOTALL)
    assert kind.formal
    assert not kind.formal.endswith(".")
    assert re.search(r"(18|19|20)\d\d|BPMN|DMN|ISO", f"{kind.formal} {_docstring(kind)}"), "a source"
    for example in (kind.good, kind.bad):
        assert example.startswith("rule: {"), "the rule first"
        assert f"kind: {kind.id}" in example
    for parameter in parameters(kind):
        assert parameter.means, parameter.name
        assert re.fullmatch(r"[a-z].*", parameter.form), parameter


def _docstring(kind: RuleKind) -> str:
    import sys

    return sys.modules[kind.ask.__module__].__doc__ or ""  # type: ignore[union-attr]


@pytest.mark.parametrize("lint", LINTS.values(), ids=lambda lint: lint.id)
def test_lint_says_all_that_there_is_to_say(lint: Lint) -> None:
    assert all((lint.title, lint.good, lint.bad))
    assert re.fullmatch(r"[A-Z].*\.", lint.why, re.DOTALL)


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


def test_what_is_explained_fits_a_screen() -> None:
    """Longest lines: what an author wrote (a rule's sentence, an example) may be longer."""
    wide = [
        f"{id}: {line}"
        for id in (*BUILT_IN.by_id, *LINTS)
        for line in explain(id, ROOT).splitlines()
        if len(line) > 110 and not line.startswith("    ")
    ]
    assert wide == []


def test_forms_are_told_in_words() -> None:
    from pathways.definition.model import GuardSpec
    from pathways.rules.kinds.base import Selectors

    assert form_of(Selectors) == "a state, or a list of them"
    assert form_of(Selectors | None) == "a state, or a list of them"
    assert form_of(GuardSpec | None) == "a condition"
    assert form_of(int | bool) == "a whole number or true or false"
    assert form_of(tuple[int, ...]) == "a list, each entry a whole number"
