"""Drawings and reports with odd words in every place, in Chromium: opened alone, in a page, in a frame, clicked on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from pathways.commands.run import write_report
from tests.diagram.payloads import PAYLOADS, drawn_workspace
from tests.diagram.ways import ways
from tests.web.browser import launched

# What runs or may run in a document, and what is in it that no painter of ours draws with.
SCAN = """() => {
  const found = [], never = ['script', 'iframe', 'object', 'embed', 'base', 'link', 'img', 'image', 'foreignobject',
    'animate', 'set', 'handler', 'form', 'video', 'audio', 'svg:script'];
  if (window.hacked || document.title === 'hacked') found.push('ran');
  for (const e of document.querySelectorAll('*')) {
    if (never.includes(e.localName.toLowerCase())) found.push(e.outerHTML);
    for (const {name, value} of e.attributes) {
      if (/^on|^srcdoc$|^src$/i.test(name)) found.push(e.localName + ' ' + name + ' ' + value);
      if (/(^|:)(href|data|action)$/i.test(name) && !/^(#|[/]|https:[/][/]example[.]org|mailto:a@)/.test(value))
        found.push(value);
      if (/url\\((?!#)/i.test(value)) found.push(value);
      if (e.namespaceURI.endsWith('svg') && e.localName === 'a' && !e.hasAttribute('href')) found.push(e.outerHTML);
    }
  }
  return found;
}"""
CLICK = """() => { for (const e of document.querySelectorAll('a, text, rect, path, g'))
  for (const kind of ['mouseover', 'focus', 'click'])
    if (kind !== 'click' || !e.closest('a[href]')) e.dispatchEvent(new MouseEvent(kind, {bubbles: true})); }"""
TRY = f"() => {{ const before = ({SCAN})(); ({CLICK})(); return before.concat(({SCAN})()); }}"


class Watched:
    """Pages in which dialogs, script errors, and requests for anything but files of one folder are noted."""

    def __init__(self, context: BrowserContext, folder: Path) -> None:
        self.noted: list[str] = []
        here = folder.as_uri()
        context.on("request", lambda r: None if r.url.startswith(here) else self.noted.append(r.url))
        context.on("page", self._look)
        self.page = context.new_page()

    def _look(self, page: Page) -> None:
        page.on("dialog", lambda dialog: (self.noted.append(dialog.message), dialog.dismiss()))
        page.on("pageerror", lambda error: self.noted.append(str(error)))
        page.on("popup", lambda other: self.noted.append(other.url))
        page.on("framenavigated", lambda frame: self._came(frame.url))

    def _came(self, url: str) -> None:
        if not url.startswith(("file:", "about:")):
            self.noted.append(url)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@contextmanager
def watched(browser: Browser, folder: Path) -> Iterator[Watched]:
    context = browser.new_context()
    yield Watched(context, folder)
    context.close()


def show(watched: Watched, folder: Path, drawn: list[str]) -> None:
    """All drawings at once: each inline, and as a document of its own in a frame, where its scripts would run."""
    frames = []
    for number, svg in enumerate(drawn):
        (folder / f"{number}.svg").write_text(svg, encoding="utf-8")
        frames.append(f'<iframe src="{number}.svg"></iframe>')
    page = watched.page
    for name, parts in (("inline", drawn), ("frames", frames)):
        (folder / f"{name}.html").write_text(f"<!DOCTYPE html><meta charset=utf-8>{''.join(parts)}", encoding="utf-8")
    page.goto((folder / "inline.html").as_uri())
    assert page.evaluate("document.querySelectorAll('svg').length") >= len(drawn)
    assert page.evaluate(TRY) == []
    page.goto((folder / "frames.html").as_uri())
    assert len(page.frames) == 1 + len(drawn)
    for frame in page.frames[1:]:
        assert frame.evaluate(f"[document.documentElement.localName, ({TRY})()]") == ["svg", []], frame.url
    assert watched.noted == []


def hold(browser: Browser, folder: Path, firsts: range, runs: range) -> None:
    drawn_workspace(folder, firsts)
    shown = folder / "shown"
    shown.mkdir()
    with watched(browser, folder) as seen:
        for first in firsts:
            show(seen, shown, [svg for _, svg in ways(folder, first, runs=first in runs)])


def test_drawings_run_and_load_nothing(browser: Browser, tmp_path: Path) -> None:
    """Some 70 of the words are in these; `make slow` has each of the 120 in each place."""
    hold(browser, tmp_path, range(0, 120, 120), range(0))


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_drawings_run_and_load_nothing_wherever_words_stand(part: int, browser: Browser, tmp_path: Path) -> None:
    """Oracle: the browser. 120 words, each once in each of 50 places, drawn in 10 to 15 ways, each shown in three."""
    assert len(PAYLOADS) == 120
    hold(browser, tmp_path, range(part, 120, 4), range(0, 120, 20))


def test_what_would_run_or_load_something_is_seen(browser: Browser, tmp_path: Path) -> None:
    for inside in (
        "<script>window.hacked=1</script>", "<text onclick='window.hacked=1'>x</text>", "<script>throw 1</script>",
        "<a href='javascript:window.hacked=1'><text>x</text></a>", "<image href='http://127.0.0.1:9/x.png'/>",
    ):  # fmt: skip
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9">{inside}</svg>'
        with pytest.raises(AssertionError), watched(browser, tmp_path) as seen:
            show(seen, tmp_path, [svg])


def report(browser: Browser, folder: Path, firsts: range) -> None:
    drawn_workspace(folder, firsts)
    write_report(folder, to=folder / "report.html", quick=True)
    with watched(browser, folder) as seen:
        seen.page.goto((folder / "report.html").as_uri())
        text = seen.page.evaluate("document.body.textContent.replace(/\\s+/g, ' ')")
        shown = [each for each in PAYLOADS if " ".join(each.split()) in text]
        assert len(shown) >= 100 or len(firsts) < 4
        assert seen.page.evaluate(TRY) == []
        seen.page.emulate_media(media="print")
        assert seen.noted == []


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_a_report_runs_and_loads_nothing(part: int, browser: Browser, tmp_path: Path) -> None:
    """Four reports of five studies, ten pathways and five policies each: every word in every place of some."""
    report(browser, tmp_path, range(part * 6, 120, 24))
