"""The id of a lint or of a kind of rule to the long text about it."""

from __future__ import annotations

from textwrap import indent

from pathways.rules.kinds import KINDS
from pathways.rules.lints import LINTS


def explanation(id: str) -> str | None:
    """What `pathways explain` prints about a lint or a kind of rule: title, why, a bad and a good example.

    None where the id is neither.
    """
    if id in LINTS:
        lint = LINTS[id]
        return _page(id, lint.title, [lint.why], lint.bad, lint.good)
    if id in KINDS:
        kind = KINDS[id]
        if not kind.is_decided:
            return _page(
                id,
                kind.title,
                [kind.meaning, "Rules of this kind may be written, but the tool cannot check them yet."],
                "",
                "",
            )
        return f"{_page(id, kind.title, [kind.meaning], kind.bad, kind.good)}\n\nFor engineers: {kind.formal}."
    return None


def explainable() -> tuple[str, ...]:
    """Every id that has an explanation here."""
    return (*LINTS, *KINDS)


def _page(id: str, title: str, paragraphs: list[str], bad: str, good: str) -> str:
    parts = [f"{title}  [{id}]", *paragraphs]
    if bad:
        parts += ["Not so:\n" + indent(bad, "    "), "But so:\n" + indent(good, "    ")]
    return "\n\n".join(parts)
