"""A compiled pathway to what can happen in it: lints, and verdicts on the rules of policies."""

from pathways.rules.check import check
from pathways.rules.explain import explanation
from pathways.rules.kinds.base import RuleKind
from pathways.rules.lint import lint
from pathways.rules.names import decidable, policy_findings
from pathways.rules.policy import Policy, Rule, parse_policy, read_policy
from pathways.rules.registry import BUILT_IN, Kinds
from pathways.rules.render import Checked, render_text
from pathways.rules.verdict import Verdict, explain_counterexample, told

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
