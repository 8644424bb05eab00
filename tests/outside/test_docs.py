"""The examples of the guides are typed in as they stand: the Python runs, the YAML loads, the commands exist."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pytest
import typer

import pathways as pw
from pathways.cli.app import app
from pathways.definition import LinkedPathway, link, parse_pathway
from pathways.diagram import draw
from pathways.machine import Case, compile_pathway
from pathways.rules import lint, parse_policy
from pathways.simulation import parse_study
from pathways.source import Document, read_document

ROOT = Path(__file__).parents[2]
GUIDES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), ROOT / "pathways" / "starter" / "README.md"]
COOKBOOK = (ROOT / "docs" / "cookbook.md").read_text(encoding="utf-8")


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def guide(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def recipes() -> dict[str, str]:
    """The recipes of the cookbook by their headings, each as a whole file."""
    opening, *sections = re.split(r"^## ", COOKBOOK, flags=re.MULTILINE)
    (head,) = blocks(opening, "yaml")
    return {section.splitlines()[0]: head + body for section in sections for body in blocks(section, "yaml")}


def recipe(title: str) -> LinkedPathway:
    return link(parse_pathway(read_document(recipes()[title], "recipe.yaml")), {})


def run(code: str, **names: Any) -> dict[str, Any]:
    """Run an example. A line such as `case.state    # 'mash_advice'` must have that value."""
    checked = re.sub(r"^(\w[\w.]*) +# ('[^']*')$", r"assert \1 == \2, \1", code, flags=re.MULTILINE)
    exec(compile(checked, "example", "exec"), names)
    return names


@pytest.fixture
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the repository's workspace as the current folder; its study is short."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for folder in ("definitions", "simulations"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    study = tmp_path / "simulations" / "borough-baseline.yaml"
    for other in study.parent.iterdir():  # those that build on it have dates that a short clock leaves out
        if other != study:
            other.unlink()
    text = study.read_text(encoding="utf-8")
    short = re.sub(r"replications: \d+", "replications: 2", text.replace("104 weeks", "26 weeks"))
    assert short.count("26 weeks") == 2
    study.write_text(short, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_python_of_the_readme_runs(workspace: Path) -> None:
    (code,) = blocks(guide("README.md"), "python")
    assert code.count("replications=10") == 1
    names = run(code.replace("replications=10", "replications=2"))

    assert names["case"].state == "mash_advice"
    assert (workspace / "child.svg").read_text(encoding="utf-8").startswith("<svg ")


def test_python_of_one_referral_runs(workspace: Path) -> None:
    code, random_pathways = blocks(guide("docs/one-referral.md"), "python")
    case = run(code)["case"]
    assert case.outcome == "pursue"
    told = re.search(r"^It also has (.*)\.$", guide("docs/one-referral.md"), re.MULTILINE)
    assert told is not None
    assert all(hasattr(case, name) for name in re.findall(r"`case\.(\w+)`", told[1]))
    names = run(random_pathways)
    assert names["all_starting"](pw.load("child").compiled)


def test_answers_of_one_referral_lead_to_the_end(workspace: Path, invoke: Any) -> None:
    """Nothing is asked: each answer is taken, and none is missing."""
    (answers,) = blocks(guide("docs/one-referral.md"), "yaml")
    Path("answers.yaml").write_text(answers, encoding="utf-8")
    result = invoke("walk", "child", "--answers", "answers.yaml", stdin="")

    assert result.exit_code == 0, result.output
    assert "Outcome: risk managed" in result.output
    assert "Consent withdrawn" in result.output


def test_python_of_the_drawings_runs(workspace: Path) -> None:
    (code,) = blocks(guide("docs/drawings.md"), "python")
    names = run(code, linked=pw.load("child").linked)

    assert names["image"].startswith(b"\x89PNG")


def test_python_of_the_simulation_runs(workspace: Path) -> None:
    (code,) = blocks(guide("docs/simulation.md"), "python")
    text = (workspace / "simulations" / "borough-baseline.yaml").read_text(encoding="utf-8")
    names = run(
        code.replace("workers=2", "workers=1"),
        document=read_document(text, "borough-baseline.yaml"),
        child=pw.load("child").compiled,
        adult=pw.load("adult").compiled,
        one_front_door=pw.load("adult-one-front-door").compiled,
    )

    assert names["result"].replications == 2


def first_yaml(name: str) -> Document:
    return read_document(blocks(guide(name), "yaml")[0], name)


def test_policy_and_study_of_the_guides_have_the_right_shape() -> None:
    assert [rule.id for rule in parse_policy(first_yaml("docs/rules.md")).rules] == ["TH-50-pcm"]
    assert parse_study(first_yaml("docs/simulation.md")) is not None


@pytest.mark.parametrize("title", recipes())
def test_recipe_loads_has_no_faults_and_can_be_drawn(title: str) -> None:
    pathway = recipe(title)

    assert [str(finding) for finding in lint(compile_pathway(pathway))] == []
    assert draw(pathway).svg.startswith("<svg ")


def test_no_recipe_is_lost_on_the_way() -> None:
    assert len(recipes()) == COOKBOOK.count("\n## ") == len(blocks(COOKBOOK, "yaml")) - 1


def test_recipe_of_three_calls_stops_after_the_third() -> None:
    case = Case(recipe("Do something at most three times"))
    for _ in range(3):
        assert case.state == "call"
        case.fire("complete", answer="no_answer")

    assert case.state == "write"


def test_recipe_of_the_reminder_goes_on_waiting() -> None:
    case = Case(recipe("Remind, and go on waiting"))
    case.fire("complete")
    for _ in range(4):
        case.fire("timeout")
        case.fire("complete")
    assert case.state == "answer"
    case.fire("complete")

    assert case.outcome == "answered"


def test_recipe_of_consent_lets_it_be_withdrawn_in_each_state_after_it_was_given() -> None:
    pathway = recipe("Consent may be withdrawn at any time")
    for steps in (1, 2):
        case = Case(pathway)
        case.fire("complete", consent="granted")
        for _ in range(steps - 1):
            case.fire("complete")
        case.fire("consent_withdrawn")
        assert (case.outcome, case.values["consent"]) == ("no_support", "refused")


@pytest.mark.parametrize("path", GUIDES, ids=lambda path: str(path.relative_to(ROOT)))
def test_commands_that_a_guide_shows_exist_with_their_options(path: Path) -> None:
    verbs = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    shown = re.findall(r"(?:^|`|\$ )pathways ([a-z]+)([^`\n#]*)", path.read_text(encoding="utf-8"), re.MULTILINE)
    unknown = [
        f"{verb} {option}"
        for verb, rest in shown
        for option in ("", *re.findall(r"--[a-z-]+", rest))
        if verb not in verbs or (option and option not in {name for p in verbs[verb].params for name in p.opts})
    ]

    assert unknown == []


def test_every_file_that_a_guide_points_to_is_there() -> None:
    lost = [
        f"{path.name}: {target}"
        for path in GUIDES
        for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8"))
        if not (path.parent / target).exists()
    ]

    assert lost == []
