"""A compiled pathway to what can happen in it: lints, and verdicts on the rules of policies."""

from pathways.rules.check import check
from pathways.rules.lint import lint
from pathways.rules.policy import Policy, parse_policy
from pathways.rules.verdict import Verdict, explain_counterexample

__all__ = ["Policy", "Verdict", "check", "explain_counterexample", "lint", "parse_policy"]
