"""The id of a lint or of a kind of rule to the long text about it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import fill, indent

from pathways.rules.kinds.base import RuleKind
from pathways.rules.lints import LINTS
from pathways.rules.lints.base import Lint
from pathways.rules.parameters import Parameter, parameters
from pathways.rules.registry import BUILT_IN, Kinds

_WIDTH = 100


def explanation(id: str, kinds: Kinds = BUILT_IN) -> str | None:
    """What `pathways explain` prints about a lint or a kind of rule: title, why, a bad and a good example.

    None where the id is neither.
    """
    if id in LINTS:
        return lint_text(LINTS[id])
    kind = kinds.get(id)
    return None if kind is None else kind_text(kind)


def lint_text(lint: Lint) -> str:
    return _page(lint.id, lint.title, [_wrapped(lint.why), *_examples(lint.bad, lint.good)])


def kind_text(kind: RuleKind) -> str:
    """A kind of rule: what it means, what it is written with, a bad and a good example, and its formal meaning."""
    parts = [_wrapped(kind.meaning), _parameters(parameters(kind)), *_examples(kind.bad, kind.good)]
    return _page(kind.id, kind.title, [*parts, _wrapped(f"For engineers: {kind.formal}.")])


def explainable(kinds: Kinds = BUILT_IN) -> tuple[str, ...]:
    """Every id that has an explanation here."""
    return (*LINTS, *kinds.by_id)


def _page(id: str, title: str, parts: Sequence[str]) -> str:
    return "\n\n".join([f"{title}  [{id}]", *parts])


def _parameters(found: Sequence[Parameter]) -> str:
    """A line for each parameter; those that may be left out in brackets, as in what a command says of its options."""
    if not found:
        return "It is written without parameters."
    keys = [parameter.name if parameter.is_needed else f"[{parameter.name}]" for parameter in found]
    width = max(map(len, keys))
    lines = [
        fill(f"{key:<{width}}  {parameter.form}: {parameter.means}", _WIDTH, initial_indent="    ",
             subsequent_indent=" " * (width + 6), break_on_hyphens=False)
        for key, parameter in zip(keys, found, strict=True)
    ]  # fmt: skip
    optional = " (what stands in brackets may be left out)" if any(not p.is_needed for p in found) else ""
    return f"It is written with{optional}:\n" + "\n".join(lines)


def _examples(bad: str, good: str) -> list[str]:
    return [f"Not so:\n{indent(bad, '    ')}", f"But so:\n{indent(good, '    ')}"] if bad else []


def _wrapped(text: str) -> str:
    """Text with its lines broken at words: paragraph by paragraph, and each entry of a list by itself."""
    return "\n\n".join("\n".join(map(_filled, _entries(part))) for part in text.split("\n\n"))


def _entries(paragraph: str) -> Iterator[str]:
    """A paragraph, or the entries of a list, which begin with `- `."""
    entry: list[str] = []
    for line in paragraph.split("\n"):
        if line.startswith("- ") and entry:
            yield " ".join(entry)
            entry = []
        entry.append(line.strip())
    yield " ".join(entry)


def _filled(text: str) -> str:
    hanging = "  " if text.startswith("- ") else ""
    return fill(text, _WIDTH, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False)
