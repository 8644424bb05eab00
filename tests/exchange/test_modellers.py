"""Files as Camunda Modeler, bpmn.io, Signavio, Bizagi and Trisotech write them, to the definitions that they mean.

Oracle: each expected definition beside its file was read by eye against the file, element by element.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from pathways.definition import link, parse_pathway
from pathways.exchange.bpmn.definition import Imported, import_bpmn
from pathways.machine import compile_pathway
from pathways.rules import lint
from pathways.source import read_document

FILES = Path(__file__).parent / "modellers"
MEANT = {"signavio": "Panel referral"}  # which of two processes


def told(made: Imported) -> str:
    lists = (("left out", made.left_out), ("added", made.added))
    return made.yaml + "".join(f"# {what}: {line}\n" for what, lines in lists for line in lines)


@pytest.mark.parametrize("name", [path.stem for path in sorted(FILES.glob("*.bpmn"))])
def test_a_file_of_another_modeller_becomes_the_definition_it_means_and_the_rest_is_listed(name: str) -> None:
    made = import_bpmn((FILES / f"{name}.bpmn").read_bytes(), f"{name}.bpmn", MEANT.get(name))
    assert told(made) == (FILES / f"{name}.yaml").read_text(encoding="utf-8")
    linked = link(parse_pathway(read_document(made.yaml, f"{name}.yaml")), {})
    assert [finding for finding in lint(compile_pathway(linked)) if finding.severity == "error"] == []
