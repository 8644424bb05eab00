"""The id of a finding, a kind of rule or a rule to the long text about it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from textwrap import dedent, indent

from pathways.definition import catalogue
from pathways.definition.report import listed
from pathways.errors import WorkspaceError
from pathways.rules import BUILT_IN, Kinds, Policy, Rule, explanation
from pathways.rules.explain import explainable, kind_text
from pathways.workspace import find_workspace, installed_kinds, load_policies


def explain(id_: str, start: Path) -> str:
    """Say more about a finding, a kind of rule, or a rule of the workspace's policies.

    Raises
    ------
    WorkspaceError
        If nothing has that id; names the nearest.
    """
    known = finding_text(id_)  # no extension is needed for what is built in, whatever may be wrong with one
    if known is not None:
        return known
    kinds = installed_kinds()
    known = explanation(id_, kinds)
    if known is not None:
        return known
    policies = _policies(start)
    rules = {rule.id: (policy, rule) for policy in policies for rule in policy.rules}
    if id_ in rules:
        return _rule_text(*rules[id_])
    raise WorkspaceError(_unknown(id_, (*explainable(kinds), *catalogue.CATALOGUE, *fault_texts(), *rules)))


def finding_text(id_: str, kinds: Kinds = BUILT_IN) -> str | None:
    """The long text about a finding or a kind of rule; None where the id is neither."""
    known = explanation(id_, kinds) or catalogue.explanation(id_)
    if known is not None:
        return known
    faults = fault_texts()
    return f"{faults[id_]}  [{id_}]" if id_ in faults else None


@cache
def fault_texts() -> Mapping[str, str]:
    """What is to be said of each finding that is not about a definition itself, by id."""
    text = resources.files("pathways.commands").joinpath("faults.toml").read_text(encoding="utf-8")
    return {id_: entry.strip() for section in tomllib.loads(text).values() for id_, entry in section.items()}


def _policies(start: Path) -> list[Policy]:
    workspace = find_workspace(start)
    if workspace is None:
        return []
    policies, _ = load_policies([file for file in workspace.sources() if file.kind == "policy"])
    return policies


def _rule_text(policy: Policy, rule: Rule) -> str:
    spec = rule.spec
    lines = [f"{spec.says}  [{rule.id}]", ""]
    lines += [f"Policy: {policy.title} ({rule.place})", f"Speaks of: {', '.join(rule.applies_to)}"]
    lines += [f"How binding: {spec.hardness}", f"Source: {spec.source}"]
    if spec.note:
        lines.append(f"Note: {spec.note}")
    lines += ["", "As it is written:", indent(_as_written(rule), "    ")]
    return "\n".join([*lines, "", f"Its kind of rule: {kind_text(rule.kind)}"])


def _as_written(rule: Rule) -> str:
    """The lines of the policy that hold a rule, without what they are indented by."""
    first = rule.document.place(("rules", rule.number)).line
    following = rule.document.node(("rules", rule.number + 1))
    end = None if following is None else following.place.line - 1
    lines = rule.document.text.splitlines()[first - 1 : end]
    while lines and (not lines[-1].strip() or lines[-1].lstrip().startswith("#")):  # what stands above the next rule
        lines.pop()
    return dedent("\n".join(lines))


def _unknown(id_: str, known: Iterable[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(id_, list(dict.fromkeys(known)), n=3)
    advice = (
        f"did you mean {listed(near)}?"
        if near
        else "give the id as it stands in square brackets in what 'check' prints"
    )
    expected = "the id of a rule, of a kind of rule, or of a finding"
    return f"nothing has the id '{id_}'\n    expected {expected}\n    fix: {advice}"
