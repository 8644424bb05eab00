"""The patterns of Dwyer, Avrunin and Corbett in their scopes, a line each: formulas over `p`, `s`, `q` and `r`.

`p` is what the pattern is about, `s` what comes before or after it; `q` opens a stretch and `r` closes it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal

from pathways.rules.ltlf.entries import Template, at_most
from pathways.rules.ltlf.formula import FALSE, Formula

Scope = Literal["globally", "before", "after", "between", "after_until"]
_OPEN: Final = "always ((q and (not r) and eventually r) implies ({}))"
_OPEN_OR_NOT: Final = "always ((q and not r) implies ({}))"
_BEFORE: Final = "(eventually r) implies ({})"

FORMULAS: Final[dict[str, dict[Scope, str]]] = {
    "absence": {
        "globally": "never p",
        "before": _BEFORE.format("(not p) until r"),
        "after": "always (q implies never p)",
        "between": _OPEN.format("(not p) until r"),
        "after_until": _OPEN_OR_NOT.format("(not p) weak until r"),
    },
    "existence": {
        "globally": "eventually p",
        "before": _BEFORE.format("(not r) until (p and not r)"),
        "after": "(eventually q) implies eventually (q and eventually p)",
        "between": _OPEN.format("(not r) until (p and not r)"),
        "after_until": _OPEN_OR_NOT.format("(not r) until (p and not r)"),
    },
    "universality": {
        "globally": "always p",
        "before": _BEFORE.format("p until r"),
        "after": "always (q implies always p)",
        "between": _OPEN.format("p until r"),
        "after_until": _OPEN_OR_NOT.format("p weak until r"),
    },
    "precedence": {
        "globally": "(not p) weak until s",
        "before": _BEFORE.format("(not p) until (s or r)"),
        "after": "(not q) weak until (q and ((not p) weak until s))",
        "between": _OPEN.format("(not p) until (s or r)"),
        "after_until": _OPEN_OR_NOT.format("(not p) weak until (s or r)"),
    },
    "response": {
        "globally": "always (p implies eventually s)",
        "before": _BEFORE.format("(p implies ((not r) until (s and not r))) until r"),
        "after": "always (q implies always (p implies eventually s))",
        "between": _OPEN.format("(p implies ((not r) until (s and not r))) until r"),
        "after_until": _OPEN_OR_NOT.format("(p implies ((not r) until (s and not r))) weak until r"),
    },
    "bounded_existence": {
        "globally": "most",
        "before": _BEFORE.format("most"),
        "after": "(not q) weak until (q and most)",
        "between": _OPEN.format("most"),
        "after_until": _OPEN_OR_NOT.format("most"),
    },
}
# What must happen for a scope to be opened at all, and for `p` to come within it.
OPENS: Final[dict[Scope, str]] = {
    "before": "eventually r",
    "after": "eventually q",
    "between": "eventually (q and (not r) and eventually r)",
    "after_until": "eventually (q and not r)",
}
MEETS: Final[dict[Scope, str]] = {
    "globally": "eventually p",
    "before": "(not r) until (p and (not r) and eventually r)",
    "after": "eventually (q and eventually p)",
    "between": "eventually (q and (not r) and ((not r) until (p and (not r) and eventually r)))",
    "after_until": "eventually (q and (not r) and ((not r) until (p and not r)))",
}
_WHERE: Final[dict[Scope, str]] = {
    "globally": "",
    "before": " before {r}",
    "after": " after {q}",
    "between": " between {q} and {r}",
    "after_until": " from {q} until {r}",
}
_REACHES: Final[dict[Scope, str]] = {
    "before": "enters {r}",
    "after": "enters {q}",
    "between": "gets from {q} to {r}",
    "after_until": "enters {q}",
}
_LOST: Final = {
    "absence": "having entered {{p}}{where}",
    "existence": "without having entered {{p}}{where}",
    "universality": "though at some step{where} it was not so that {{p}}",
    "precedence": "having entered {{p}}{where} without {{s}} before it",
    "response": "having entered {{p}}{where} without {{s}} after it",
    "bounded_existence": "having entered {{p}}{where} more than {{often}}",
}


def pattern_template(pattern: str, scope: Scope) -> Template:
    """The pattern in its scope, with what must happen for it to matter."""
    where = _WHERE[scope]
    matters: tuple[tuple[str, str], ...] = ()
    if pattern in ("precedence", "response"):
        matters = ((MEETS[scope], f"enters {{p}}{where}"),)
    elif scope != "globally":
        matters = ((OPENS[scope], _REACHES[scope]),)
    return Template(FORMULAS[pattern][scope], "", _LOST[pattern].format(where=where), matters=matters)


def pattern_counts(times: int, letters: Mapping[str, Formula]) -> dict[str, Formula]:
    """What `most` stands for: `p` at most so often, up to where `r` closes the stretch."""
    return {"most": at_most(times, letters["p"], letters.get("r", FALSE))}
