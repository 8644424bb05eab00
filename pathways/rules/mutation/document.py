"""What became of every edit to the document that `pathways check --mutants --json` prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from pathways.rules.mutation.coverage import Tried


def mutation_document(tried: Sequence[Tried]) -> dict[str, Any]:
    """The same for programs, with every edit."""
    return {"pathways": [_document(each) for each in tried]}


def _document(each: Tried) -> dict[str, Any]:
    mutation, left = each.mutation, each.coverage
    return {
        "id": mutation.compiled.id,
        "file": each.file,
        "fingerprint": mutation.compiled.fingerprint,
        "known": mutation.known,
        "made": len(mutation.mutants),
        "counts": dict(Counter(mutant.fate for mutant in mutation.mutants)),
        "policies": [
            {
                "policy": policy,
                "notices": len(mutation.noticed_by(rules)),
                "alone": len(mutation.alone(rules)),
                "broken_already": mutation.standing(policy, "broken", "departed"),
                "without_occasion": mutation.standing(policy, "not applicable"),
                "never_noticing": mutation.never_noticing(policy),
                "never_alone": mutation.never_alone(policy),
            }
            for policy, rules in mutation.rules.items()
        ],
        "edits": [
            {
                "operator": m.edit.operator, "at": m.edit.at, "words": m.edit.words,
                "file": m.edit.place.file, "line": m.edit.place.line, "column": m.edit.place.column,
                "record": m.edit.is_record, "fate": m.fate, "rules": m.by, "without_occasion": m.silenced,
                "findings": m.findings, "reach": None if m.reach is None else m.reach.name.lower(),
            }
            for m in mutation.mutants
        ],
        "no_rule_speaks_of": {
            "states": left.states, "ways": left.ways, "attributes": left.attributes, "values": dict(left.values),
        },
    }  # fmt: skip
