"""A study to the scenarios of it that change nothing: each is run, and says the same as the baseline."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pathways.errors import Finding
from pathways.simulation.language.spec import StudySpec
from pathways.simulation.language.study import Study

_WORDS: Final = ("title", "hardness", "source", "note")  # what no simulation depends on


def unchanged(study: Study) -> Iterator[tuple[str, Finding]]:
    """The names of these scenarios, each with a warning where it is written."""
    baseline = _without_words(_content(study.baseline.spec))
    for name, scenario in study.scenarios.items():
        if _without_words(_content(scenario.spec)) == baseline:
            yield (
                name,
                Finding(
                    "scenario-changes-nothing",
                    study.document.place(("scenarios", name), key=True),
                    f"the scenario '{name}' changes nothing: all that it writes stands in the baseline already",
                    "at least one value that is not the baseline's",
                    "correct its values, or take it out",
                    severity="warning",
                ),
            )


def _content(spec: StudySpec) -> Any:
    return spec.model_dump(exclude={"scenarios"})


def _without_words(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_words(each) for key, each in value.items() if key not in _WORDS}
    return [_without_words(each) for each in value] if isinstance(value, list | tuple) else value
