"""How to speak of a policy's file: each key to what belongs under it, in words and as an author would write it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Final

from pydantic import BaseModel

from pathways.definition.fields import CALLED, FIELDS, OTHER_FIELDS
from pathways.definition.model import GuardSpec
from pathways.definition.report import listed
from pathways.definition.shape import Grammar, Wanted
from pathways.rules.kinds.base import RuleKind
from pathways.rules.parameters import parameters
from pathways.rules.written import PolicyForm

_STATES: Final = "a state or a list of states; '#tag', 'lane:...', 'outcome:...', 'kind:...' and 'pathway:...' are too"


def _parameters(
    kinds: Iterable[RuleKind], known: Container[object]
) -> Iterator[tuple[tuple[type[BaseModel], str], Wanted]]:
    """The keys of each kind: those that name states, and every other for which there are no words yet."""
    for kind in kinds:
        states = {kind.model.written_name(field) for field in kind.model.selector_fields()}
        for one in parameters(kind):
            if one.name in states or one.name not in known:
                form = _STATES if one.name in states else one.form
                yield (kind.model, one.name), (f"{one.means}: {form}", f"{one.name}: {one.example}")


def policy_grammar(form: PolicyForm, kinds: Mapping[str, RuleKind]) -> Grammar:
    """How to speak of a policy's file whose rules may be of these kinds."""
    fields: dict[str | tuple[type[BaseModel], str], Wanted] = {
        **{name: FIELDS[name] for name in ("title", "note", "source", "sources", "hardness", "when")},
        **{name: FIELDS[name] for name in ("all", "any", "not", "at_least", "at_most")},
        "unless": ("attributes and the values they must have", "unless: {consent: refused}"),
        **{n: (FIELDS["when"][0], f"{n}: {{consent: granted}}") for n in ("a_when", "b_when", "holds")},
        "formula": (
            "words that must be true of every referral's way",
            'formula: "always (enter(pcm) implies consent = refused)"',
        ),
        "template": ("the name of a template of Declare", "template: response"),
        "pattern": ("the name of a pattern", "pattern: absence"),
        "policy": ("the id of the policy", "policy: peer_review_2018"),
        "applies_to": ("the ids of pathways", "applies_to: [child, adult]"),
        "rules": ("a list of rules, each beginning with '- id: ...'", "rules: [{id: TH-50-default, ...}]"),
        "id": ("a word by which departures name the rule", "id: TH-50-default"),
        "says": ("the rule in plain English", "says: No support without consent"),
        "kind": (listed(kinds, limit=len(kinds)), "kind: never"),
    }
    spoken = fields.keys() - {"at_least", "at_most"}  # what these mean in a condition, a rule may mean otherwise
    return Grammar(
        model=form.policy,
        file="a policy",
        called={
            **CALLED,
            form.policy: "a policy",
            form.unknown: "a rule",
            **{kind.model: f"{'an' if kind.id[0] in 'aeiou' else 'a'} '{kind.id}' rule" for kind in kinds.values()},
        },
        fields={**fields, **dict(_parameters(kinds.values(), spoken))},
        entries={
            "- rules": (
                "'id:', 'says:', 'kind:', 'hardness:', 'source:' and its parameters",
                "- {id: TH-50-default, says: ..., kind: never, state: support, hardness: STATUTE, source: ...}",
            ),
            GuardSpec: ("one or more of its values", "{}: [refused, unlikely]"),
        },
        begins=(
            "lines such as 'policy: peer_review_2018', 'applies_to: [child]' and 'rules:'",
            "begin with 'policy:', 'applies_to:' and 'rules:'",
        ),
        facts={("kind", "word"): "'{}' is not a kind of rule"},
        remedies={
            (
                "kind",
                "word",
            ): "write one of these; 'pathways explain never' tells what that kind means"
        },
        synonyms=OTHER_FIELDS,
    )
