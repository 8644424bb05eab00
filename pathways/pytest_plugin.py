"""A workspace to test items: every rule for every pathway, the lints of every pathway, what every study expects.

Outside a workspace it does nothing. Inside, plain `pytest` collects the workspace's own files too;
`pytest definitions/child.yaml` runs those of one pathway, `-m "not slow"` leaves the studies out.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pytest

if TYPE_CHECKING:
    from pathways.commands.check import CheckOutcome
    from pathways.simulation.expectations import ExpectationVerdict
    from pathways.workspace import Workspace

_WORKSPACE: Final = pytest.StashKey["Workspace | None"]()


def pytest_configure(config: pytest.Config) -> None:
    """Find the workspace, and add its files to what plain `pytest` collects."""
    config.addinivalue_line("markers", "slow: takes more than a few seconds")
    workspace = _find(config.rootpath)
    config.stash[_WORKSPACE] = workspace
    if workspace is None or config.args_source is pytest.Config.ArgsSource.ARGS:
        return
    for folder in (workspace.definitions, workspace.simulations):
        if folder.is_dir() and str(folder) not in config.args:
            config.args.append(str(folder))


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """The items of one definition, policy or study."""
    if file_path.suffix not in (".yaml", ".yml"):
        return None
    workspace = parent.config.stash.get(_WORKSPACE, None)
    if workspace is None:
        return None
    if file_path.is_relative_to(workspace.definitions):
        return DefinitionFile.from_parent(parent, path=file_path)
    if file_path.is_relative_to(workspace.simulations):
        return StudyFile.from_parent(parent, path=file_path)
    return None


class WorkspaceFaultError(Exception):
    """A result that is told in words; a traceback would say nothing more."""


class WordsItem(pytest.Item):
    """A test whose failure is a text."""

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        from pathways.errors import PathwaysError

        if isinstance(excinfo.value, WorkspaceFaultError | PathwaysError):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, self.name


class DefinitionFile(pytest.File):
    """One file of `definitions/`: a pathway's lints and rules; of a policy, only its own faults."""

    def collect(self) -> Iterable[pytest.Item]:
        from pathways.workspace import find_workspace, load_policies

        workspace = find_workspace(self.path.parent)
        assert workspace is not None
        sources = workspace.sources()
        file = next((file for file in sources if file.path == self.path), None)
        if file is None:
            return
        yield FaultsItem.from_parent(self, name="lint", shown=file.shown, root=workspace.root)
        if file.kind != "pathway":
            return
        policies, _ = load_policies([source for source in sources if source.kind == "policy"])
        for policy in policies:
            for rule in policy.rules:
                if file.subject in rule.applies_to:
                    yield RuleItem.from_parent(
                        self, name=f"{policy.id}::{rule.id}", pathway=file.subject, rule=rule.id, policy=policy.id
                    )


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
    """One rule for one pathway."""

    def __init__(self, *, pathway: str, rule: str, policy: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.pathway, self.rule, self.policy = pathway, rule, policy

    def runtest(self) -> None:
        from pathways.rules import explain_counterexample
        from pathways.workspace import find_workspace

        workspace = find_workspace(self.path.parent)
        assert workspace is not None
        for verdict in _outcome(workspace.root).verdicts:
            if (verdict.pathway, verdict.rule, verdict.policy) == (self.pathway, self.rule, self.policy):
                break
        else:
            raise WorkspaceFaultError(f"'{self.pathway}' or the rule has faults, so it cannot be decided")
        if verdict.is_failure:
            raise WorkspaceFaultError(
                f"{verdict.verdict}: {verdict.says}\n{verdict.reason} ({verdict.hardness}, {verdict.source})\n"
                f"{explain_counterexample(verdict)}".rstrip()
            )
        if verdict.verdict == "not yet decided":
            pytest.skip(verdict.reason)
        if verdict.verdict == "departed":
            assert verdict.departure is not None
            pytest.xfail(f"declared departure: {verdict.departure.reason}")


class StudyFile(pytest.File):
    """One study: each line of its `expect`."""

    def collect(self) -> Iterable[pytest.Item]:
        from pathways.workspace import load_study

        study, _ = load_study(str(self.path), self.path.parent)
        for expectation in study.baseline.spec.expect:
            item: ExpectationItem = ExpectationItem.from_parent(self, name=expectation)
            item.add_marker("slow")
            yield item


class ExpectationItem(WordsItem):
    """One line of a study's `expect`, in the baseline. What cannot be told at this number of replications passes."""

    def runtest(self) -> None:
        verdict = next(verdict for verdict in _expectations(self.path) if verdict.says == self.name)
        if verdict.verdict == "undecided":
            warnings.warn(f"cannot tell, more replications are needed: {verdict.says}", stacklevel=1)
        if verdict.verdict == "unmet":
            assert verdict.value is not None
            raise WorkspaceFaultError(
                f"not met: {verdict.says}\nfound {100 * verdict.value:.1f} % in the baseline, "
                f"with an interval of {100 * (verdict.low or 0):.1f} to {100 * (verdict.high or 0):.1f} % (synthetic)"
            )


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
    """The verdicts on a study's expectations, simulated once for all items."""
    from pathways.commands.simulate import simulate

    return simulate(str(path), path.parent, scenarios=[], workers=1).result.expectations


@lru_cache(maxsize=4)
def _outcome(root: Path) -> CheckOutcome:
    """Every verdict of the workspace, decided once for all items."""
    from pathways.commands.check import check

    return check([], root)
