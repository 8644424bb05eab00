"""A study and moved quantities to a run in the background, and its result to an answer beside things as they stand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain, count
from typing import TYPE_CHECKING, Any, Final

from pathways.commands.simulate import simulate_loaded
from pathways.errors import FindingsError, WorkspaceError
from pathways.simulation.language.built import OWN
from pathways.web.desk import View
from pathways.web.quantities import quantities
from pathways.web.quantity import Quantity
from pathways.web.runs import Run
from pathways.web.study_text import SCENARIO, Changes, study_text
from pathways.workspace import LoadedPathway, SourceFile, load_pathways

if TYPE_CHECKING:
    from pathways.commands.simulate import StudyOutcome
    from pathways.report.names import Names
    from pathways.simulation import Study

NAME: Final = re.compile(r"[a-z0-9][a-z0-9_-]{0,59}")
_TAKEN_BY_WINDOWS: Final = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)
_LONGEST_NAME: Final = 48  # of a study, so that what is put behind it still fits
_UNSAVED: Final = "what-if"
_MOST_BELOW: Final = 2  # studies below one that another may still build on
_ASKS: Final = ("question", "note", "measures", "expect")
_SHOWN: Final = 2  # of what a scenario changes
REPLICATIONS: Final = 100
MOST: Final = 2_000


@dataclass(frozen=True)
class Try:
    """What somebody asked for: a study, the scenario to start from, what changes, and how often to play it through.

    `typed` are the values that were moved, by the names of their quantities.
    """

    study: Study
    start: str | None
    changes: Changes
    replications: int
    typed: Mapping[str, str] = field(default_factory=dict)

    @property
    def title(self) -> str:
        return self.study.title

    @property
    def heading(self) -> str:
        """What its documents are called."""
        return self.title if self.title.lower().startswith("what if") else f"What if? {self.title}"

    @property
    def is_different(self) -> bool:
        return bool(self.changes) or self.start is not None

    def text(self, name: str = _UNSAVED, title: str | None = None, question: str | None = None) -> str:
        """The file of the study that this is. `question` takes the place of the other study's.

        Raises
        ------
        WorkspaceError
            If it would build on more studies in a row than may be.
        """
        base, start, changes = (
            self.study.id,
            None if self.start is None else f"{self.study.id}.{self.start}",
            self.changes,
        )
        own = self.study.document.root.plain
        if len(self.study.builds_on) >= _MOST_BELOW:
            # Three in a row is the most, so this goes beside the study, as long as it is but a set of scenarios.
            if set(own) - set(OWN):
                raise WorkspaceError(
                    f"'{base}' builds on a study that builds on another, and nothing can be built on top of it\n"
                    "    fix: try this in the study that it builds on"
                )
            base = own["builds_on"]
            if self.start is not None:
                before = dict(own["scenarios"][self.start])
                start = before.pop("builds_on", None)
                changes = {**before, **self.changes}
        asks = {key: value for key in _ASKS if (value := self.study.baseline.plain.get(key))}
        if question is not None:
            asks["question"] = question
        return study_text(name, base, title or self.heading, changes, start, asks)


def names_of(view: View, study: Study) -> Names:
    from pathways.report.names import Names

    loaded = load_pathways(study.pathways, view.workspace.root).pathways
    return Names(study, {pathway.id: pathway.linked for pathway in loaded})


def offered(view: View, study: Study) -> list[Quantity]:
    """What can be moved; worked out once for a study as its file is."""
    return view.once(("quantities", study.id), lambda: quantities(study, names_of(view, study)))


def started(view: View, study: Study) -> list[tuple[str, str]]:
    """The scenarios that somebody can start from: name, and what it changes, what sets it apart from others first."""

    def told() -> list[tuple[str, str]]:
        from pathways.report.changed import changed

        names = names_of(view, study)
        found = [(name, changed(study, scenario, names)) for name, scenario in study.scenarios.items()]
        often = Counter(word for _, words in found for word in words)
        return [(name, _in_short(sorted(words, key=lambda word: often[word]))) for name, words in found]

    return view.once(("started", study.id), told)


def _in_short(words: Sequence[str]) -> str:
    more = len(words) - _SHOWN
    return "; ".join(words[:_SHOWN]) + (f"; and {more} more" if more > 0 else "")


def standing(study: Study, start: str | None) -> Mapping[str, Any]:
    """The text of the study as it stands, or of the scenario to start from."""
    return study.scenarios[start].plain if start is not None else study.baseline.plain


def work(view: View, wanted: Try, run: Run) -> StudyOutcome:
    """Simulate it.

    Raises
    ------
    PathwaysError
        If it cannot be run.
    CancelledError
        If it was cancelled meanwhile.
    """
    study, file, loaded = made(view, wanted)
    return simulate_loaded(
        study, file, loaded, replications=wanted.replications, scenarios=[SCENARIO] if wanted.is_different else [],
        tell=run.tell, progress=run.progress,
    )  # fmt: skip


def made(view: View, wanted: Try, title: str | None = None) -> tuple[Study, SourceFile, Sequence[LoadedPathway]]:
    """The study that was asked for, as if it were saved, with its pathways.

    Raises
    ------
    PathwaysError
        If something is wrong with it.
    """
    from pathways.simulation import parse_study
    from pathways.workspace.load import StudyLibrary
    from pathways.workspace.shelf import document_of

    files = [file for file, study in view.studies if not isinstance(study, FindingsError)]
    if wanted.is_different:
        shown = f"{wanted.study.id}.yaml, with what was changed on the page"
        file = SourceFile(
            view.workspace.simulations / f"{_UNSAVED}.yaml", shown, "study", _UNSAVED, wanted.text(title=title)
        )
    else:
        file = next(each for each in files if each.subject == wanted.study.id)
    library = StudyLibrary([*(each for each in files if each.subject != file.subject), file])
    study = parse_study(document_of(file), library)
    return study, file, load_pathways(study.pathways, view.workspace.root).require()


def fault_of_name(view: View, name: str) -> str:
    """Why no study of this name can be saved, in words; empty where one can."""
    if NAME.fullmatch(name) is None or _TAKEN_BY_WINDOWS.fullmatch(name):
        return (
            f"'{name}' cannot be the name of a file. Use small letters, digits and hyphens, such as fortnightly-panel."
        )
    path = view.workspace.simulations / f"{name}.yaml"
    if path.exists() or path.is_symlink() or any(file.subject == name for file, _ in view.studies):
        return f"There is a study '{name}' already, and it was left as it is. Choose another name."
    return ""


def free_name(view: View, study: Study) -> str:
    """A name that a what-if of this study can be saved under."""
    base = f"{study.id.removesuffix('-what-if')[:_LONGEST_NAME]}-what-if"
    names = chain([base], (f"{base}-{number}" for number in count(2)))
    return next(name for name in names if not fault_of_name(view, name))
