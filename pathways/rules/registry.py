"""The kinds of rules that a policy may hold, the built-in ones and those of extensions, as one value.

What follows from them (the shape of a policy's file, and how to speak of it) is made when it is first asked for,
not at import, so that an extension counts as much as a kind of this package.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, get_args, get_type_hints

from pathways.definition.shape import Grammar
from pathways.errors import ExtensionError
from pathways.extensions import Extension
from pathways.rules.grammar import policy_grammar
from pathways.rules.kinds import KINDS
from pathways.rules.kinds.base import RuleKind, RuleModel
from pathways.rules.written import PolicyForm, policy_form

_ID: Final = re.compile("[a-z][a-z0-9]*(_[a-z0-9]+)*")


@dataclass(frozen=True, eq=False)
class Kinds:
    """Every kind of rule by id."""

    by_id: Mapping[str, RuleKind]

    def get(self, id: str) -> RuleKind | None:
        return self.by_id.get(id)

    def __getitem__(self, id: str) -> RuleKind:
        return self.by_id[id]

    @cached_property
    def form(self) -> PolicyForm:
        """The shape of a policy's file, each rule in the form of its kind."""
        return policy_form(self.by_id)

    @cached_property
    def grammar(self) -> Grammar:
        """How to speak of what stands in a policy's file."""
        return policy_grammar(self.form, self.by_id)

    def extended(self, extensions: Sequence[Extension]) -> Kinds:
        """These kinds, and those of extensions.

        Raises
        ------
        ExtensionError
            With everything that is wrong with them: no kind of rule, or an id that is taken.
        """
        if not extensions:
            return self
        kinds = dict(self.by_id)
        brought_by: dict[str, Extension] = {}
        faults: list[str] = []
        for extension in extensions:
            kind = extension.value
            if not isinstance(kind, RuleKind):
                faults.append(_fault(
                    f"{extension} is {_a(kind)}, not a kind of rule", "a value of the type pathways.rules.RuleKind",
                    "name the module's KIND in the entry point, as in 'our_kind = \"our_package.our_kind:KIND\"'",
                ))  # fmt: skip
                continue
            wrong = list(faults_of(kind))
            if kind.id in kinds:
                owner = brought_by.get(kind.id)
                by = "pathways itself" if owner is None else f"the extension '{owner.name}' of '{owner.package}'"
                wrong.append((f"the kind '{kind.id}' is there already, from {by}", "an id that no other kind has",
                              "give the kind another id, or uninstall one of the two packages"))  # fmt: skip
            faults += [_fault(f"{extension}: {fact}", expected, remedy) for fact, expected, remedy in wrong]
            if not wrong:
                kinds[kind.id], brought_by[kind.id] = kind, extension
        if faults:
            raise ExtensionError("\n\n".join(faults))
        return Kinds(kinds)


def faults_of(kind: RuleKind) -> Iterable[tuple[str, str, str]]:
    """What makes a kind unusable in any policy: fact, expectation and remedy of each fault."""
    if not isinstance(kind.id, str) or not _ID.fullmatch(kind.id):
        yield f"{kind.id!r} cannot be the id of a kind", "small letters and digits, words joined by '_'", "rename it"
    if not (isinstance(kind.model, type) and issubclass(kind.model, RuleModel)):
        yield (
            f"the model of '{kind.id}' is no model of a rule",
            "a class derived from pathways.rules.kinds.base.RuleModel",
            "derive it, and give it the field `kind`",
        )
        return
    told: tuple[Any, ...] = get_args(get_type_hints(kind.model).get("kind"))
    if told != (kind.id,):
        yield (
            f"the model of '{kind.id}' does not say which kind it is",
            f'the field `kind: Literal["{kind.id}"]`',
            "write that field in the model",
        )
    for text in ("title", "meaning", "formal"):
        if not getattr(kind, text):
            yield f"'{kind.id}' has no {text}", f"a text that 'pathways explain {kind.id}' shows", "write one"


def _fault(fact: str, expected: str, remedy: str) -> str:
    return f"{fact}\n    expected {expected}\n    fix: {remedy}"


def _a(value: object) -> str:
    name = type(value).__name__
    return f"{'an' if name[0].lower() in 'aeiou' else 'a'} {name}"


BUILT_IN: Final = Kinds(KINDS)
