"""Following the printed fix mends the file: each edit below does what the message says, and nothing else."""

from __future__ import annotations

import pytest

from pathways.definition import advise, link, parse_pathway
from pathways.source import read_document
from tests.definition.messages import HERE, fault, pieces

# file -> what to replace, and by what; the second stands in the fix word for word unless it ends in a line break
FIXES = {
    "bullet_dash": [("– Peer review", "- Peer review")],
    "bullets": [("• Statutory guidance", "- Statutory guidance"), ("• Peer review\n", "- Peer review\n")],
    "comparison": [(">= 2", "{at_least: 2}")],
    "comparison_less": [("<= 2", "{at_most: 2}")],
    "curly_quotes_with_colon": [("“serious: yes”", '"serious: yes"')],
    "curly_quotes_with_comma": [("“yes, serious”", '"yes, serious"')],
    "dash_lost_first": [("{when: {concern: none}, then: closed}", "- {when: {concern: none}, then: closed}")],
    "dash_lost_first_text": [("Statutory guidance", "- Statutory guidance")],
    "dash_lost_group": [("\n    rule: TH-43-entry\n", "\n  - rule: TH-43-entry\n")],
    "dash_lost_last": [("{otherwise: checks}", "- {otherwise: checks}")],
    "dash_lost_middle_group": [("\n    rule: TH-65-present\n", "\n  - rule: TH-65-present\n")],
    "emphasis": [("*A small referral pathway*", '"*A small referral pathway*"')],
    "equals_sign": [("concern = none", "concern: none")],
    "git_marks": [
        ("<<<<<<< HEAD\n", ""),
        ("=======\n    then: chase\n>>>>>>> theirs\n", ""),
    ],
    "hash_value": [("#1 screening", '"#1 screening"')],
    "long_minus": [("−1", "-1")],
    "markdown_fences": [("```yaml\n", ""), ("```\n", "")],
    "note_outdented": [("\nand a second one.\n", "\n  and a second one.\n")],
    "quote_lost_in_list": [('title: "no}\n', 'title: "no"}\n')],
    "semicolons": [("school; police", "school, police")],
    "state_name_lost": [("    kind: parallel\n", "  checks:\n    kind: parallel\n")],
    "state_name_lost_after_a_line": [("    kind: decision\n", "  triage:\n    kind: decision\n")],
    "state_outdented": [("\nscreening:\n", "\n  screening:\n")],
    "state_outdented_by_one": [("\n screening:\n", "\n  screening:\n")],
    "value_of_digits": [("serious, s47]", "serious, s47, s17]\n")],
}


@pytest.mark.parametrize("name", FIXES)
def test_following_the_fix_mends_the_file(name: str) -> None:
    path = HERE / "broken" / f"{name}.yaml"
    error = fault(path)
    assert error is not None
    (finding,) = error.findings
    text = path.read_text(encoding="utf-8")
    for old, new in FIXES[name]:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
        if new and not new.endswith("\n"):
            assert new in str(finding.remedy)
    definition = parse_pathway(read_document(text, "x.yaml"))
    assert not [w for w in advise(link(definition, pieces())) if w.id in ("curly-quotes", "hash-starts-remark")]
