"""A Chromium that is on this machine, and the pages served to it by the command as a person starts it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
OPTIONS = ("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-dev-shm-usage")
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
def launched() -> Iterator[Browser]:
    path = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(OPTIONS))
        yield browser
        browser.close()


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
