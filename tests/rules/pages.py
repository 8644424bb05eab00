"""The registries of kinds and lints to the pages of docs/rules/, each with its examples and what is said of them.

`python -m tests.rules.pages` writes the pages anew, and takes out those of kinds and lints that are gone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from pathways.errors import Finding
from pathways.rules import BUILT_IN, RuleKind, explain_counterexample, lint
from pathways.rules.lints import LINTS
from pathways.rules.lints.base import Lint
from pathways.rules.parameters import parameters
from pathways.testing import read_example

FOLDER: Final = Path(__file__).parents[2] / "docs" / "rules"
INDEX: Final = "README.md"
_MADE: Final = "<!-- made by: python -m tests.rules.pages -->"

_HEAD: Final = f"""\
{_MADE}

# Kinds of rules, and lints

What a policy may ask of a pathway, and what `pathways check` finds by itself.
[rules.md](../rules.md) tells how policies are written and what the verdicts mean; `pathways explain ID` prints a page.

Each page has an example that is not as it should be, with what is said of it, and one that is.
Of an example only what matters is written: where nothing else is said, `start` is the first state,
and what something leads to is an end.
Where its occasion never arises, a rule of any kind is `not applicable`, and the reason says what never happens.
"""


def pages() -> Mapping[str, str]:
    """Every page by the name of its file."""
    found = {f"{kind.id}.md": kind_page(kind) for kind in BUILT_IN.by_id.values()}
    found |= {f"{one.id}.md": lint_page(one) for one in LINTS.values()}
    return {INDEX: index(), **found}


def index() -> str:
    return "\n".join([_HEAD, *_index()]) + "\n"


def _index() -> Iterator[str]:
    yield "## Kinds of rules\n"
    yield "| kind | it is kept when |"
    yield "|---|---|"
    yield from (f"| [`{kind.id}`]({kind.id}.md) | {_cell(_first(kind.meaning))} |" for kind in BUILT_IN.by_id.values())
    yield "\n## Lints\n"
    yield "| lint | what is wrong |"
    yield "|---|---|"
    yield from (f"| [`{lint.id}`]({lint.id}.md) | {_cell(lint.title)} |" for lint in LINTS.values())


def kind_page(kind: RuleKind) -> str:
    broken = read_example(kind.bad, BUILT_IN).verdict()
    kept = read_example(kind.good, BUILT_IN).verdict()
    parts = [
        _MADE,
        f"# {kind.title}",
        f"`{kind.id}`: {kind.meaning}",
        "## Parameters",
        "\n".join(_parameters(kind)),
        "Beside these every rule has `id`, `says`, `hardness` and `source`, and may have `note` and `applies_to`.",
        "## Broken",
        _block(kind.bad, "yaml"),
        f"`{broken.verdict}`: {broken.reason}.",
    ]
    trace = explain_counterexample(broken).strip()
    parts += [_block(trace)] if trace else []
    parts += ["## Kept", _block(kind.good, "yaml"), f"`{kept.verdict}`: {kept.reason}."]
    parts += ["## For engineers", f"{kind.formal}."]
    return "\n\n".join(parts) + "\n"


def _parameters(kind: RuleKind) -> Iterator[str]:
    found = parameters(kind)
    if not found:
        yield "None."
        return
    yield "| key | | what belongs there | what it means |"
    yield "|---|---|---|---|"
    for one in found:
        yield f"| `{one.name}` | {'needed' if one.is_needed else ''} | {_cell(one.form)} | {_cell(one.means)} |"


def lint_page(one: Lint) -> str:
    parts = [_MADE, f"# {one.title}", f"`{one.id}`: {one.why}"]
    parts += ["## Not so", _block(one.bad, "yaml"), _block("\n".join(map(_said, found(one.bad))))]
    parts += ["## But so", _block(one.good, "yaml")]
    return "\n\n".join(parts) + "\n"


def found(example: str) -> list[Finding]:
    """What is wrong with the pathway of an example."""
    return lint(read_example(example, BUILT_IN).pathway)


def _said(finding: Finding) -> str:
    """A finding without its place, for an example is in no file."""
    advice = [f"    expected {finding.expected}"] if finding.expected else []
    advice += [f"    fix: {finding.remedy}"] if finding.remedy else []
    return "\n".join([f"{finding.severity}: {finding.message}", *advice])


def _block(text: str, language: str = "") -> str:
    return f"```{language}\n{text}\n```"


def _first(text: str) -> str:
    """The first paragraph."""
    return text.partition("\n\n")[0]


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def main() -> None:
    FOLDER.mkdir(exist_ok=True)
    made = pages()
    for path in FOLDER.glob("*.md"):
        if path.name not in made:
            path.unlink()
    for name, text in made.items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
