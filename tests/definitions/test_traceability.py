"""docs/traceability.md says what the definitions and policies say, and nothing that must be traced is missing."""

from __future__ import annotations

from tests.definitions.library import PATHWAYS, ROOT, linked
from tests.definitions.traceability import FACTS, STEPS, fact_of, page, rules

# The facts every edition of these pathways has to carry: the peer review's on referrals, the Act's on panels.
REQUIRED = {f"TH-{n}" for n in range(40, 52)} | {"TH-60", "TH-65", "TH-92"} | {f"LAW-{n:02}" for n in range(2, 10)}
NOT_A_RULE = {"TH-02", "TH-47"}  # a team, which a study staffs; and praise, which is not scored


def test_page_agrees_with_definitions_and_policies() -> None:
    written = (ROOT / "docs" / "traceability.md").read_text(encoding="utf-8")

    assert written == page(), "write it anew: python -m tests.definitions.traceability > docs/traceability.md"


def test_every_state_traced_to_exists() -> None:
    known = {f"{pathway}:{state}" for pathway in PATHWAYS for state in linked(pathway).states}
    traced = {state for fact in FACTS for state in fact.states} | {state for _, states in STEPS for state in states}

    assert traced <= known, sorted(traced - known)


def test_every_required_fact_is_traced_and_has_a_rule_where_it_can_be_one() -> None:
    ruled = {fact_of(rule.id) for rule in rules()} - {""}
    facts = {fact.id for fact in FACTS}

    assert facts >= REQUIRED
    assert facts - ruled == NOT_A_RULE
    assert ruled <= facts


def test_every_fact_is_told_in_the_domain_notes() -> None:
    notes = (ROOT / "docs" / "domain.md").read_text(encoding="utf-8")

    assert [fact.id for fact in FACTS if f"| {fact.id} |" not in notes] == []
