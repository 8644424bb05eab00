"""What lies open while the pages are served: the workspace as its files are now, what is typed, what is running."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event, RLock, Thread
from typing import TYPE_CHECKING, TypeVar

from pathways.commands.check import CheckOutcome, check_loaded
from pathways.commands.evidence import Gathered, gather, is_needed
from pathways.errors import Finding, FindingsError, PathwaysError, WorkspaceError
from pathways.web.apart import Apart
from pathways.web.drafts import Drafts
from pathways.web.files import holds
from pathways.web.runs import CancelledError, Runs
from pathways.workspace import Loading, SourceFile, Workspace, load_pathways, load_policies, load_study

if TYPE_CHECKING:
    from pathways.diagram import Drawing
    from pathways.diagram.story import Story
    from pathways.rules import Policy, Verdict
    from pathways.simulation import Study

T = TypeVar("T")


@dataclass
class Desk:
    """The workspace, and what is kept in memory besides: never anything about a person, and nothing after the end."""

    workspace: Workspace
    drafts: Drafts = field(default_factory=Drafts)
    runs: Runs = field(default_factory=Runs)
    apart: Apart = field(init=False)
    former: dict[str, CheckOutcome] = field(default_factory=dict)  # by pathway: what its rules came to, last time
    _view: View | None = None
    _closed: Event = field(default_factory=Event)
    _lock: RLock = field(default_factory=RLock)

    def __post_init__(self) -> None:
        self.apart = Apart(self.workspace.root)

    def view(self) -> View:
        """The workspace as its files are now; worked out anew only where one of them has changed."""
        with self._lock:
            mark = _mark(self.workspace)
            if self._view is None or self._view.mark != mark:
                if self._view is not None:
                    self.former |= self._view.decided()
                self._view = View(self.workspace, mark)
            return self._view

    def warm_up(self) -> None:
        """Do beforehand, in the background, what most visitors ask for."""
        self.background(self._draw_and_check)

    def _draw_and_check(self) -> None:
        view = self.view()
        for work in (view.drawing, lambda _: view.studies, view.checked):
            for file in view.files:
                if self._closed.is_set():
                    return
                work(file.subject)

    def background(self, work: Callable[[], object]) -> None:
        """Do something that nobody waits for yet; what is wrong is told to whoever asks for it."""

        def quietly() -> None:
            try:
                work()
            except (PathwaysError, CancelledError):
                return
            except RuntimeError:
                if not self._closed.is_set():  # else the interpreter is going down, and starts no more threads
                    raise

        Thread(target=quietly, daemon=True).start()

    def unsaved(self) -> list[str]:
        """The files in which something else stands than what is typed for them."""
        return [self.workspace.shown(path) for path, draft in self.drafts.all() if not holds(path, draft.text)]

    @property
    def is_closed(self) -> bool:
        """Whether the pages are coming to their end."""
        return self._closed.is_set()

    def close(self) -> None:
        """Let nothing go on running."""
        self._closed.set()
        self.apart.close()
        self.runs.close()


def _mark(workspace: Workspace) -> tuple[object, ...]:
    """What changes whenever a file of the workspace does."""
    folders = dict.fromkeys((workspace.definitions, workspace.simulations))
    found = []
    for folder in folders:
        for path in sorted(folder.rglob("*.y*ml")) if folder.is_dir() else ():
            at = path.stat()
            found.append((path, at.st_mtime_ns, at.st_size, at.st_ino))
    return tuple(found)


class View:
    """A workspace at one moment; everything in it is worked out when first asked for, once."""

    def __init__(self, workspace: Workspace, mark: tuple[object, ...]) -> None:
        self.workspace, self.mark = workspace, mark
        self._kept: dict[object, object] = {}
        self._locks: dict[object, RLock] = {}
        self._lock = RLock()

    def once(self, key: object, make: Callable[[], T]) -> T:
        """What `make` gives, made when it is first asked for."""
        with self._lock:
            lock = self._locks.setdefault(key, RLock())
        with lock:
            if key not in self._kept:
                self._kept[key] = make()
            return self._kept[key]  # type: ignore[return-value]

    # --- pathways

    @property
    def all(self) -> Loading:
        """Every pathway; a workspace without any is told as such."""
        return self.once("all", lambda: load_pathways([], self.workspace.root))

    @property
    def files(self) -> tuple[SourceFile, ...]:
        """The file of every pathway, faulty ones too."""
        return self.all.asked

    def file(self, name: str) -> SourceFile | None:
        return next((file for file in self.files if file.subject == name), None)

    def loading(self, name: str) -> Loading:
        """One pathway, with its own faults alone."""
        return self.once(("loading", name), lambda: load_pathways([name], self.workspace.root))

    def drawing(
        self, name: str, story: Story | None = None, page: str = "", opened: tuple[str, ...] = ()
    ) -> Drawing | None:
        """Its drawing with the pieces `opened`, every state a link to its `page`; None where it has faults."""
        key = ("drawing", name, story, page, opened)
        return self.once(key, lambda: drawn(self.loading(name), story, page, opened))

    # --- rules

    @property
    def policies(self) -> tuple[list[Policy], list[Finding]]:
        return self.once("policies", lambda: load_policies(self.all.policy_files))

    @property
    def gathered(self) -> Gathered:
        """What the studies say; reading them all takes a second or two."""
        return self.once("gathered", lambda: gather(self.all))

    def evidence(self, name: str) -> Gathered:
        """What the studies say, where some rule for this pathway weighs it."""
        return self.gathered if is_needed(self.policies[0], [name]) else Gathered()

    def checked(self, name: str) -> CheckOutcome:
        """Findings and verdicts of one pathway."""
        policies, faults = self.policies
        return self.once(
            ("checked", name), lambda: check_loaded(self.loading(name), policies, faults, gathered=self.evidence(name))
        )

    def is_checked(self, name: str) -> bool:
        """Whether the verdicts are there already."""
        return ("checked", name) in self._kept

    def decided(self) -> dict[str, CheckOutcome]:
        """What the rules of those pathways came to that were looked at, and had no faults."""
        with self._lock:
            names = [key[1] for key in self._kept if isinstance(key, tuple) and key[0] == "checked"]
        return {name: self.checked(name) for name in names if self.loading(name).pathways}

    def verdict(self, name: str, rule: str) -> Verdict | None:
        return next((each for each in self.checked(name).verdicts if each.rule == rule), None)

    def typed(self, file: SourceFile, text: str, *, verdicts: bool = True) -> tuple[Loading, CheckOutcome | None]:
        """The pathway as if `text` stood in its file, and what it then keeps and breaks."""
        if text == file.text and self.is_checked(file.subject):
            return self.loading(file.subject), self.checked(file.subject)
        loading = load_pathways([str(file.path)], self.workspace.root, {file.path: text})
        policies, faults = self.policies
        if not verdicts:
            return loading, None
        gathered = self.evidence(file.subject)
        return loading, check_loaded(loading, policies, faults, figures=False, gathered=gathered)

    def users(self, file: SourceFile) -> list[SourceFile]:
        """The files of the pathways that are made of this one, among others."""
        pieces = self.all.pieces
        return [each for each in self.files if each.path != file.path and file in pieces.get(each.path, ())]

    def faults_of_users(self, file: SourceFile, text: str) -> list[Finding]:
        """What would be wrong in the pathways that use this one if `text` stood in its file."""
        users = self.users(file)
        if not users:
            return []
        with_it = load_pathways([str(each.path) for each in users], self.workspace.root, {file.path: text})
        return [finding for finding in with_it.errors if finding.place.file != file.shown]

    # --- studies

    @property
    def studies(self) -> tuple[tuple[SourceFile, Study | FindingsError], ...]:
        """Every study, or what is wrong with it."""

        def read() -> tuple[tuple[SourceFile, Study | FindingsError], ...]:
            found: list[tuple[SourceFile, Study | FindingsError]] = []
            for file in self.workspace.studies():
                try:
                    found.append((file, load_study(file.subject, self.workspace.root)[0]))
                except FindingsError as error:
                    found.append((file, error))
                except WorkspaceError:  # a second file of the same id, which the first one's findings tell of
                    continue
            return tuple(found)

        return self.once("studies", read)

    @property
    def readable_studies(self) -> list[tuple[SourceFile, Study]]:
        """Those that nothing is wrong with."""
        return [(file, study) for file, study in self.studies if not isinstance(study, FindingsError)]

    def study(self, name: str) -> tuple[SourceFile, Study | FindingsError] | None:
        return next(((file, study) for file, study in self.studies if file.subject == name), None)


def drawn(loading: Loading, story: Story | None = None, page: str = "", opened: tuple[str, ...] = ()) -> Drawing | None:
    """The drawing of the one pathway in `loading`, every state a link to where the page tells of it."""
    from pathways.diagram import draw
    from pathways.web.addresses import step_links

    if not loading.pathways:
        return None
    linked = loading.pathways[0].linked
    return draw(linked, story, links=step_links(linked, page), opened=opened)
