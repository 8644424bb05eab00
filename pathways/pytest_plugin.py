"""A workspace to test items: every rule for every pathway, the faults of every file, what every study expects.

A rule is an item of its policy's file: `definitions/policies/peer_review_2018.yaml::TH-50-pcm[child]`. Outside a
workspace nothing happens. Inside, plain `pytest` collects the workspace's own files too; with the file of a pathway
(`pytest definitions/child.yaml`) it collects that one's faults and every rule that speaks of it; `-m "not slow"` leaves
the studies out.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from pathways.commands.check import CheckOutcome
    from pathways.rules import Rule
    from pathways.simulation.answers.expectations import ExpectationVerdict
    from pathways.workspace import Workspace

_WORKSPACE: Final = pytest.StashKey["Workspace | None"]()
_ENDINGS: Final = (".yaml", ".yml")
FAULTS: Final = "lint"  # the name of the item that holds the faults of a file


def pytest_configure(config: pytest.Config) -> None:
    """Find the workspace, and add to what is collected: its files, or the rules of a pathway that is named."""
    config.addinivalue_line("markers", "slow: takes more than a few seconds")
    workspace = _find(config.rootpath)
    config.stash[_WORKSPACE] = workspace
    if workspace is None:
        return
    if config.args_source is pytest.Config.ArgsSource.ARGS:
        config.args += [name for name in _rules_of_named(config, workspace) if name not in config.args]
        return
    for folder in (workspace.definitions, workspace.simulations):
        if folder.is_dir() and str(folder) not in config.args:
            config.args.append(str(folder))


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """The items of one definition, policy or study."""
    if file_path.suffix not in _ENDINGS:
        return None
    workspace = parent.config.stash.get(_WORKSPACE, None)
    if workspace is None:
        return None
    if file_path.is_relative_to(workspace.definitions):
        return DefinitionFile.from_parent(parent, path=file_path)
    if file_path.is_relative_to(workspace.simulations):
        return StudyFile.from_parent(parent, path=file_path)
    return None


def _rules_of_named(config: pytest.Config, workspace: Workspace) -> list[str]:
    """The node ids of the rules that speak of the pathways whose files are named, where no policy is named as well.

    An older pytest runs twice what is named twice.
    """
    paths = {(config.invocation_params.dir / name).resolve() for name in config.args if "::" not in name}
    if not any(path.suffix in _ENDINGS and path.is_relative_to(workspace.definitions) for path in paths):
        return []
    from pathways.errors import PathwaysError
    from pathways.workspace import load_policies

    sources = workspace.sources()
    named = [file.subject for file in sources if file.kind == "pathway" and file.path in paths]
    files = [file for file in sources if file.kind == "policy" and paths.isdisjoint((file.path, *file.path.parents))]
    found: list[str] = []
    try:
        for file in files if named else ():
            policies, faults = load_policies([file])
            rules = [
                (rule, id) for policy in policies for rule in policy.rules for id in named if id in rule.applies_to
            ]
            if rules or faults:  # a rule that cannot be read is missed by nobody but its policy
                found.append(f"{file.path}::{FAULTS}")
            found += [f"{file.path}::{rule.id}[{id}]" for rule, id in rules]
    except PathwaysError as error:
        raise pytest.UsageError(str(error)) from error
    return found


class WorkspaceFaultError(Exception):
    """A result that is told in words; a traceback would say nothing more."""


class Words:
    """A failure as text: the whole of it in the report, its first line in the summary.

    pytest asks what stands for a failure for `toterminal` and, if there, for `reprcrash.message`.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.reprcrash = SimpleNamespace(message=text.partition("\n")[0])

    def toterminal(self, tw: Any) -> None:
        tw.line(self.text)

    def __str__(self) -> str:
        return self.text


class WordsItem(pytest.Item):
    """A test whose failure is a text."""

    line: int | None = None  # of its file, counted from 0

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        from pathways.errors import PathwaysError

        if isinstance(excinfo.value, WorkspaceFaultError | PathwaysError):
            return Words(str(excinfo.value))
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, self.line, self.name


class DefinitionFile(pytest.File):
    """One file of `definitions/`: its own faults, and of a policy each rule for each pathway that it speaks of."""

    def collect(self) -> Iterable[pytest.Item]:
        from pathways.workspace import find_workspace, load_policies

        workspace = find_workspace(self.path.parent)
        assert workspace is not None
        sources = workspace.sources()
        file = next((file for file in sources if file.path == self.path), None)
        if file is None:
            return
        yield FaultsItem.from_parent(self, name=FAULTS, shown=file.shown, root=workspace.root)
        if file.kind != "policy":
            return
        known = {source.subject for source in sources if source.kind == "pathway"}
        policies, _ = load_policies([file])
        for policy in policies:
            for rule in policy.rules:
                for pathway in rule.applies_to:
                    if pathway in known:
                        yield RuleItem.from_parent(
                            self, name=f"{rule.id}[{pathway}]", root=workspace.root, pathway=pathway, rule=rule
                        )

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        from pathways.errors import PathwaysError

        if isinstance(excinfo.value, PathwaysError):
            return str(excinfo.value)
        return super().repr_failure(excinfo)


class FaultsItem(WordsItem):
    """Nothing is wrong with the file itself."""

    def __init__(self, *, shown: str, root: Path, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.shown, self.root = shown, root

    def runtest(self) -> None:
        found = [finding for finding in _outcome(self.root).all_findings if finding.place.file == self.shown]
        errors = [finding for finding in found if finding.severity == "error"]
        for finding in found:
            if finding.severity == "warning":
                warnings.warn(str(finding), stacklevel=1)
        if errors:
            raise WorkspaceFaultError("\n\n".join(map(str, errors)))


class RuleItem(WordsItem):
    """One rule for one pathway.

    It passes if the rule is kept, fails with the counterexample if it is broken, and is skipped where nothing was
    weighed, so that whatever passes is kept. A declared departure is expected to fail; one that no longer occurs fails.
    """

    def __init__(self, *, root: Path, pathway: str, rule: Rule, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.root, self.pathway, self.rule, self.policy = root, pathway, rule.id, rule.policy
        self.line = rule.place.line - 1

    def runtest(self) -> None:
        from pathways.rules.telling import skipped, verdict_text

        for verdict in _outcome(self.root).verdicts:
            if (verdict.pathway, verdict.rule, verdict.policy) == (self.pathway, self.rule, self.policy):
                break
        else:
            raise WorkspaceFaultError(f"'{self.pathway}' or the rule has faults, so it cannot be decided")
        reason = skipped(verdict)
        is_departed = verdict.verdict == "departed"
        if is_departed:
            pytest.xfail(reason or "")  # which, with --runxfail, returns
        if verdict.is_failure or is_departed:
            raise WorkspaceFaultError(verdict_text(verdict))
        if reason is not None:
            pytest.skip(reason)


class StudyFile(pytest.File):
    """One study: each line of its `expect`, as `expect[0]` and so on."""

    def collect(self) -> Iterable[pytest.Item]:
        from pathways.workspace import load_study

        study, _ = load_study(str(self.path), self.path.parent)
        for number in range(len(study.baseline.spec.expect)):
            place = study.baseline.document.place(("expect", number))
            item: ExpectationItem = ExpectationItem.from_parent(
                self, name=f"expect[{number}]", number=number, line=place.line - 1
            )
            item.add_marker("slow")
            yield item

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        from pathways.errors import PathwaysError

        if isinstance(excinfo.value, PathwaysError):
            return str(excinfo.value)
        return super().repr_failure(excinfo)


class ExpectationItem(WordsItem):
    """One line of a study's `expect`, in the baseline.

    It passes if the expectation is met and fails if it is not. Where that cannot be told it is skipped, as a rule that
    nothing was weighed for: what passes is met, what fails is missed, and neither was shown.
    """

    def __init__(self, *, number: int, line: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.number, self.line = number, line

    def runtest(self) -> None:
        verdict = _expectations(self.path)[self.number]
        if verdict.verdict == "undecided":
            pytest.skip(f"cannot tell from so many replications: {_found(verdict)}")
        if verdict.verdict == "unmet":
            raise WorkspaceFaultError(f"not met: {verdict.says}\n{_found(verdict)}")


def _found(verdict: ExpectationVerdict) -> str:
    """What a study found, with its interval."""
    from pathways.simulation.answers.expectations import in_words

    between = ""
    if verdict.low is not None and verdict.high is not None:
        low, high = (in_words(end, verdict.unit) for end in (verdict.low, verdict.high))
        between = f" (95% interval {low} to {high})"
    return f"{verdict.finding}{between}; in the baseline, synthetic"


def _find(start: Path) -> Workspace | None:
    """The workspace of this test run; a broken settings file is for `pathways` to report, not for pytest."""
    from pathways.errors import WorkspaceError

    settings = (folder / "pyproject.toml" for folder in (start, *start.parents))
    if not any(path.is_file() and b"tool.pathways" in path.read_bytes() for path in settings):
        return None
    from pathways.workspace import find_workspace

    try:
        return find_workspace(start)
    except WorkspaceError:
        return None


@lru_cache(maxsize=16)
def _expectations(path: Path) -> tuple[ExpectationVerdict, ...]:
    """The verdicts on a study's expectations in the order they are written, simulated once for all items."""
    from pathways.commands.simulate import simulate

    result = simulate(str(path), path.parent, scenarios=[], workers=1).result
    if result.stopped_of is not None:  # half a study decides no test
        raise KeyboardInterrupt
    return result.expectations


@lru_cache(maxsize=4)
def _outcome(root: Path) -> CheckOutcome:
    """Every verdict of the workspace, decided once for all items."""
    from pathways.commands.check import check

    return check([], root)
