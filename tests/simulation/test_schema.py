"""The JSON Schema of studies accepts what the parser accepts, seen as an editor sees it, and knows the parts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from pathways.simulation.language.schema import study_schema
from tests.editor_schema import accepts, as_an_editor_sees

ROOT = Path(__file__).parents[2]
SCHEMA = study_schema()
STUDIES = sorted(
    path for folder in ("simulations", "tests/published", "tests/benchmarks", "pathways/starter")
    for path in ROOT.glob(f"{folder}/**/*.yaml") if path.parent.name == "simulations"
)  # fmt: skip
EXAMPLES = [
    text for text in re.findall(r"```yaml\n(.*?)```", (ROOT / "docs/simulation.md").read_text("utf-8"), re.S)
    if re.search(r"^study:", text, re.M)
]  # fmt: skip
BASELINE = ROOT / "simulations/borough-baseline.yaml"


@pytest.mark.parametrize("path", STUDIES, ids=lambda path: path.stem)
def test_schema_accepts_every_study_there_is(path: Path) -> None:
    assert accepts(SCHEMA, SCHEMA, as_an_editor_sees(path))


def test_schema_accepts_the_examples_of_the_guide() -> None:
    assert EXAMPLES
    assert all(accepts(SCHEMA, SCHEMA, as_an_editor_sees(text)) for text in EXAMPLES)


def changed(path: tuple[str, ...], value: Any) -> Any:
    tree = as_an_editor_sees(BASELINE)
    part = tree
    for name in path[:-1]:
        part = part[name]
    if value is None:
        del part[path[-1]]
    else:
        part[path[-1]] = value
    return tree


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("arrivalls",), {}),
        (("arrivals",), None),
        (("title",), None),
        (("clock", "warm-up"), "26 weeks"),
        (("clock", "starts"), "2 April 2018"),
        (("clock", "length"), None),
        (("clock", "calendar"), "wales"),
        (("teams", "mash", "staf"), 3),
        (("teams", "mash", "at_closing"), "stop"),
        (("panels", "channel_panel", "meets"), None),
        (("panels", "channel_panel", "order"), "random"),
        (("teams",), ["mash"]),
        (("replications",), {"until": {"at_least": 10}}),
        (("scenarios",), ["fortnightly"]),
    ],
)
def test_schema_refuses_faults_of_shape(path: tuple[str, ...], value: Any) -> None:
    assert accepts(SCHEMA, SCHEMA, as_an_editor_sees(BASELINE))
    assert not accepts(SCHEMA, SCHEMA, changed(path, value))


def test_schema_of_differences_knows_the_parts_and_dotted_names() -> None:
    built = {"study": "s", "builds_on": "t", "title": "S", "clock": {"length": "39 weeks"}, "pathways.child": "other"}
    assert accepts(SCHEMA, SCHEMA, built)
    assert not accepts(SCHEMA, SCHEMA, {**built, "arrivalls": {}})
    assert not accepts(SCHEMA, SCHEMA, {key: value for key, value in built.items() if key != "title"})


def test_lists_may_be_written_as_one_word_or_as_a_list() -> None:
    for value in ("mean wait for channel.panel_discussion", ["queue of so15", "queue of mash"]):
        assert accepts(SCHEMA, SCHEMA, changed(("measures",), value))
    for value in ("child", ["child", "adult"], {"child": "child-new"}):
        assert accepts(SCHEMA, SCHEMA, changed(("pathways",), value))
