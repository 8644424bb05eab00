"""`pathways import`: what one types, what is written, and exit codes."""

from __future__ import annotations

from pathlib import Path


def test_an_export_is_imported_into_another_workspace(starter, invoke):
    name = next(Path("definitions").glob("*.yaml")).stem
    assert invoke("draw", name, "--format", "bpmn", "-o", f"{name}.bpmn").exit_code == 0
    Path("definitions", f"{name}.yaml").rename("old.yaml")
    result = invoke("import", f"{name}.bpmn")
    assert result.exit_code == 0, result.output
    assert f"wrote definitions/{name}.yaml" in result.output.replace("\\", "/")
    assert invoke("import", f"{name}.bpmn").output.startswith("unchanged")
    assert invoke("check").exit_code == 0


def test_another_definition_is_never_written_over(starter, invoke):
    path = next(Path("definitions").glob("*.yaml"))
    before = path.read_bytes()
    invoke("draw", path.stem, "--format", "bpmn", "-o", "file.bpmn")
    result = invoke("import", "file.bpmn")
    assert result.exit_code == 2
    assert "is there already and says something else; nothing was written" in result.output
    assert path.read_bytes() == before


def test_what_cannot_be_read_gives_exit_2_with_its_place(starter, invoke):
    Path("bad.bpmn").write_text("<a>\n<b></a>", encoding="utf-8")
    result = invoke("import", "bad.bpmn")
    assert result.exit_code == 2
    assert "bad.bpmn:2:6  this is not XML: mismatched tag  [bpmn-unreadable]" in result.output
    assert invoke("import", "nothing.bpmn").exit_code == 2


def test_a_faulty_definition_is_written_with_its_faults_and_gives_exit_1(starter, invoke):
    model = 'xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"'
    process = (
        '<process id="round"><startEvent id="s"/><task id="a" name="A"/><task id="b" name="B"/>'
        '<sequenceFlow id="f" sourceRef="s" targetRef="a"/><sequenceFlow id="g" sourceRef="a" targetRef="b"/>'
        '<sequenceFlow id="h" sourceRef="b" targetRef="a"/></process>'
    )
    Path("round.bpmn").write_text(f"<definitions {model}>{process}</definitions>", encoding="utf-8")
    result = invoke("import", "round.bpmn")
    assert result.exit_code == 1, result.output
    assert "wrote" in result.output
    assert Path("definitions", "round.yaml").exists()
