"""Words of a definition stay words on every page, whatever they look like; and nothing is sent anywhere."""

from __future__ import annotations

import json
import os
import re
from itertools import cycle
from pathlib import Path
from urllib.parse import quote

import pytest
from playwright.sync_api import Page

from pathways.errors import PathwaysError
from pathways.workspace import load_pathways, load_policies, load_study
from tests.web.browser import Seen, launched, served, watch
from tests.web.hostile import PATHWAY, PAYLOADS, POLICY, STUDY, hostile_files, hostile_workspace

# Anything on a page that could run or load something and is not what our own templates put there.
SCAN = """() => {
  const found = [], ours = /^\\/static\\/(htmx\\.min|page)\\.js$/;
  const never = ['iframe', 'object', 'embed', 'base', 'style', 'img', 'image', 'use', 'foreignobject'];
  if (window.hacked || document.title === 'hacked') found.push('ran');
  for (const e of document.querySelectorAll('*')) {
    const tag = e.tagName.toLowerCase(), at = name => e.getAttribute(name) || '';
    if (tag === 'script' && !ours.test(at('src'))) found.push(e.outerHTML);
    if (never.includes(tag)) found.push(e.outerHTML);
    if (tag === 'link' && !at('href').startsWith('/static/')) found.push(e.outerHTML);
    for (const {name, value} of e.attributes) {
      if (/^on/i.test(name) || ['style', 'srcdoc'].includes(name)) found.push(tag + ' ' + name + ' ' + value);
      if (/^(href|src|action|formaction|xlink:href|data)$/i.test(name) && !/^[\\/#]/.test(value)) found.push(value);
      if (/^hx-(get|post)$/.test(name) && !/^\\/(studies$|(pathways|studies|runs)\\/)/.test(value)) found.push(value);
    }
  }
  return found;
}"""


def pages_of(id_: str, payload: str) -> tuple[str, ...]:
    named = () if "/" in payload else (f"/pathways/{id_}/rules/{quote(payload)}",)
    return (
        *named,
        f"/pathways/{id_}", f"/pathways/{id_}/rules", f"/pathways/{id_}/rules/R-{id_}", f"/pathways/{id_}/edit",
        f"/pathways/{id_}/walk", f"/pathways/{id_}/walk?a.sector=a&s=complete%7Ccall%7Cneed%3Dlarge",
        f"/studies/s-{id_}",
    )  # fmt: skip


def look(page: Page, base: str, address: str) -> None:
    response = page.goto(base + address)
    assert response is not None
    assert response.status == 200, (address, response.status)
    assert page.evaluate(SCAN) == [], address


def hold(payloads: tuple[str, ...], folder: Path) -> None:
    hostile_workspace(folder, payloads)
    names = hostile_files(folder, payloads[::4]) if os.name == "posix" else []  # others allow no such names
    with launched() as browser, served(folder) as site:
        context = browser.new_context()
        seen = watch(context, site.base)
        page = context.new_page()
        page.goto(site.link)
        page.wait_for_url(f"{site.base}/")
        assert page.evaluate(SCAN) == []
        look(page, site.base, "/studies")
        assert [name for name in names if name not in page.evaluate("document.body.textContent")] == []
        for name in names:
            for address in ("/pathways/{}", "/pathways/{}/edit", "/studies/{}"):
                page.goto(site.base + address.format(quote(name)))
                assert page.evaluate(SCAN) == [], (address, name)
        for number, payload in enumerate(payloads):
            for address in pages_of(f"p{number}", payload):
                look(page, site.base, address)
            assert payload.split("\n")[0] in page.evaluate("document.body.innerText.replace(/\\s+/g, ' ')"), payload
        assert seen == Seen()


def test_there_are_enough_places_and_payloads() -> None:
    assert len(PAYLOADS) == 120
    assert sum(text.count("{x}") for text in (PATHWAY, POLICY, STUDY)) >= 25


def test_words_stay_words_on_every_page(tmp_path: Path) -> None:
    """Every 61st payload, each in more than 25 places; `make slow` has all of them."""
    hold(PAYLOADS[::61], tmp_path)


@pytest.mark.slow
def test_words_stay_words_on_every_page_whatever_they_are(tmp_path: Path) -> None:
    """Oracle: the browser's own tree, and what it asks for: 120 payloads in each of more than 25 places."""
    for first in range(0, len(PAYLOADS), 20):
        hold(PAYLOADS[first : first + 20], tmp_path / str(first))


def test_an_answer_and_typed_text_stay_words(tmp_path: Path) -> None:
    hostile_workspace(tmp_path, PAYLOADS[:1])
    with launched() as browser, served(tmp_path) as site:
        context = browser.new_context()
        seen = watch(context, site.base)
        page = context.new_page()
        page.goto(site.link)
        page.wait_for_url(f"{site.base}/")
        page.goto(f"{site.base}/studies/s-p0?from=two")
        page.get_by_role("button", name="Work it out").click()
        page.get_by_text("The answer is ready.").wait_for(timeout=90_000)
        assert page.evaluate(SCAN) == []
        page.locator("a[href*='/heat/']").last.click()
        page.get_by_role("heading", name=re.compile("where people wait", re.IGNORECASE)).wait_for()
        assert page.evaluate(SCAN) == []
        page.goto(f"{site.base}/pathways/p0/edit")
        box = page.get_by_label("Definition")
        page.locator("[hx-trigger=load]").wait_for(state="detached")  # typing would cut that request short
        for payload in PAYLOADS[::30]:
            with page.expect_response(lambda got: got.request.method == "POST" and got.url.endswith("/check")):
                box.fill(f"pathway: p0\n{payload}\n")
            assert page.evaluate(SCAN) == [], payload
        page.get_by_role("button", name="See the differences and save").click()
        assert page.evaluate(SCAN) == []
        for address in (
            "/pathways/p0/walk?a.sector=<script>",
            '/pathways/p0?zoom="><script>',
            "/<script>alert(1)</script>",
        ):
            page.goto(site.base + address)
            assert page.evaluate(SCAN) == []
        assert seen == Seen()


# What is no word but a name: the file, and the place in it that a payload takes.
NAMES = (
    *(("definitions/p0.yaml", place) for place in (
        "pathway: p0", "  desk:", "  sector:", "values: [a", "start: call", "  call:", "  visit:", "  left:",
        "lane: desk", "outcome: helped", "then: sort", "hardness: ASSUMPTION", "status: proposed", "within: 2 days",
        "finds: need", "kind: decision", "from: arrival", "during: [visit",
    )),
    *(("definitions/policies/rules_p0.yaml", place) for place in (
        "policy: rules_p0", "kind: always_through", "applies_to: [p0", "hardness: ASSUMPTION",
    )),
    *(("simulations/s-p0.yaml", place) for place in (
        "study: s-p0", "  two:", "  team:", "pathways: p0", "hardness: ASSUMPTION", "staff: 1", "seed: 7",
        "starts: 2024-01-01",
    )),
)  # fmt: skip


def refused(folder: Path) -> bool:
    """Whether something in the workspace is not accepted as it is written."""
    loading = load_pathways([], folder)
    faults = [*loading.errors, *(load_policies(loading.policy_files)[1] if loading.pathways else ())]
    try:
        load_study(str(folder / "simulations" / "s-p0.yaml"), folder)
    except PathwaysError:
        return True
    return any(fault.severity == "error" for fault in faults)


def put(folder: Path, name: str, place: str, payload: str) -> str:
    """Set a payload in a name's place; what the file held before."""
    text = (folder / name).read_text()
    before, value = re.fullmatch(r"(\s*|.*: \[?)(.+?)", place, re.DOTALL).groups()  # type: ignore[union-attr]
    assert place in text, place
    colon = ":" if value.endswith(":") else ""
    (folder / name).write_text(text.replace(place, f"{before}{json.dumps(payload)}{colon}", 1))
    return text


def test_what_names_something_is_a_plain_name(tmp_path: Path) -> None:
    """In each of 30 places where there is an id, a number, a date or a word of the language, one of the payloads."""
    hostile_workspace(tmp_path, ("word",))
    assert not refused(tmp_path)
    for (name, place), payload in zip(NAMES, cycle(PAYLOADS[::7])):
        text = put(tmp_path, name, place, payload)
        assert refused(tmp_path), (name, place, payload)
        (tmp_path / name).write_text(text)
