"""What is printed for each broken definition.

`python -m tests.definition.messages` writes the texts anew beside them: read every change as a
coordinator would before keeping it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pathways.definition import PathwayDefinition, link, parse_pathway
from pathways.errors import DefinitionError
from pathways.source import decode, read_document

HERE = Path(__file__).parent
BROKEN = sorted(HERE.glob("broken/*.yaml"))


@cache
def pieces() -> dict[str, PathwayDefinition]:
    """The pathways that the definitions of these tests may use."""
    found = (parse(path, f"pieces/{path.name}") for path in sorted(HERE.glob("pieces/*.yaml")))
    return {definition.pathway: definition for definition in found}


def parse(path: Path, name: str) -> PathwayDefinition:
    return parse_pathway(read_document(decode(path.read_bytes(), name), name))


def fault(path: Path) -> DefinitionError | None:
    """What is wrong with a definition; None if nothing is."""
    try:
        definition = parse(path, path.name)
        link(definition, {**pieces(), definition.pathway: definition})
    except DefinitionError as error:
        return error
    return None


if __name__ == "__main__":
    for path in BROKEN:
        found = fault(path)
        assert found is not None, f"nothing is wrong with {path.name}"
        path.with_suffix(".txt").write_text(f"{found}\n", encoding="utf-8", newline="\n")
