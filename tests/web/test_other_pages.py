"""Pages of others in the same browser, which ask for all of ours in every way that a browser has."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests.web.browser import launched
from tests.web.gated import TOKEN, Gated, gated
from tests.web.small import small_workspace
from tests.web.test_looking import KNOWN, NONE, addresses, state

# Every way in which a page can have something of another page fetched, shown or run, and what comes back of it.
GET = """async ([base, paths]) => {
  const back = [], waits = [];
  const add = (tag, values) => {
    const it = Object.assign(document.createElement(tag), values);
    waits.push(new Promise(done => {
      it.onload = () => { if (tag === 'img' || tag === 'script') back.push(tag + ' ' + values.src); done(); };
      it.onerror = done; setTimeout(done, 700);
    }));
    document.body.append(it);
  };
  for (const path of paths) {
    const url = base + path;
    for (const mode of ['cors', 'no-cors'])
      waits.push(fetch(url, {mode, credentials: 'include'}).then(r => r.text(), () => '').then(t => back.push(t)));
    waits.push(fetch(url, {method: 'HEAD', mode: 'no-cors', credentials: 'include'}).catch(() => 0));
    waits.push(new Promise(done => {
      const asked = new XMLHttpRequest(); asked.open('GET', url); asked.withCredentials = true;
      asked.onloadend = () => { back.push(asked.responseText); done(); }; asked.send();
    }));
    for (const tag of ['img', 'iframe', 'embed', 'video', 'audio']) add(tag, {src: url + '?' + tag});
    add('script', {src: url}); add('script', {src: url + '?module', type: 'module'});
    add('object', {data: url}); add('input', {type: 'image', src: url});
    for (const rel of ['stylesheet', 'prefetch', 'preload', 'modulepreload', 'icon', 'manifest'])
      add('link', {rel, href: url + '?' + rel, as: 'fetch'});
    const style = document.createElement('style');
    style.textContent = `@import '${url}?css'; body { background-image: url('${url}?background') }`;
    document.body.append(style);
    waits.push(import(url + '?import').then(() => back.push('import ' + path), () => 0));
    new EventSource(url + '?events', {withCredentials: true}).onmessage = e => back.push(e.data);
    new WebSocket(url.replace('http', 'ws')).onopen = () => back.push('socket ' + path);
    try { new Worker(url); } catch { /* it asks before it fails */ }
    const form = Object.assign(document.createElement('form'), {action: url, target: 'sink'});
    document.body.append(form); form.submit();
  }
  await Promise.all(waits);
  return back.filter(each => each);
}"""
POST = """async ([base, paths, hop]) => {
  const back = [], waits = [], text = 'text=x&mark=x&do=discard&format=html&quarters=4&replications=2&name=x&title=x';
  const said = new URLSearchParams(text), wide = new FormData();
  for (const [name, value] of said) wide.append(name, value);
  let sink = 0;
  const send = (action, enctype) => {
    const frame = Object.assign(document.createElement('iframe'), {name: 'post' + sink++});
    const form = Object.assign(document.createElement('form'), {action, enctype, method: 'post', target: frame.name});
    for (const [name, value] of said) form.append(Object.assign(document.createElement('input'), {name, value}));
    document.body.append(frame, form);
    waits.push(new Promise(done => { frame.onload = done; setTimeout(done, 700); }));
    form.submit();
  };
  for (const path of paths) {
    const url = base + path;
    for (const kind of ['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain']) send(url, kind);
    send(hop + encodeURIComponent(url), 'application/x-www-form-urlencoded');
    for (const body of [said, text, wide, JSON.stringify({text})])
      for (const mode of ['no-cors', 'cors'])
        waits.push(fetch(url, {method: 'POST', mode, credentials: 'include', body, keepalive: mode === 'cors'})
          .then(r => r.text(), () => '').then(t => back.push(t)));
    for (const method of ['PUT', 'DELETE', 'PATCH'])
      waits.push(fetch(url, {method, credentials: 'include', body: text}).then(r => r.text(), () => '')
        .then(t => back.push(t)));
    waits.push(fetch(url, {method: 'POST', credentials: 'include', body: text, headers: {'HX-Request': 'true'}})
      .then(r => r.text(), () => '').then(t => back.push(t)));
    navigator.sendBeacon(url, said); navigator.sendBeacon(url, text);
    const link = Object.assign(document.createElement('a'), {href: location.href.split('#')[0] + '#x', ping: url});
    document.body.append(link); link.click();
  }
  await Promise.all(waits);
  return back.filter(each => each);
}"""
EMPTY = b"<!DOCTYPE html><title>Other</title><body><iframe name=sink></iframe>"
ORIGINS = ("http://127.0.0.1:{other}", "http://localhost:{other}", "http://evil.example:{other}")


class Other(BaseHTTPRequestHandler):
    """A page of somebody else; and an address that sends who comes on to wherever is said, form and all."""

    def do_GET(self) -> None:
        there = parse_qs(urlsplit(self.path).query).get("to")
        self.send_response(307 if there else 200)
        if there:
            self.send_header("Location", there[0])
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(EMPTY)

    do_POST = do_GET  # noqa: N815 - so it is called

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def another() -> Iterator[int]:
    """A server of somebody else on this computer: its port."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Other) as server:
        thread = Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_port
        server.shutdown()
    thread.join(10)


# Names of others lead to this computer, and what the browser itself keeps from it of other pages is let through.
OPEN = ("--host-resolver-rules=MAP *.example 127.0.0.1", "--proxy-bypass-list=*.example",
        "--disable-features=LocalNetworkAccessChecks,Translate,OptimizationHints,MediaRouter")  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched(*OPEN) as browser:
        yield browser


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gated]:
    with gated(small_workspace(tmp_path / "workspace"), monkeypatch) as site:
        yield site


def visited(browser: Browser, site: Gated) -> BrowserContext:
    """A browser that has our pages open in one tab."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site.base}/open?token={site.gate.renew()}")
    page.wait_for_url(f"{site.base}/")
    return context


def paths(site: Gated, every: int = 1) -> tuple[list[str], list[str]]:
    """What can be looked at, and what takes a form; or every so manyth of it."""
    gets = [path for path in addresses(site.desk, KNOWN | NONE) if "drawing" not in path or path.endswith("svg")]
    posts = [path.format(name="help", id="none") for method, path in site.gate.routes if method == "POST"]
    posts = [path.replace("/studies/help", "/studies/waits") for path in posts]
    return gets[::every], posts[::every]


def attack(page: Page, site: Gated, other: int, folder: Path, every: int) -> tuple[list[str], set[tuple[str, str]]]:
    """What another page has got of ours by asking for it; and what has reached our pages meanwhile."""
    gets, posts = paths(site, every)
    page.wait_for_load_state()
    before = state(site.desk, folder)
    site.reached.clear()
    site.asked.clear()
    back = page.evaluate(GET, [site.base, gets])
    back += page.evaluate(POST, [site.base, posts, f"http://127.0.0.1:{other}/?to="])
    shown = [frame for frame in page.frames[1:] if not frame.url.startswith(("chrome-error:", "about:"))]
    back += [f"frame {frame.url}" for frame in shown if frame.url.startswith(site.base)]
    for path in ("/", "/pathways/help/edit"):
        window = page.evaluate(
            """async url => { const w = open(url, '_blank'); await new Promise(r => setTimeout(r, 300));
                 try { return w.document.body.innerText } catch { return '' } }""",
            site.base + path,
        )
        back += [window] if window else []
    asked = set(site.asked)
    assert {path for method, path in asked if method == "GET"} >= set(gets), "not everything was tried"
    assert {path for method, path in asked if method == "POST"} >= set(posts), "not everything was tried"
    assert len(site.asked) >= 12 * (len(gets) + len(posts))
    assert state(site.desk, folder) == before
    return back, set(site.reached)


@pytest.mark.parametrize(
    ("origin", "every"), [(ORIGINS[0], 9), *(pytest.param(each, 1, marks=pytest.mark.slow) for each in ORIGINS)]
)
def test_a_page_of_another_origin_can_neither_read_nor_change_show_nor_run_anything(
    origin: str, every: int, browser: Browser, site: Gated, tmp_path: Path
) -> None:
    """Another port of this computer is the nearest: the cookie goes with what it asks for. Nothing is let through."""
    with another() as other:
        context = visited(browser, site)
        page = context.new_page()
        page.goto(origin.format(other=other))
        assert attack(page, site, other, tmp_path, every) == ([], set())
        ours = context.pages[0]
        ours.reload()
        assert ours.get_by_role("link", name="Help desk").is_visible()
        assert site.reached
        context.close()


@pytest.mark.slow
def test_even_if_everybody_were_let_through_another_page_would_get_nothing(
    browser: Browser, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the headers of the answers alone keep from others: reading, showing in a frame, running as script."""
    small_workspace(tmp_path / "workspace")
    with gated(tmp_path / "workspace", monkeypatch, is_open=True) as site, another() as other:
        gets, _ = paths(site)
        context = visited(browser, site)
        page = context.new_page()
        page.goto(ORIGINS[0].format(other=other))
        site.reached.clear()
        assert page.evaluate(GET, [site.base, gets]) == []
        assert {path for _, path in site.reached} >= set(gets)
        frames = page.frames[1:]
        assert len(frames) > len(gets)
        assert [frame.url for frame in frames if frame.url.startswith(site.base)] == []
        context.close()


def test_a_name_that_is_made_to_point_here_gets_nothing(browser: Browser, site: Gated, tmp_path: Path) -> None:
    """DNS rebinding: for the browser the other page is then of our very origin, and may read whatever is answered."""
    context = visited(browser, site)
    page = context.new_page()
    there = f"http://rebind.example:{site.port}"
    page.goto(there)
    before = state(site.desk, tmp_path)
    site.reached.clear()
    gets, posts = paths(site)
    read = page.evaluate(
        """async ([gets, posts]) => {
          const ask = (path, more) => fetch(path, {credentials: 'include', ...more})
            .then(async r => [r.status, await r.text()]);
          const body = new URLSearchParams('text=x&mark=x');
          return Promise.all([...gets.map(p => ask(p)), ...posts.map(p => ask(p, {method: 'POST', body}))]);
        }""",
        [gets, posts],
    )
    assert {status for status, _ in read} == {421}
    assert not [text for _, text in read if "Help desk" in text or "Small" in text]
    assert site.reached == []
    token = site.gate.renew()
    response = page.goto(f"{there}/open?token={token}")
    assert response is not None
    assert response.status == 421
    assert [cookie["domain"] for cookie in context.cookies()] == ["127.0.0.1"]
    assert site.gate._token == token  # it has not been used up
    assert state(site.desk, tmp_path) == before
    context.close()


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["data:", "file:", "a sandbox", "blob:"])
def test_a_page_of_no_origin_gets_nothing(kind: str, browser: Browser, site: Gated, tmp_path: Path) -> None:
    context = visited(browser, site)
    page = context.new_page()
    frame: Any = page
    if kind == "data:":
        page.goto(f"data:text/html,{EMPTY.decode()}")
    elif kind == "file:":
        (tmp_path / "other.html").write_bytes(EMPTY)
        page.goto((tmp_path / "other.html").as_uri())
    else:
        with another() as other:
            page.goto(f"http://127.0.0.1:{other}")
            inside = json.dumps(EMPTY.decode())
            page.evaluate(
                f"""async blob => {{ const f = document.createElement('iframe');
                  if (blob) f.src = URL.createObjectURL(new Blob([{inside}], {{type: 'text/html'}}));
                  else {{ f.sandbox = 'allow-scripts allow-forms'; f.srcdoc = {inside}; }}
                  await new Promise(done => {{ f.onload = done; document.body.append(f); }}); }}""",
                kind == "blob:",
            )
            frame = page.frames[2]
    before = state(site.desk, tmp_path)
    gets, posts = paths(site)
    site.reached.clear()
    site.asked.clear()
    assert frame.evaluate(GET, [site.base, gets]) == []
    assert frame.evaluate(POST, [site.base, posts, "http://evil.example:1/?to="]) == []
    assert {path for _, path in site.asked} >= {*gets, *posts}
    assert site.reached == []
    assert state(site.desk, tmp_path) == before
    context.close()


def test_the_cookie_is_for_this_browser_alone(browser: Browser, site: Gated) -> None:
    context = visited(browser, site)
    (cookie,) = context.cookies()
    assert (cookie["httpOnly"], cookie["sameSite"], cookie["path"], cookie["expires"]) == (True, "Strict", "/", -1)
    assert (cookie["domain"], cookie["name"]) == ("127.0.0.1", f"pathways_{site.port}")
    assert context.pages[0].evaluate("document.cookie") == ""
    assert TOKEN not in context.pages[0].evaluate("JSON.stringify([location.href, document.referrer, history.length])")
    context.close()
