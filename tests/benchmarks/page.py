"""What a coordinator waits for on the pages, and the memory they take: run `python -m tests.benchmarks.page`.

Not a test: machines differ. Of this repository's workspace, in Chromium; needs /proc for the memory.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from playwright.sync_api import Page

from tests.web.browser import Served, launched, served

ROOT: Final = Path(__file__).parents[2]
ROUNDS: Final = 7
PAGES: Final = ("/", "/pathways/child", "/studies/panel-frequency", "/pathways/adult/edit")
PAINT: Final = "performance.getEntriesByName('first-contentful-paint')[0].startTime / 1000"


def told(what: str, seconds: list[float]) -> None:
    print(f"{what:60} median {statistics.median(seconds):.2f} s, at most {max(seconds):.2f} s, of {len(seconds)}")


def shares(process: int) -> Iterator[int]:
    """The memory of a process and then of each that it has started, in MB: its share of what several have (PSS)."""
    lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    yield next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) // 1024
    for task in Path(f"/proc/{process}/task").iterdir():
        for child in (task / "children").read_text().split():
            yield from shares(int(child))


def memory(site: Served, when: str) -> None:
    serving, *others = shares(site.process.pid)
    print(f"memory {when:53} {serving} MB" + "".join(f", what-ifs {other} MB" for other in others))


def paints(page: Page, site: Served) -> None:
    time.sleep(12)  # what is done once after the start is then over
    for address in PAGES:
        taken = []
        for _ in range(ROUNDS):
            page.goto(site.base + address, wait_until="load")
            page.wait_for_function(f"() => {PAINT.removesuffix('.startTime / 1000')}")
            taken.append(page.evaluate(PAINT))
        told(f"first paint of {address}", taken)


def what_ifs(page: Page, site: Served) -> None:
    """From letting go of a slider to the answer, each time a step further, which nobody has asked for before."""
    page.goto(f"{site.base}/studies/panel-frequency?from=fortnightly")
    slider = page.get_by_role("slider").nth(1)
    taken = []
    for _ in range(ROUNDS + 1):
        slider.focus()
        page.evaluate("document.getElementById('run-status').textContent = ''")
        page.keyboard.press("ArrowRight")
        begun = time.perf_counter()
        page.get_by_text("The answer is ready.").wait_for(timeout=60_000)
        taken.append(time.perf_counter() - begun)
    print(f"{'the first what-if':60} {taken[0]:.2f} s")
    told("a what-if of 100 replications, from the slider", taken[1:])


def main() -> None:
    begun, answered = [], []
    with launched() as browser:
        for _ in range(5):
            page = browser.new_context().new_page()
            start = time.perf_counter()
            with served(ROOT) as site:
                begun.append(time.perf_counter() - start)
                page.goto(site.link)
                answered.append(time.perf_counter() - start)
        told("from the command to the link", begun)
        told("from the command to a first page", answered)
        page = browser.new_context().new_page()
        with served(ROOT) as site:
            page.goto(site.link)
            paints(page, site)
            memory(site, "after looking at pages")
            what_ifs(page, site)
            memory(site, "after what-ifs")
            with page.expect_download():
                page.get_by_role("link", name="Word", exact=True).first.click()
            memory(site, "after an answer was written as Word")


if __name__ == "__main__":
    main()
