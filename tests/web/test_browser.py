"""The pages in Chromium, as people use them: by keyboard, at 320 pixels, without script, beside a hostile page."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.web.browser import Seen, Served, axe, launched, served, watch
from tests.web.small import SMALL, small_workspace

PAGES = (
    "/", "/pathways/help", "/pathways/help?zoom=200", "/pathways/help/rules", "/pathways/help/rules/H-1",
    "/pathways/help/walk", "/pathways/help/walk?s=complete%7Ccall%7Cneed%3Dlarge", "/pathways/help/edit",
    "/pathways/broken", "/pathways/broken/edit", "/studies", "/studies/waits", "/studies/waits?from=two",
    "/studies/waits/pack", "/studies/odd", "/accessibility", "/reports", "/help", "/no-such-page",
    "/pathways/help/walk?s=nonsense",
)  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Iterator[tuple[Served, BrowserContext, Path]]:
    """One workspace, served, and a browser that opened its link; what tests write they put back."""
    folder = small_workspace(tmp_path_factory.mktemp("site"))
    broken = SMALL.replace("pathway: help", "pathway: broken").replace("then: sort", "then: sord")
    (folder / "definitions" / "broken.yaml").write_text(broken)
    (folder / "simulations" / "odd.yaml").write_text("study: odd\n")
    with served(folder) as pages:
        context = browser.new_context(viewport={"width": 1280, "height": 900})
        page = context.new_page()
        page.goto(pages.link)
        page.wait_for_url(f"{pages.base}/")
        page.close()
        yield pages, context, folder
        context.close()


@pytest.fixture
def page(site: tuple[Served, BrowserContext, Path]) -> Iterator[Page]:
    pages, context, folder = site
    (folder / "definitions" / "help.yaml").write_text(SMALL)
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(pages.base)
    yield page
    page.close()


def without_script(browser: Browser, context: BrowserContext) -> Page:
    other = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    other.add_cookies(context.cookies())  # type: ignore[arg-type]
    return other.new_page()


def test_every_page_is_well_formed_for_everybody(page: Page, site: tuple[Served, BrowserContext, Path]) -> None:
    """Oracle: axe-core; and at 320 pixels, which is 1280 at 400%, nothing runs off the page sideways."""
    pages, context, _ = site
    seen = watch(context, pages.base)
    found: list[str] = []
    for width in (1280, 320):
        page.set_viewport_size({"width": width, "height": 900})
        for address in PAGES:
            page.goto(pages.base + address)
            expect(page.locator("[hx-trigger=load]")).to_have_count(0)
            found += axe(page) if width == 1280 else []
            assert page.evaluate("document.documentElement.scrollWidth") <= width, (address, width)
            assert page.evaluate("document.documentElement.lang") == "en-GB"
    assert found == []
    assert seen == Seen()


def press_to(page: Page, name: str, most: int = 60) -> None:
    """Press Tab until what has the keyboard is called so."""
    for _ in range(most):
        page.keyboard.press("Tab")
        said = page.evaluate("(document.activeElement.innerText || document.activeElement.textContent || '').trim()")
        if said.startswith(name):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none", name
            return
    raise AssertionError(f"the keyboard did not reach '{name}'")


def test_a_walk_by_keyboard_alone(page: Page) -> None:
    press_to(page, "Skip to main content")
    press_to(page, "Help desk")
    page.keyboard.press("Enter")
    page.wait_for_url("**/pathways/help")
    press_to(page, "Walk a made-up referral")
    page.keyboard.press("Enter")
    page.wait_for_url("**/walk")
    page.locator("input[type=radio]").first.focus()
    page.keyboard.press("ArrowDown")
    press_to(page, "Go on")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Visit (Team)", exact=True)).to_be_visible()
    expect(page.locator("#drawing-box a.now")).to_have_text("Visit")
    press_to(page, "Go on")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="It has ended")).to_be_visible()


def test_a_step_of_the_drawing_leads_to_what_is_known_of_it(page: Page) -> None:
    page.get_by_role("link", name="Help desk").click()
    page.locator(".drawing a", has_text="visit").focus()
    page.keyboard.press("Enter")
    part = page.locator("[id='step-visit']")
    expect(part).to_be_in_viewport()
    expect(part).to_contain_text("Team")
    expect(part).to_contain_text("none, on purpose")
    expect(part).to_contain_text("House rules")
    expect(part.get_by_role("link", name="Everybody is visited")).to_have_attribute("href", "/pathways/help/rules/H-1")


def test_a_broken_rule_is_played_on_the_drawing(page: Page) -> None:
    page.get_by_role("link", name="Help desk").click()
    page.get_by_role("link", name="See its rules").click()
    page.get_by_role("link", name="Everybody is visited").click()
    expect(page.get_by_role("heading", name="A referral that breaks it")).to_be_visible()
    expect(page.locator(".drawing svg")).to_contain_text("H-1, broken")


def test_typing_is_checked_and_saved_and_undone(page: Page, site: tuple[Served, BrowserContext, Path]) -> None:
    path = site[2] / "definitions" / "help.yaml"
    page.get_by_role("link", name="Help desk").click()
    page.get_by_role("link", name="Change the definition").click()
    box = page.get_by_label("Definition")
    box.fill(SMALL.replace("then: sort", "then: sord"))
    expect(page.get_by_role("status")).to_contain_text("1 fault")
    assert axe(page) == []
    message = page.locator(".finding").first
    expect(message).to_contain_text("sord")
    message.get_by_role("link").click()
    assert page.evaluate("document.activeElement.id") == "text"
    assert "sord" in page.evaluate(
        "(box => box.value.slice(box.selectionStart, box.selectionEnd))(document.activeElement)"
    )
    at_the_first_key = page.evaluate(
        """() => {
          document.getElementById("text").dispatchEvent(new Event("input", {bubbles: true}));
          return document.getElementById("status").textContent + document.getElementById("checked").ariaBusy;
        }"""
    )
    assert at_the_first_key == "Being checked.true"
    box.fill(SMALL.replace("{otherwise: closed}", "{otherwise: visit}"))
    expect(page.get_by_role("status")).to_contain_text("No rule is broken")
    expect(page.locator("[aria-busy]")).to_have_count(0)
    page.get_by_role("button", name="See the differences and save").click()
    expect(page.locator("tr.new")).to_contain_text("otherwise: visit")
    expect(page.locator("[hx-trigger=load]")).to_have_count(0)
    assert axe(page) == []
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert path.read_text() == SMALL.replace("{otherwise: closed}", "{otherwise: visit}")
    page.get_by_role("button", name="Undo the last save").click()
    expect(page.get_by_text("Undone.")).to_be_visible()
    assert path.read_text() == SMALL


def test_a_what_if_is_answered_beside_its_sliders_and_kept(
    page: Page, site: tuple[Served, BrowserContext, Path]
) -> None:
    folder = site[2]
    page.get_by_role("link", name="What if?").click()
    words = page.get_by_label("Find a question")
    words.fill("zebra")
    expect(page.get_by_text("No question has these words.")).to_be_visible()
    words.fill("visit")
    expect(page.get_by_role("status")).to_have_text("Found: 1 of 2 questions.")
    page.get_by_role("link", name="How long do people wait?").click()
    number = page.get_by_role("spinbutton", name="Team: staff")
    number.fill("99")
    page.keyboard.press("Tab")
    page.get_by_role("link", name="give a number from 1 to").click()
    expect(number).to_be_focused()
    number.fill("1")
    slider = page.get_by_role("slider", name="Team: staff")
    slider.focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("spinbutton", name="Team: staff")).to_have_value("2")
    page.keyboard.press("Tab")  # lets go of it
    expect(page.get_by_text("staff 2 instead of 1")).to_be_visible(timeout=60_000)
    expect(page.get_by_role("status")).to_have_text("The answer is ready.", timeout=60_000)
    expect(page.get_by_role("figure")).to_contain_text("what if")
    page.locator("#q-teams\\.team\\.staff").focus()
    press_to(page, "Word", most=8)
    assert axe(page) == []
    with page.expect_download() as download:
        page.get_by_role("link", name="Word").click()
    assert download.value.suggested_filename == "waits-what-if.docx"
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    words = page.locator("figure .strips li").first
    assert words.evaluate("e => parseFloat(getComputedStyle(e).fontSize)") >= 14
    page.get_by_label("Name of the file").fill("waits")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a study")
    assert axe(page) == []
    page.get_by_label("Name of the file").fill("two-people")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Saved")).to_be_visible()
    expect(page.get_by_role("spinbutton", name="Team: staff")).to_have_value("2")
    assert axe(page) == []
    assert (folder / "simulations" / "two-people.yaml").exists()
    page.get_by_label("How often to play it through").fill("2000")
    page.get_by_role("button", name="Work it out").click()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("It was cancelled.")).to_be_visible()
    (folder / "simulations" / "two-people.yaml").unlink()


def test_a_broken_rule_is_stepped_through_on_the_drawing(
    browser: Browser, page: Page, site: tuple[Served, BrowserContext, Path]
) -> None:
    """What is not small arrives at the call, is sorted, and ends without a visit."""
    pages, context, _ = site
    address = f"{pages.base}/pathways/help/rules/H-1"
    page.emulate_media(reduced_motion="reduce")
    page.goto(address)
    says, now = page.locator("#player").get_by_role("status"), page.locator("#drawing-box a.now")
    press_to(page, "Next step")
    for number, key, place in (
        (1, "Enter", "Call"),
        (2, "Enter", "Call"),
        (3, "ArrowRight", "Sort"),
        (2, "ArrowLeft", "Call"),
    ):
        page.keyboard.press(key)
        expect(says).to_contain_text(f"Step {number} of ")
        expect(now).to_contain_text(place)
        expect(page.locator("li.now")).to_have_count(1)
        expect(now).to_be_in_viewport()
    assert axe(page) == []
    expect(page.get_by_role("button", name="Play")).to_be_hidden()  # it moves by itself
    page.emulate_media(reduced_motion="no-preference")
    page.get_by_role("button", name="Play").click()
    expect(says).to_contain_text("Step 3 of ")
    page.get_by_role("button", name="Pause").click()
    page.get_by_role("button", name="Whole way").click()
    expect(now).to_have_count(0)
    plain = without_script(browser, context)
    plain.goto(address)
    expect(plain.get_by_role("button", name="Next step")).to_be_hidden()
    expect(plain.locator("[data-at]").first).to_be_visible()
    plain.context.close()


def test_everything_but_live_checking_works_without_script(
    browser: Browser, page: Page, site: tuple[Served, BrowserContext, Path]
) -> None:
    pages, context, folder = site
    plain = without_script(browser, context)
    plain.goto(pages.base)
    plain.get_by_role("link", name="Rules").first.click()
    plain.goto(f"{pages.base}/pathways/help/walk")
    plain.get_by_role("radio").last.check()
    plain.get_by_role("button", name="Go on").click()
    expect(plain.get_by_text("Visit (Team)", exact=True)).to_be_visible()
    plain.goto(f"{pages.base}/pathways/help/edit")
    expect(plain.get_by_text("checked as you type")).to_be_hidden()
    expect(plain.get_by_text("eing checked")).to_be_hidden()
    plain.get_by_label("Definition").fill(SMALL.replace("then: sort", "then: sord"))
    plain.get_by_role("button", name="Check").click()
    expect(plain.locator(".finding").first).to_contain_text("sord")
    plain.get_by_label("Definition").fill(SMALL.replace("Help desk", "Help line"))
    plain.get_by_role("button", name="See the differences and save").click()
    plain.get_by_role("button", name="Save", exact=True).click()
    assert "Help line" in (folder / "definitions" / "help.yaml").read_text()
    plain.goto(f"{pages.base}/studies/waits")
    expect(plain.get_by_role("slider")).to_have_count(0)
    plain.get_by_role("spinbutton", name="Team: staff").fill("2")
    plain.get_by_role("button", name="Work it out").click()
    for _ in range(60):
        if not plain.get_by_role("link", name="See how far it has come").count():
            break
        plain.get_by_role("link", name="See how far it has come").click()
    expect(plain.get_by_text("staff 2 instead of 1")).to_be_visible()
    assert plain.url.startswith(f"{pages.base}/runs/")
    plain.context.close()


def test_a_hostile_page_in_another_tab_can_neither_read_nor_change_anything(
    page: Page, site: tuple[Served, BrowserContext, Path]
) -> None:
    """The other page is of another origin; it fetches, sends forms, frames, and opens ours."""
    pages, context, folder = site
    hostile = context.new_page()
    hostile.route(
        "http://evil.example/**",
        lambda route: route.fulfill(
            content_type="text/html", body="<form id=f method=post target=t></form><iframe name=t id=t></iframe>"
        ),
    )
    hostile.goto("http://evil.example/")
    read = hostile.evaluate(
        """async base => {
          const tries = [];
          for (const path of ['/', '/pathways/help', '/pathways/help/edit', '/static/page.js'])
            for (const mode of ['cors', 'no-cors'])
              tries.push(fetch(base + path, {mode, credentials: 'include'}).then(r => r.text(), () => ''));
          return (await Promise.all(tries)).join('');
        }""",
        pages.base,
    )
    assert read == ""
    for path in (
        "/pathways/help/edit/save",
        "/pathways/help/edit/undo",
        "/pathways/help/edit",
        "/pathways/help/edit/check",
    ):
        hostile.evaluate(
            """([base, path]) => { const f = document.getElementById('f'); f.action = base + path;
                 f.innerHTML = '<input name=text value=x><input name=mark value=x>'; f.submit(); }""",
            [pages.base, path],
        )
        hostile.wait_for_timeout(150)
    hostile.evaluate("base => { document.getElementById('t').src = base + '/pathways/help'; }", pages.base)
    hostile.wait_for_timeout(300)
    frame = hostile.frames[1]
    assert "Help desk" not in (frame.content() if not frame.url.startswith("chrome-error") else "")
    assert (folder / "definitions" / "help.yaml").read_text() == SMALL
    page.goto(f"{pages.base}/pathways/help/edit")
    assert page.get_by_label("Definition").input_value() == SMALL  # nor is anything typed for us
    hostile.close()


def test_the_token_is_in_no_address_once_the_pages_are_open(browser: Browser, tmp_path: Path) -> None:
    with served(small_workspace(tmp_path)) as pages:
        context = browser.new_context()
        page = context.new_page()
        asked: list[str] = []
        page.on("request", lambda request: asked.append(f"{request.url} {request.headers.get('referer', '')}"))
        page.goto(pages.link)
        page.wait_for_url(f"{pages.base}/")
        assert ["token" in each for each in asked] == [True] + [False] * (len(asked) - 1)
        page.go_back()
        assert page.url == "about:blank"
        page.goto(pages.base.replace("127.0.0.1", "localhost"))
        page.get_by_role("link", name=f"{pages.base}/").click()
        page.wait_for_url(f"{pages.base}/")
        context.close()


def test_another_browser_is_not_let_in(browser: Browser, site: tuple[Served, BrowserContext, Path]) -> None:
    pages, _, _ = site
    other = browser.new_context()
    page = other.new_page()
    for address in (pages.link, pages.base, f"{pages.base}/pathways/help/edit"):
        response = page.goto(address)
        assert response is not None
        assert response.status == 403
        assert axe(page) == []
    other.close()
