"""The command itself: which addresses it listens at and talks to, how it begins and how it ends."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import pytest

from pathways.errors import PathwaysError, WorkspaceError
from pathways.web.server import _open, serve
from tests.web.small import SMALL, small_workspace

# Writes down every address that the process binds, connects to or looks up, whichever library does it.
HEAR = """
import json, sys
path = sys.argv.pop(1)
def hear(event, values):
    if event in ('socket.bind', 'socket.connect', 'socket.sendto', 'socket.getaddrinfo', 'socket.gethostbyname'):
        with open(path, 'a') as file:
            file.write(json.dumps([event, [str(each) for each in values]]) + chr(10))
sys.addaudithook(hear)
from pathways.cli import main
main()
"""


# Takes longer over rules than the end of the pages waits for an answer.
SLOW = """
import time
from pathways.web import desk
desk.check_loaded = lambda *_, **__: time.sleep(2)
from pathways.cli import main
main()
"""


@contextmanager
def running(
    folder: Path, *options: str, hear: Path | None = None, keys: int | None = None, slow: bool = False
) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command in a folder, and the link that it prints."""
    start = ["-c", SLOW] if slow else ["-m", "pathways"] if hear is None else ["-c", HEAR, str(hear)]
    process = subprocess.Popen(
        [sys.executable, *start, "serve", *options],
        cwd=folder, env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        stdin=keys, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stderr is not None
    assert process.stdout is not None
    with process.stderr, process.stdout:
        try:
            found = next(filter(None, (re.search(r"http://\S+", line) for line in process.stderr)))
            yield process, found[0]
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()


def let_in(link: str) -> tuple[OpenerDirector, str]:
    opener = build_opener(HTTPCookieProcessor())
    assert opener.open(link, timeout=20).status == 200
    return opener, link.partition("/open")[0]


def stays_small_and_silent(server: int) -> None:
    """Oracle: what Linux says of both processes: the one that serves is small, the one that works has no socket."""
    if not Path("/proc/self/maps").exists():
        return
    for library in ("llvmlite", "scipy", "matplotlib"):
        assert library not in Path(f"/proc/{server}/maps").read_text(), library
    (used,) = re.findall(r"^VmRSS:\s+(\d+) kB", Path(f"/proc/{server}/status").read_text(), re.MULTILINE)
    assert int(used) < 150_000
    tasks = Path(f"/proc/{server}/task").glob("*/children")
    workers = [pid for task in tasks for pid in task.read_text().split()]
    assert workers
    for pid in workers:
        assert not [at for at in Path(f"/proc/{pid}/fd").iterdir() if "socket" in str(at.readlink())]


def test_it_talks_to_nobody_and_listens_to_this_computer_alone(tmp_path: Path) -> None:
    """Oracle: what Python itself reports of every socket, while each kind of page is used."""
    log = tmp_path / "heard.txt"
    folder = small_workspace(tmp_path / "workspace")
    with running(folder, "--no-open", hear=log) as (process, link):
        opener, base = let_in(link)
        for path in ("/", "/pathways/help", "/pathways/help/rules", "/studies/waits", "/pathways/help/drawing.png"):
            assert opener.open(base + path, timeout=60).status == 200
        origin = {"Origin": base}
        text = urlencode({"text": SMALL, "mark": ""}).encode()
        assert opener.open(Request(f"{base}/pathways/help/edit/check", text, origin), timeout=60).status == 200
        asked = urlencode({"q.teams.team.staff": "2", "replications": "4"}).encode()
        answer = opener.open(Request(f"{base}/studies/waits/what-if", asked, origin), timeout=60)
        for _ in range(900):
            if b"Where people wait" in opener.open(answer.url, timeout=60).read():
                break
            time.sleep(0.1)
        assert opener.open(f"{answer.url}/answer.docx", timeout=60).status == 200
        stays_small_and_silent(process.pid)
        process.send_signal(signal.SIGINT)
        assert process.wait(15) == 0
    heard = [json.loads(line) for line in log.read_text().splitlines()]
    bound = [values[1] for event, values in heard if event == "socket.bind"]
    assert bound == ["('127.0.0.1', 0)"]
    others = [each for each in heard if each[0] != "socket.bind" and "127.0.0.1" not in str(each)]
    assert others == []


def test_a_port_can_be_chosen_left_and_taken_again_but_not_shared(tmp_path: Path) -> None:
    folder = small_workspace(tmp_path)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with running(folder, "--no-open", "--port", str(port)) as (process, link):
        let_in(link)
        with running(folder, "--no-open") as (_, other):
            assert f":{port}/" not in other
        with pytest.raises(PathwaysError, match=f"port {port} cannot be used"):
            serve(folder, port=port, opens=False, say=print)
        process.send_signal(signal.SIGINT)
        assert process.wait(15) == 0
    with running(folder, "--no-open", "--port", str(port)) as (_, link):
        let_in(link)


def test_two_servers_of_one_computer_do_not_let_each_others_visitors_in(tmp_path: Path) -> None:
    first, second = small_workspace(tmp_path / "a"), small_workspace(tmp_path / "b")
    with running(first, "--no-open") as (_, link), running(second, "--no-open") as (_, other):
        opener, _ = let_in(link)
        with pytest.raises(Exception, match="403"):
            opener.open(other.partition("/open")[0], timeout=20)


@pytest.mark.skipif(os.name != "posix", reason="needs a terminal of its own kind")
def test_enter_gives_a_new_link_and_what_was_typed_is_lost_only_to_who_asks_twice(tmp_path: Path) -> None:
    import pty

    folder = small_workspace(tmp_path)
    ours, terminal = pty.openpty()
    with running(folder, "--no-open", keys=terminal) as (process, link):
        opener, base = let_in(link)
        typed = urlencode({"text": SMALL.replace("Help desk", "Typed"), "mark": ""}).encode()
        opener.open(Request(f"{base}/pathways/help/edit/check", typed, {"Origin": base}), timeout=60)
        os.write(ours, b"\n")
        assert process.stderr is not None
        fresh = next(found[0] for line in process.stderr if (found := re.search(r"http://\S+", line)))
        with pytest.raises(Exception, match="403"):
            let_in(link)
        other, _ = let_in(fresh)
        assert b"Typed" in other.open(f"{base}/pathways/help/edit", timeout=60).read()
        process.send_signal(signal.SIGINT)
        assert "Typed, but not saved: definitions/help.yaml." in next(line for line in process.stderr if line.strip())
        assert b"Typed" in other.open(f"{base}/pathways/help/edit", timeout=60).read()  # it goes on
        process.send_signal(signal.SIGINT)
        assert process.wait(15) == 0
        said = process.stderr.read()
        assert said.splitlines()[-1] == "The pages are closed.", said
    os.close(ours)
    os.close(terminal)


def test_it_ends_without_complaint_while_something_is_asked(tmp_path: Path) -> None:
    folder = small_workspace(tmp_path)
    with running(folder, "--no-open", slow=True) as (process, link), ThreadPoolExecutor(1) as pool:
        opener, base = let_in(link)
        asked = pool.submit(opener.open, f"{base}/pathways/help/rules", timeout=20)
        time.sleep(0.3)
        assert not asked.done()
        process.send_signal(signal.SIGINT)
        assert process.wait(15) == 0
        assert isinstance(asked.exception(20), OSError)
        assert process.stderr is not None
        said = process.stderr.read().split("Ctrl-C here.")[1]
        assert said.split() == ["The", "pages", "are", "closed."]


def test_where_there_is_no_workspace_or_no_such_port_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(WorkspaceError):
        serve(tmp_path, opens=False, say=print)
    with pytest.raises(PathwaysError, match="port 99999 cannot be used"):
        serve(small_workspace(tmp_path), port=99_999, opens=False, say=print)


def test_where_no_browser_can_be_shown_the_address_is_left_to_the_person(monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    said: list[str] = []
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("webbrowser.open", lambda address: opened.append(address) is None)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "BROWSER"):
        monkeypatch.delenv(name, raising=False)
    _open("http://127.0.0.1:1/", said.append)
    assert (opened, len(said)) == ([], 1)
    monkeypatch.setenv("DISPLAY", ":0")
    _open("http://127.0.0.1:1/", said.append)
    assert (opened, len(said)) == (["http://127.0.0.1:1/"], 1)
