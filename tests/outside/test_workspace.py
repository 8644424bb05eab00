"""A folder to what is in it, and everything that can be wrong with that."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import pytest

from pathways.errors import DefinitionError, StudyError, WorkspaceError
from pathways.workspace import find_workspace, load_pathways, load_policies, load_study, study_names, workspace_of
from tests.outside.conftest import edit, starter_file
from tests.web.small import SMALL, small_workspace

PIECE = """pathway: {id}
title: Piece
version: "1"
status: shared
lanes: {{hub: Hub}}
start: work
states:
  work: {{lane: hub, then: {then}}}
  finished: {{kind: end, lane: hub, outcome: finished}}
"""


def ids(findings):
    return [finding.id for finding in findings]


def test_a_workspace_is_found_from_any_folder_below(starter):
    deep = starter / "definitions" / "policies"
    assert workspace_of(deep).root == starter.resolve()
    assert workspace_of(deep).name == "My pathways"


def test_a_folder_outside_any_workspace_is_told(tmp_path):
    assert find_workspace(tmp_path) is None
    with pytest.raises(WorkspaceError, match="pathways new"):
        workspace_of(tmp_path)


def test_a_project_of_someone_else_is_not_a_workspace_whatever_its_state(tmp_path):
    (tmp_path / "pyproject.toml").write_text("[tool.other\nbroken", encoding="utf-8")
    assert find_workspace(tmp_path) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[tool.pathways]\nnaem = 'x'\n", "unknown setting 'naem'"),
        ("[tool.pathways]\nname = \n", "is not a TOML file"),
        ("[tool]\npathways = 3\n", "must be a table"),
    ],
)
def test_broken_settings_are_told(tmp_path, text, said):
    (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8")
    with pytest.raises(WorkspaceError, match=said):
        find_workspace(tmp_path)


def test_everything_in_a_workspace_is_loaded(starter):
    loading = load_pathways([], starter)
    assert [pathway.id for pathway in loading.require()] == ["equipment"]
    policies, faults = load_policies(loading.policy_files)
    assert [policy.id for policy in policies] == ["house_rules"]
    assert faults == []
    assert study_names(loading.workspace) == ["waits"]
    assert load_study("waits", starter)[0].id == "waits"


def test_a_file_saved_by_notepad_is_read(starter):
    path = starter / "definitions" / "equipment.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert load_pathways(["equipment"], starter).findings == ()


def test_an_unknown_name_is_told_with_the_nearest(starter):
    with pytest.raises(WorkspaceError, match="did you mean 'equipment'"):
        load_pathways(["equipmnt"], starter)
    with pytest.raises(WorkspaceError, match="did you mean 'waits'"):
        load_study("wait", starter)
    loading = load_pathways([], starter)
    with pytest.raises(WorkspaceError, match="did you mean 'house_rules'"):
        load_policies(loading.policy_files, ["house-rules"])


def test_all_faults_of_all_files_are_told_at_once(starter):
    """Three files, one fault each, put in by hand."""
    definitions = starter / "definitions"
    edit(definitions / "equipment.yaml", "then: screening", "then: screenin")
    (definitions / "second.yaml").write_text("pathway: second\ntitle: x\n  bad\n", encoding="utf-8")
    (definitions / "third.yaml").write_text(PIECE.format(id="third", then="finishd"), encoding="utf-8")
    loading = load_pathways([], starter)
    assert {finding.place.file for finding in loading.errors} == {
        "definitions/equipment.yaml",
        "definitions/second.yaml",
        "definitions/third.yaml",
    }
    with pytest.raises(DefinitionError) as caught:
        loading.require()
    assert caught.value.findings == tuple(sorted(loading.errors, key=lambda finding: finding.place))


def test_a_fault_of_a_piece_is_told_once_and_not_as_a_fault_of_its_users(starter):
    definitions = starter / "definitions"
    user = PIECE.replace(
        "work: {{lane: hub, then: {then}}}", "work: {{kind: use, pathway: part, exits: {{finished: finished}}}}"
    )
    (definitions / "part.yaml").write_text(PIECE.format(id="part", then="nowhere") + "  - x\n", encoding="utf-8")
    for name in ("one", "two"):
        (definitions / f"{name}.yaml").write_text(user.format(id=name, then=""), encoding="utf-8")
    loading = load_pathways(["one", "two"], starter)
    assert loading.pathways == ()
    assert {finding.place.file for finding in loading.errors} == {"definitions/part.yaml"}


@pytest.mark.parametrize("names", [[], ["one"], ["one", "two"], ["part", "two"]])
def test_a_wrong_name_in_a_piece_is_told_in_the_words_of_the_piece_alone(starter, names):
    """Among its users' states the end 'finished' is none, so the nearest name is only found in the piece itself."""
    definitions = starter / "definitions"
    user = PIECE.replace(
        "work: {{lane: hub, then: {then}}}", "work: {{kind: use, pathway: part, exits: {{finished: finished}}}}"
    )
    (definitions / "part.yaml").write_text(PIECE.format(id="part", then="finishd"), encoding="utf-8")
    for name in ("one", "two"):
        (definitions / f"{name}.yaml").write_text(user.format(id=name, then=""), encoding="utf-8")
    (finding,) = load_pathways(names, starter).errors
    assert (finding.id, finding.place.file) == ("unknown-state", "definitions/part.yaml")
    assert "'finished'" in (finding.remedy or "")


def test_a_fault_elsewhere_does_not_stop_a_pathway_that_does_not_need_it(starter):
    (starter / "definitions" / "other.yaml").write_text("pathway: other\n", encoding="utf-8")
    loading = load_pathways(["equipment"], starter)
    assert loading.findings == ()
    assert len(loading.require()) == 1


def test_a_misleading_file_name_is_told(starter):
    (starter / "definitions" / "misnamed.yaml").write_text(PIECE.format(id="part", then="finished"), encoding="utf-8")
    (starter / "definitions" / "other.yaml.txt").write_text("never read", encoding="utf-8")
    found = load_pathways([], starter).findings
    assert [(finding.id, finding.place.file) for finding in found] == [
        ("file-name", "definitions/misnamed.yaml"),
        ("file-name", "definitions/other.yaml.txt"),
    ]


@pytest.mark.parametrize("copy", ["Copy of equipment.yaml", "equipment (1).yaml", "z.yml"])
@pytest.mark.parametrize("names", [[], ["equipment"], ["definitions/equipment.yaml"]])
def test_of_two_files_with_one_id_the_one_named_otherwise_is_told_whatever_is_asked(starter, copy, names):
    definitions = starter / "definitions"
    shutil.copy(definitions / "equipment.yaml", definitions / copy)
    loading = load_pathways(names, starter)
    assert [file.shown for file in loading.asked] == ["definitions/equipment.yaml"]
    (duplicate,) = loading.findings
    assert (duplicate.id, duplicate.severity) == ("duplicate-id", "error")
    assert (duplicate.place.file, duplicate.place.line, duplicate.place.column) == (f"definitions/{copy}", 2, 10)
    assert "definitions/equipment.yaml:2:10" in (duplicate.expected or "")


def test_a_copied_piece_policy_or_study_is_told_once(starter):
    for folder, name in (("definitions/policies", "house_rules"), ("simulations", "waits")):
        shutil.copy(starter / folder / f"{name}.yaml", starter / folder / f"{name} - Copy.yaml")
    policies, (finding,) = load_policies(load_pathways([], starter).policy_files)
    assert [policy.id for policy in policies] == ["house_rules"]
    assert (finding.id, finding.place.file) == ("duplicate-id", "definitions/policies/house_rules - Copy.yaml")
    assert study_names(workspace_of(starter)) == ["waits"]
    with pytest.raises(StudyError) as caught:
        load_study("waits", starter)
    assert [f.place.file for f in caught.value.findings] == ["simulations/waits - Copy.yaml"]


def test_a_file_that_lost_its_name_is_found_again(starter):
    path = starter / "definitions" / "equipment.yaml"
    edit(path, "pathway: equipment", "pathway: equipment_loan")
    with pytest.raises(WorkspaceError, match=r"equipment.yaml:2:10 calls itself 'equipment_loan'"):
        load_pathways(["equipment"], starter)
    path.rename(path.with_name("equipment.yaml.txt"))
    with pytest.raises(WorkspaceError, match=r"rename it to equipment\.yaml"):
        load_pathways(["equipment"], starter)


@pytest.mark.parametrize(
    ("load", "name", "said"),
    [
        (load_pathways, "waits", "'waits' is a study, not a pathway\n    fix: pathways simulate waits"),
        (load_pathways, "simulations/waits.yaml", "holds a study, not a pathway\n    fix: pathways simulate waits"),
        (load_pathways, "house_rules", "pathways check --policy house_rules"),
        (load_pathways, "definitions/policies/house_rules.yaml", "holds a policy, not a pathway"),
        (load_pathways, "definitions", "'definitions' is a folder"),
        (load_pathways, "definitions/", "'definitions/' is a folder"),
        (load_pathways, "pyproject.toml", "'pyproject.toml' is not a YAML file"),
        (load_study, "equipment", "pathways check equipment"),
        (load_study, "definitions/equipment.yaml", "holds a pathway, not a study"),
        (load_study, "house_rules", "is a policy, not a study"),
    ],
)
def test_what_is_something_else_is_told_with_the_command_for_it(starter, load, name, said):
    with pytest.raises(WorkspaceError) as caught:
        load([name] if load is load_pathways else name, starter)
    assert said in str(caught.value)


def test_a_folder_named_like_a_pathway_does_not_hide_it(starter):
    (starter / "equipment").mkdir()
    assert load_pathways(["equipment"], starter).findings == ()


def test_a_file_outside_any_workspace_brings_the_files_beside_it(tmp_path):
    user = PIECE.replace(
        "work: {{lane: hub, then: {then}}}", "work: {{kind: use, pathway: part, exits: {{finished: finished}}}}"
    )
    (tmp_path / "main.yaml").write_text(user.format(id="main", then=""), encoding="utf-8")
    (tmp_path / "part.yaml").write_text(PIECE.format(id="part", then="finished"), encoding="utf-8")
    (tmp_path / "rules.yaml").write_text(
        starter_file("definitions", "policies", "house_rules.yaml").replace("[equipment]", "[main]"), encoding="utf-8"
    )
    loading = load_pathways([str(tmp_path / "main.yaml")], tmp_path)
    assert loading.findings == ()
    assert list(loading.pathways[0].linked.states) == ["work.work", "finished"]
    assert [file.subject for file in loading.policy_files] == ["house_rules"]


def test_an_edited_copy_elsewhere_is_held_against_the_workspace_one_stands_in(starter, tmp_path):
    copy = tmp_path / "draft" / "equipment.yaml"
    copy.parent.mkdir()
    shutil.copy(starter / "definitions" / "equipment.yaml", copy)
    loading = load_pathways([str(copy)], starter)
    assert loading.findings == ()
    assert [file.subject for file in loading.policy_files] == ["house_rules"]


@pytest.mark.parametrize(
    ("content", "id_"),
    [
        (b"pathway: big\n#" + b"x" * 1_000_000, "file-too-large"),
        ("pathway: caf\u00e9\n".encode("latin-1"), "not-utf-8"),
        ("pathway: x\n".encode("utf-16"), "not-utf-8"),
        (b"", "empty-file"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_with_its_name(starter, content, id_):
    (starter / "definitions" / "odd.yaml").write_bytes(content)
    found = load_pathways([], starter).errors
    assert ids(found) == [id_]
    assert found[0].place.file == "definitions/odd.yaml"


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_a_link_out_of_the_workspace_is_refused_and_one_inside_is_not(starter, tmp_path):
    outside = tmp_path / "outside.yaml"
    outside.write_text(PIECE.format(id="outside", then="finished"), encoding="utf-8")
    (starter / "elsewhere.yaml").write_text(PIECE.format(id="inside", then="finished"), encoding="utf-8")
    (starter / "definitions" / "outside.yaml").symlink_to(outside)
    (starter / "definitions" / "inside.yaml").symlink_to(starter / "elsewhere.yaml")
    (starter / "definitions" / "circle.yaml").symlink_to(starter / "definitions" / "circle.yaml")
    loading = load_pathways([], starter)
    assert sorted((finding.id, Path(finding.place.file).name) for finding in loading.errors) == [
        ("outside-workspace", "outside.yaml"),
        ("unreadable-file", "circle.yaml"),
    ]
    assert "inside" in [pathway.id for pathway in loading.pathways]


def test_a_study_with_faults_is_told_with_its_place(starter):
    edit(starter / "simulations" / "waits.yaml", "rate: 400 per year", "rate: many")
    with pytest.raises(StudyError) as caught:
        load_study("waits", starter)
    assert caught.value.findings[0].place.file == "simulations/waits.yaml"
    assert caught.value.findings[0].place.line == 11


def test_a_broken_study_text_is_told_as_well(starter):
    (starter / "simulations" / "waits.yaml").write_text("study: waits\n  bad: [\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"simulations/waits\.yaml:2"):
        load_study("waits", starter)


def test_a_file_whose_id_is_no_name_is_found_by_its_file_name(starter):
    """So that the fault of the id is told, not that there is no such pathway."""
    path = next((starter / "definitions").glob("*.yaml"))
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(f"pathway: {path.stem}", f"pathway: {path.stem.capitalize()}"), encoding="utf-8")
    loading = load_pathways([path.stem], starter)
    assert "bad-name" in ids(loading.findings)


def test_what_is_typed_is_read_instead_of_what_stands_in_the_file(tmp_path: Path) -> None:
    small_workspace(tmp_path)
    path = tmp_path / "definitions" / "help.yaml"
    typed = load_pathways(["help"], tmp_path, {path: SMALL.replace("Help desk", "Typed")})
    assert [pathway.linked.title for pathway in typed.require()] == ["Typed"]
    assert path.read_text() == SMALL
    for wrong in ("\x00", "\ud800", "a: \u202e", "x" * 1_000_001):
        (finding,) = load_pathways([str(path)], tmp_path, {path: wrong}).errors
        assert finding.place.file == "definitions/help.yaml"
