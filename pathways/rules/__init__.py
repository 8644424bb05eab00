"""A compiled pathway to what can happen in it: lints, and verdicts on the rules of policies.

What is asked for is loaded; nothing else.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathways.rules.checking import check
    from pathways.rules.explain import explanation
    from pathways.rules.kinds.base import RuleKind
    from pathways.rules.linting import lint
    from pathways.rules.names import decidable, policy_findings
    from pathways.rules.policy import Policy, Rule, parse_policy, read_policy
    from pathways.rules.registry import BUILT_IN, Kinds
    from pathways.rules.render import Checked, render_text
    from pathways.rules.verdict import Verdict, explain_counterexample, told

_HOMES = {
    "BUILT_IN": "registry",
    "Checked": "render",
    "Kinds": "registry",
    "Policy": "policy",
    "Rule": "policy",
    "RuleKind": "kinds.base",
    "Verdict": "verdict",
    "check": "checking",
    "decidable": "names",
    "explain_counterexample": "verdict",
    "explanation": "explain",
    "lint": "linting",
    "parse_policy": "policy",
    "policy_findings": "names",
    "read_policy": "policy",
    "render_text": "render",
    "told": "verdict",
}

__all__ = [
    "BUILT_IN",
    "Checked",
    "Kinds",
    "Policy",
    "Rule",
    "RuleKind",
    "Verdict",
    "check",
    "decidable",
    "explain_counterexample",
    "explanation",
    "lint",
    "parse_policy",
    "policy_findings",
    "read_policy",
    "render_text",
    "told",
]


def __getattr__(name: str) -> Any:
    """The public names, each loaded when first used."""
    if name in _HOMES:
        return getattr(import_module(f"pathways.rules.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'pathways.rules' has no attribute '{name}'")
