"""How to speak of a policy's file: each key to what belongs under it, in words and as an author would write it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pathways.definition.fields import CALLED, FIELDS, OTHER_FIELDS
from pathways.definition.model import GuardSpec
from pathways.definition.report import listed
from pathways.definition.shape import Grammar, Wanted
from pathways.rules.kinds import DECIDED, KINDS
from pathways.rules.kinds.base import RuleModel
from pathways.rules.kinds.later import LaterRule
from pathways.rules.written import PolicyModel, UnknownRule

_STATES: Final = "a state or a list of states; '#tag', 'lane:...', 'outcome:...', 'kind:...' and 'pathway:...' are too"


_TIMES: Final = ("how often, as a whole number from 0 to 100", "times: 3")
_ONE: Final = "channel.support"
_EXAMPLES: Final = {"states": "[channel, pcm]"}


def _selectors() -> Iterator[tuple[tuple[type[RuleModel], str], Wanted]]:
    """The parameters that name states."""
    for kind in DECIDED:
        for field in kind.model.selector_fields():
            name = kind.model.written_name(field)
            yield (
                (kind.model, name),
                (f"{kind.model.model_fields[field].description}: {_STATES}", f"{name}: {_EXAMPLES.get(name, _ONE)}"),
            )


def _with_examples() -> Iterator[tuple[tuple[type[RuleModel], str], Wanted]]:
    """The parameters whose models give an example."""
    for kind in DECIDED:
        for field, info in kind.model.model_fields.items():
            if info.examples:
                name = kind.model.written_name(field)
                yield (kind.model, name), (str(info.description), f"{name}: {info.examples[0]}")


POLICY: Final = Grammar(
    model=PolicyModel,
    file="a policy",
    called={
        **CALLED,
        PolicyModel: "a policy",
        UnknownRule: "a rule",
        LaterRule: "a rule",
        **{kind.model: f"{'an' if kind.id[0] in 'aeiou' else 'a'} '{kind.id}' rule" for kind in DECIDED},
    },
    fields={
        **{name: FIELDS[name] for name in ("title", "note", "source", "sources", "hardness", "when")},
        **{name: FIELDS[name] for name in ("all", "any", "not", "at_least", "at_most")},
        **dict(_selectors()),
        **{n: (FIELDS["when"][0], f"{n}: {{consent: granted}}") for n in ("a_when", "b_when", "holds")},
        "formula": (
            "words that must be true of every referral's way",
            'formula: "always (enter(pcm) implies consent = refused)"',
        ),
        "template": ("the name of a template of Declare", "template: response"),
        "pattern": ("the name of a pattern", "pattern: absence"),
        "times": ("a whole number from 1 to 20", "times: 2"),
        **{(KINDS[kind].model, "times"): _TIMES for kind in ("at_most", "at_least", "exactly")},
        "until": ("attributes and the values they must have", "until: {concern: none}"),
        "unset": ("attributes and the values that stand for not known", "unset: {concern: unknown}"),
        "attributes": ("a list of attributes by name", "attributes: [concern, consent]"),
        "at_once": ("'true' or 'false'", "at_once: true"),
        "leads_only": ("'true' or 'false'", "leads_only: true"),
        **dict(_with_examples()),
        "unless": ("attributes and the values they must have", "unless: {consent: refused}"),
        "policy": ("the id of the policy", "policy: peer_review_2018"),
        "applies_to": ("the ids of pathways", "applies_to: [child, adult]"),
        "rules": ("a list of rules, each beginning with '- id: ...'", "rules: [{id: TH-50-default, ...}]"),
        "id": ("a word by which departures name the rule", "id: TH-50-default"),
        "says": ("the rule in plain English", "says: No support without consent"),
        "kind": (listed(KINDS, limit=len(KINDS)), "kind: never"),
    },
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
