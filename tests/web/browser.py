"""A Chromium that is on this machine, and the pages served to it by the command as a person starts it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from threading import Thread

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
OPTIONS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage")
# Whom a browser asks for its own sake: for newer versions, settings and lists, whatever page it shows.
OWN = re.compile(
    r"[/ ]((update|optimizationguide-pa|safebrowsing|content-autofill)\.googleapis\.com"
    r"|(accounts|clients\d|mtalk|android\.clients)\.google\.com|(edgedl\.me|redirector)\.gvt1\.com"
    r"|[\w.-]+\.microsoft\.com)[:/]"
)
MISSING = "Failed to load resource"  # a page that is not there is no fault of a script
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


def chromium() -> str:
    """The path of a Chromium; tests that need one are skipped, with this reason, where there is none."""
    asked = os.environ.get("PATHWAYS_CHROMIUM")
    found = asked or next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip(
            "no Chromium was found, so the pages were not tried in a browser; "
            "install it (on Debian: apt-get install chromium) or give its path as PATHWAYS_CHROMIUM"
        )
    return found


@contextmanager
def nowhere() -> Iterator[tuple[str, list[str]]]:
    """Stands for all beyond this computer, and notes what it is asked: an option for Chromium, and the notes."""
    asked: list[str] = []

    def hear(beyond: socket.socket) -> None:
        with suppress(OSError):  # it has been closed
            while True:
                caller, _ = beyond.accept()
                with caller, suppress(TimeoutError):  # browsers open some lines before they have anything to ask
                    caller.settimeout(1)
                    asked.append(caller.recv(200).decode("latin-1").partition("\r\n")[0])

    with socket.create_server(("127.0.0.1", 0)) as beyond:
        thread = Thread(target=hear, args=(beyond,), daemon=True)
        thread.start()
        yield f"--proxy-server=http://127.0.0.1:{beyond.getsockname()[1]}", asked
        beyond.shutdown(socket.SHUT_RDWR)
    thread.join(5)


@contextmanager
def launched(*options: str) -> Iterator[Browser]:
    """A Chromium; if a page makes it ask anybody beyond this computer for anything, the test fails."""
    path = chromium()
    with nowhere() as (proxy, asked), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=[*OPTIONS, proxy, *options])
        yield browser
        browser.close()
        assert [line for line in asked if line and not OWN.search(line)] == []


@dataclass
class Served:
    """Pages that are being served: the process, and the link that it printed."""

    process: subprocess.Popen[str]
    link: str

    @property
    def base(self) -> str:
        return self.link.partition("/open")[0]


@contextmanager
def served(folder: Path) -> Iterator[Served]:
    """`pathways serve` in a folder, ended as a person ends it."""
    repository = Path(__file__).parents[2]
    environment = {**os.environ, "PYTHONPATH": str(repository)}
    process = subprocess.Popen(
        [sys.executable, "-m", "pathways", "serve", "--no-open"],
        cwd=folder, env=environment, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stderr is not None
        for line in process.stderr:
            if found := re.search(r"http://127\.0\.0\.1:\d+/open\?token=\S+", line):
                yield Served(process, found[0])
                break
        else:
            raise AssertionError("it printed no link")
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0
        said = process.stderr.read()
        assert "Traceback" not in said, said
    finally:
        if process.poll() is None:
            process.kill()
            process.wait()
        for stream in (process.stdout, process.stderr):
            if stream is not None:
                stream.close()


@dataclass
class Seen:
    """What went on behind a page's back."""

    foreign: list[str] = field(default_factory=list)
    dialogs: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def watch(context: BrowserContext, base: str) -> Seen:
    """Note every request to elsewhere, every dialog, every script error or breach of the page's own policy."""
    seen = Seen()

    def look(page: Page) -> None:
        page.on("dialog", lambda dialog: (seen.dialogs.append(dialog.message), dialog.dismiss()))
        page.on("pageerror", lambda error: seen.errors.append(str(error)))
        page.on(
            "console", lambda m: seen.errors.append(m.text) if m.type == "error" and MISSING not in m.text else None
        )

    context.on("request", lambda r: None if r.url.startswith(base + "/") else seen.foreign.append(r.url))
    context.on("page", look)
    return seen


@cache
def _axe() -> str:
    return resources.files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def axe(page: Page) -> list[str]:
    """What axe-core finds on a page: nothing, if all is well. It is put in past the page's own policy."""
    page.context.new_cdp_session(page).send("Runtime.evaluate", {"expression": f"{_axe()};0"})
    found = page.evaluate("rules => axe.run(document, {runOnly: rules}).then(r => r.violations)", RULES)
    return [f"{page.url}: {each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]
