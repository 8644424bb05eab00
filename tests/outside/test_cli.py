"""What one types and what comes back: words, exit codes, and never a traceback."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pathways.cli import main
from tests.outside.conftest import edit, in_a_process

VERBS = [
    "run",
    "new",
    "check",
    "explain",
    "draw",
    "import",
    "walk",
    "simulate",
    "seek",
    "sweep",
    "sensitivity",
    "report",
    "pack",
    "serve",
    "schema",
]


def test_help_names_every_verb_and_no_other(invoke):
    result = invoke("--help")
    assert result.exit_code == 0
    commands = result.output.partition("Commands:")[2].splitlines()
    assert [line.split()[0] for line in commands if line.strip()] == VERBS
    assert "..." not in "".join(commands)  # every line fits


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help(invoke, verb):
    result = invoke(verb, "--help")
    assert result.exit_code == 0
    assert f"Usage: pathways {verb}" in result.output


def test_version(invoke):
    assert invoke("--version").output == "pathways 0.1.0\n"


def test_a_sound_workspace_is_clean(starter, invoke):
    result = invoke("check")
    assert result.exit_code == 0
    assert "4 rules: 4 hold; no findings" in result.output


def test_what_is_too_large_to_look_at_is_undecided_and_gives_exit_2(starter, invoke):
    """Nothing is claimed on a budget of two situations, neither kept nor broken; a million are enough."""
    result = invoke("check", "--limit", "2")
    assert result.exit_code == 2
    assert "whether it has faults of behaviour is undecided" in result.output
    assert "more than 2 different situations can arise, and no more were looked at" in " ".join(result.output.split())
    assert "undecided; too much can happen to look at all of it: --limit allows for more" in result.output
    assert "hold" not in result.output
    assert invoke("check", "--limit", "1000000").exit_code == 0
    assert invoke("check", "--limit", "0").exit_code == 2


def test_a_broken_rule_gives_exit_1_and_a_case_one_can_read_aloud(starter, invoke):
    """By hand: with the default sent to the order, HR-1-assess is broken; the shortest case is ask, screen, triage."""
    edit(starter / "definitions" / "equipment.yaml", "otherwise: assessment", "otherwise: order")
    edit(
        starter / "definitions" / "equipment.yaml",
        "{when: {need: simple}, then: order",
        "{when: {need: simple}, then: assessment",
    )
    result = invoke("check")
    assert result.exit_code == 1
    assert "HR-1-assess" in result.output
    assert "A referral arrives at 'Ask for equipment'" in result.output


def test_a_departure_counts_only_when_strict(starter, invoke):
    path = starter / "definitions" / "equipment.yaml"
    edit(path, "otherwise: assessment", "otherwise: order")
    edit(path, "{when: {need: simple}, then: order", "{when: {need: simple}, then: assessment")
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text + "departures:\n  - {rule: HR-1-assess, reason: Tried out, source: Made up}\n", encoding="utf-8"
    )
    assert invoke("check").exit_code == 0
    assert invoke("check", "--strict").exit_code == 1
    assert "Tried out" in invoke("check").output


def test_faults_of_several_files_give_exit_2_with_all_of_them(starter, invoke):
    edit(starter / "definitions" / "equipment.yaml", "then: screening", "then: screenin")
    edit(starter / "definitions" / "policies" / "house_rules.yaml", "kind: never", "kind: nevr")
    for verb in (["check"], ["run"]):
        result = invoke(*verb)
        assert result.exit_code == 2
        assert "definitions/equipment.yaml:35:11" in result.output
        assert "definitions/policies/house_rules.yaml:21:11" in result.output
        assert "'screening'" in result.output
        assert "Traceback" not in result.output


def test_one_check_tells_faults_of_studies_too(starter, invoke):
    edit(starter / "simulations" / "waits.yaml", "400 per year", "many")
    result = invoke("check")
    assert result.exit_code == 2
    assert "simulations/waits.yaml:11:" in result.stdout
    assert "1 fault to mend in the files" in result.stdout
    assert invoke("check", "equipment").exit_code == 0


def test_a_study_of_a_pathway_that_does_not_exist_is_told_with_its_place(starter, invoke):
    edit(starter / "simulations" / "waits.yaml", "pathways: [equipment]", "pathways: [equipmnt]")
    for command in (["check"], ["simulate", "waits"]):
        result = invoke(*command)
        assert result.exit_code == 2
        assert "there is no pathway 'equipmnt'  [study-pathway]" in result.output
        assert "fix: write 'equipment'" in result.output


def test_a_pathway_that_changes_its_id_is_one_fault(starter, invoke):
    path = starter / "definitions" / "equipment.yaml"
    edit(path, "pathway: equipment", "pathway: equipment_loan")
    result = invoke("check")
    assert result.output.count("[unknown-pathway]") == 1
    assert "1 fault to mend in the files; 1 warning" in result.output


def test_a_pathway_with_a_broken_piece_is_not_called_clean(starter, invoke):
    (starter / "definitions" / "user.yaml").write_text(
        "pathway: user\nversion: '1'\nstatus: as-is\nlanes: {hub: Hub}\nstart: work\nstates:\n"
        "  work: {lane: hub, kind: use, pathway: part, exits: {finished: over}}\n"
        "  over: {kind: end, lane: hub, outcome: over}\n",
        encoding="utf-8",
    )
    part = starter / "definitions" / "part.yaml"
    part.write_text(
        "pathway: part\nversion: '1'\nstatus: shared\nlanes: {hub: Hub}\nstart: work\nstates:\n"
        "  work: {lane: hub, then: finished}\n  finished: {kind: end, lane: hub, outcome: finished}\n",
        encoding="utf-8",
    )
    assert invoke("check", "user").exit_code == 0
    edit(part, "status: shared", "status: shard")
    for names in (["user"], []):
        result = invoke("check", *names)
        assert result.exit_code == 2
        assert "not checked: its piece 'part' has 1 error" in result.output
        assert result.output.count("definitions/part.yaml:3:9") == 1


def test_a_name_in_a_rule_is_checked_whatever_pathway_is_asked_for(starter, invoke):
    """The rule speaks of two pathways; only with both at hand can it be said that neither has the state."""
    text = (starter / "definitions" / "equipment.yaml").read_text(encoding="utf-8")
    (starter / "definitions" / "other.yaml").write_text(
        text.replace("pathway: equipment", "pathway: other"), encoding="utf-8"
    )
    rules = starter / "definitions" / "policies" / "house_rules.yaml"
    edit(rules, "applies_to: [equipment]", "applies_to: [equipment, other]")
    assert invoke("check", "equipment").exit_code in (0, 1)
    with rules.open("a", encoding="utf-8") as file:
        file.write("  - {id: R9, says: s, kind: never, state: nowher, hardness: ASSUMPTION, source: s}\n")
    for names in (["equipment"], ["other"], []):
        result = invoke("check", *names)
        assert result.exit_code == 2
        assert "the rule 'R9' names 'nowher', which is nothing in 'equipment' or 'other'" in result.output


def test_one_faulty_rule_does_not_stop_the_others(starter, invoke):
    rules = starter / "definitions" / "policies" / "house_rules.yaml"
    before = invoke("check", "--json")
    with rules.open("a", encoding="utf-8") as file:
        file.write("  - {id: R9, says: s, kind: nevr, state: x, hardness: ASSUMPTION, source: s}\n")
    after = invoke("check", "--json")
    assert after.exit_code == 2
    verdicts = [json.loads(result.stdout)["pathways"][0]["verdicts"] for result in (before, after)]
    assert verdicts[0] == verdicts[1] != []


def test_json_is_one_document_and_nothing_else(starter):
    done = in_a_process(starter, "check", "--json")
    assert done.returncode == 0
    assert done.stderr == ""
    document = json.loads(done.stdout)
    assert document["findings"] == []
    (pathway,) = document["pathways"]
    assert (pathway["id"], pathway["file"]) == ("equipment", "definitions/equipment.yaml")
    assert [verdict["verdict"] for verdict in pathway["verdicts"]] == ["holds"] * 4
    assert set(pathway["verdicts"][0]) >= {"rule", "policy", "verdict", "says", "hardness", "source", "counterexample"}


def test_json_of_faults_names_file_line_and_column(starter, invoke):
    edit(starter / "definitions" / "equipment.yaml", "then: screening", "then: screenin")
    result = invoke("check", "--json")
    assert result.exit_code == 2
    (finding,) = json.loads(result.stdout)["pathways"][0]["findings"]
    assert (finding["id"], finding["file"], finding["line"], finding["column"], finding["severity"]) == (
        "unknown-state", "definitions/equipment.yaml", 35, 11, "error",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "nope"], "there is no pathway 'nope'"),
        (["check", "nope/no.yaml"], "there is no file 'nope/no.yaml'"),
        (["check", "--policy", "nope"], "there is no policy 'nope'"),
        (["check", "--format", "xml"], "'xml' is not a format"),
        (["draw", "--format", "gif"], "'gif'"),
        (["simulate", "nope"], "there is no study 'nope'"),
        (["simulate", "waits", "--scenario", "nope"], "there is no scenario 'nope'"),
        (["simulate", "waits", "--replications", "1"], "'1' is not a whole number of at least 2"),
        (["simulate", "waits", "--replications", "ten"], "'ten' is not a whole number"),
        (["simulate", "waits", "-o", "pyproject.toml"], "pyproject.toml is a file, but a folder is needed there"),
        (["report", "-o", "definitions"], "definitions is a folder, but a file is to be written there"),
        (["explain", "unknwn-state"], "did you mean 'unknown-state'"),
        (["walk", "equipment", "--answers", "nope.yaml"], "there is no such file"),
        (["new", "."], "is not an empty folder"),
        (["frobnicate"], "No such command 'frobnicate'"),
    ],
)
def test_bad_usage_and_input_give_exit_2_and_say_what_is_wrong(starter, invoke, arguments, said):
    result = invoke(*arguments)
    assert result.exit_code == 2
    assert said in " ".join(result.output.split())
    assert "Traceback" not in result.output


def test_outside_a_workspace_one_is_told_how_to_get_one(tmp_path, invoke, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = invoke("check")
    assert result.exit_code == 2
    assert "pathways new" in result.output


def test_drawings_are_written_left_alone_and_found_stale(starter, invoke):
    assert invoke("draw", "--check").exit_code == 1
    assert invoke("draw").exit_code == 0
    names = sorted(path.name for path in (starter / "diagrams").iterdir())
    endings = ("png", "roles.png", "roles.svg", "roles.txt", "svg", "txt")
    assert names == [f"equipment.{ending}" for ending in endings]
    assert invoke("draw", "--check").exit_code == 0
    assert "wrote" not in invoke("draw").output
    edit(starter / "definitions" / "equipment.yaml", "First conversation", "Second conversation")
    stale = invoke("draw", "--check")
    assert stale.exit_code == 1
    assert stale.output.count("out of date") == 6
    assert invoke("draw", "--roles", "--check").output.count("out of date") == 3
    assert invoke("draw", "equipment", "-o", "one.svg").exit_code == 0
    assert (starter / "one.svg").read_text(encoding="utf-8").startswith("<svg")
    assert invoke("draw", "equipment", "--roles", "-o", "who.txt").exit_code == 0
    assert ": who does what\n" in (starter / "who.txt").read_text(encoding="utf-8")
    refused = invoke("draw", "equipment", "--roles", "-o", "who.dot")
    assert refused.exit_code == 2
    assert "svg, png, txt" in refused.output


def test_a_study_says_its_seed_and_gives_the_same_on_any_number_of_workers(starter):
    one = in_a_process(starter, "simulate", "waits", "--replications", "2", "--json", "--workers", "1")
    two = in_a_process(starter, "simulate", "waits", "--replications", "2", "--json", "--workers", "2")
    assert one.returncode == 0, one.stderr
    assert "seed 2024" in one.stderr
    assert one.stdout == two.stdout
    document = json.loads(one.stdout)
    assert (document["seed"], document["replications"]) == (2024, 2)
    assert list(document["scenarios"]) == ["baseline", "second_therapist"]


def test_an_unmet_expectation_gives_exit_1(starter, invoke):
    """Nobody gets equipment within a minute: the panel alone meets once a month, and every state takes time."""
    path = starter / "simulations" / "waits.yaml"
    path.write_text(
        path.read_text(encoding="utf-8") + "expect:\n  - 90% of equipment referrals reach supplied within 1 minute\n",
        encoding="utf-8",
    )
    result = invoke("simulate", "waits", "--replications", "3", "--workers", "1", "-o", "out")
    assert result.exit_code == 1
    words = " ".join(result.output.split())
    assert re.search(
        r"of the equipment referrals that reach 'Supplied' \(\d+% of all, about \d+ a year\), 0\.0% do so "
        r"within 1 minute .*; asked for 90%, which is not met\.",
        words,
    )
    assert json.loads((starter / "out" / "waits.json").read_text(encoding="utf-8"))["study"] == "waits"


def test_a_walk_can_be_kept_and_replayed(starter, invoke):
    first = invoke("walk", "equipment", "--save", "kept.yaml", stdin="1\nquit\n")
    assert first.exit_code == 0
    again = invoke("walk", "equipment", "--answers", "kept.yaml", stdin="quit\n")
    assert again.exit_code == 0
    assert "Ask for equipment" in again.output


def test_answers_that_stop_half_way_are_bad_input_unless_a_person_stops(starter, invoke):
    (starter / "half.yaml").write_text("arrival: {route: self}\nanswers: []\n", encoding="utf-8")
    alone = invoke("walk", "equipment", "--answers", "half.yaml", stdin="")
    assert alone.exit_code == 2
    assert "Nobody answers any more" in alone.stdout
    assert alone.stdout.endswith("\n")
    assert "half.yaml: these answers end before the referral does" in alone.stderr
    assert invoke("walk", "equipment", "--answers", "half.yaml", stdin="quit\n").exit_code == 0
    assert invoke("walk", "equipment", stdin="").exit_code == 0


def test_explain_knows_findings_kinds_and_rules(starter, invoke):
    for id_, said in (("unknown-state", "state"), ("only_when", "Only when"), ("HR-2-panel", "special price")):
        result = invoke("explain", id_)
        assert result.exit_code == 0
        assert said in result.output


def test_the_schema_is_json_schema(starter, invoke):
    assert json.loads(invoke("schema").output)["type"] == "object"
    assert "unchanged" in invoke("schema", "-o", "pathways.schema.json").output


def test_a_fault_of_our_own_gives_exit_3_and_a_traceback_only_on_request(starter, invoke, monkeypatch):
    import pathways.commands.check as command

    def broken(*args, **kwargs):
        raise ZeroDivisionError("planted")

    monkeypatch.setattr(command, "load_pathways", broken)
    result = invoke("check")
    assert result.exit_code == 3
    assert "a fault of its own: ZeroDivisionError: planted" in result.output
    assert "Traceback" not in result.output
    monkeypatch.setenv("PATHWAYS_DEBUG", "1")
    assert "Traceback" in invoke("check").output


@pytest.mark.parametrize("where", ["pathways.cli.app.app", "pathways.commands.check.check"])
def test_an_interruption_is_told_wherever_it_comes(starter, monkeypatch, capsys, where):
    """Also before any command has begun."""

    def interrupted(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(where, interrupted)
    monkeypatch.setattr(sys, "argv", ["pathways", "check"])
    with pytest.raises(SystemExit) as caught:
        main()
    assert caught.value.code == 130
    assert capsys.readouterr().err.split() == ["interrupted"]


def test_an_interruption_gives_exit_130(starter, invoke, monkeypatch):
    import pathways.commands.check as command

    def interrupted(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(command, "load_pathways", interrupted)
    assert invoke("check").exit_code == 130


def test_an_interruption_does_not_wait_for_what_is_still_at_work(tmp_path):
    """Such as the kernel being compiled: whoever gives up and presses Ctrl-C again would see Python crash."""
    script = """
import sys, threading, time
import pathways.cli.app as app

def at_work(**named):
    threading.Thread(target=time.sleep, args=(600,)).start()
    raise KeyboardInterrupt

app.app = at_work
sys.argv = ["pathways", "check"]
from pathways.cli import main
main()
"""
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr.split()) == (130, ["interrupted"])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no such device there")
def test_a_full_disk_gives_exit_2_and_plain_words(starter):
    done = subprocess.run(
        f"{sys.executable} -m pathways check > /dev/full",
        shell=True,
        cwd=starter,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == (
        "the result could not be written: No space left on device\n    fix: make room, and run it again\n"
    )


@pytest.mark.skipif(sys.platform == "win32", reason="a terminal is needed to send Ctrl-C there")
@pytest.mark.parametrize("into_it", [0.05, 0.4, 1.5])
def test_an_interruption_is_told_once_by_one_process(starter, into_it):
    """Ctrl-C goes to every process of the group: as the workers start, as they load, and as they work."""
    command = [sys.executable, "-m", "pathways", "simulate", "waits", "--workers", "2", "--replications", "5000"]
    process = subprocess.Popen(
        command,
        cwd=starter,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        # A shell's background job, and all it starts, ignores Ctrl-C; a person's terminal does not.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    try:
        assert process.stderr is not None
        assert process.stderr.readline().startswith("simulating")
        time.sleep(into_it)
        os.killpg(process.pid, signal.SIGINT)
        out, told = process.communicate(timeout=30)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
    assert process.returncode == 130
    # Where the kernel was never compiled before, it may have said so.
    assert [line for line in told.splitlines() if line and not line.startswith("note: compiling")] == ["interrupted"]
    assert not out or "Stopped after" in out  # on a fast machine some replications may be finished


def test_what_is_finished_is_kept_when_somebody_stops_it(starter, invoke, monkeypatch):
    """The second batch is interrupted: the first, of two replications, is told, written, and ends with 130."""
    from pathways.simulation.running import batches

    calls = []

    def run_all(*arguments):
        calls.append(arguments)
        if len(calls) == 2:
            raise KeyboardInterrupt
        return kept(*arguments)

    kept = batches.run_all
    monkeypatch.setattr(batches, "run_all", run_all)
    result = invoke("simulate", "waits", "--replications", "12", "--workers", "1", "-o", "out")
    assert result.exit_code == 130
    words = " ".join(result.stdout.split())
    assert "Stopped after 2 of 12 replications: this is what the finished ones say" in words
    written = json.loads((starter / "out" / "waits.json").read_text(encoding="utf-8"))
    assert (written["replications"], written["stopped_of"]) == (2, 12)
    assert (starter / "out" / "waits.html").is_file()
    monkeypatch.setattr(batches, "run_all", kept)
    whole = json.loads(invoke("simulate", "waits", "--replications", "2", "--workers", "1", "--json").stdout)
    del written["stopped_of"]
    assert written == whole


def test_logs_hold_every_event_of_the_replications_that_were_measured(starter, invoke):
    """One file for each replication of each scenario; as many arrive as the result says."""
    import csv

    run = ("simulate", "waits", "--replications", "2", "--workers", "1")
    result = invoke(*run, "--json", "--log", "logs")
    assert result.exit_code == 0
    files = sorted(path.name for path in (starter / "logs").iterdir())
    sides = ("baseline", "second_therapist")
    assert files == [f"{side}-{number:04d}.csv" for side in sides for number in (0, 1)]
    assert result.stderr.splitlines()[-1] == "wrote 4 logs into logs"
    measures = json.loads(result.stdout)["scenarios"]["baseline"]["measures"]
    arrivals = next(m["n"] for m in measures if m["measure"] == "arrivals")
    logged = 0
    for number in (0, 1):
        with (starter / "logs" / f"baseline-{number:04d}.csv").open(encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        logged += sum(row["event"] == "arrive" and row["date"] >= "2024-07-01" for row in rows)
    assert logged == arrivals
    assert invoke(*run, "--log", "tables", "--log-format", "parquet").exit_code == 0
    assert len(list((starter / "tables").glob("*.parquet"))) == 4
    wrong = invoke(*run, "--log", "tables", "--log-format", "xes")
    assert wrong.exit_code == 2
    assert "'xes' is not a format: use csv or parquet" in " ".join(wrong.stderr.split())


def test_the_reference_kernel_says_the_same_number_for_number(starter, invoke):
    """And another engine is refused."""
    run = ("simulate", "waits", "--replications", "2", "--scenario", "baseline", "--json")
    assert invoke(*run, "--engine", "reference").stdout == invoke(*run).stdout
    wrong = invoke(*run, "--engine", "steam")
    assert wrong.exit_code == 2
    assert "'steam' is not an engine: use compiled or reference" in " ".join(wrong.stderr.split())


def test_a_screen_shows_the_time_left_and_a_file_plain_words(monkeypatch):
    """On a screen a bar, which is gone when all is done; elsewhere a line only when it takes long."""
    import io

    from pathways.cli import watching

    class Screen(io.StringIO):
        def isatty(self):
            return True

    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", screen := Screen())
    with watching.watching() as watcher:
        watcher.progress(0, 40)
        watcher.progress(10, 40)
        watcher._bar.refresh()
        watcher.tell("note: [b]mind[/b] this")
    assert "10/40" in re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", screen.getvalue())
    assert "note: [b]mind[/b] this" in screen.getvalue()
    for environment in ({"NO_COLOR": "1"}, {"TERM": "dumb"}):
        with monkeypatch.context() as patch:
            for name, value in environment.items():
                patch.setenv(name, value)
            patch.setattr(sys, "stderr", screen := Screen())
            patch.setattr(watching, "_PLAIN_SECONDS", 0.0)
            with watching.watching() as watcher:
                watcher.progress(0, 40)
                watcher.progress(10, 40)
                watcher.progress(20, 40)
                watcher.progress(40, 40)
        told = "10 of 40 replications done\n20 of 40 replications done, about 0 s left\n"
        assert screen.getvalue() == told


def test_what_the_first_replications_wait_for_tells_nothing_of_the_rest(monkeypatch, capsys):
    """By hand: 30 s until 2 are done, then 60 s for 20 more; the 40 that are left take 120 s."""
    from pathways.cli import watching

    now = iter([0.0, 0.0, 30.0, 90.0])
    monkeypatch.setattr(watching.time, "monotonic", lambda: next(now))
    watcher = watching.Watcher(None)
    for done in (0, 2, 22):
        watcher.progress(done, 62)
    said = "2 of 62 replications done\n22 of 62 replications done, about 2 minutes left\n"
    assert capsys.readouterr().err == said


@pytest.mark.skipif(sys.platform == "win32", reason="no such pipes there")
def test_a_closed_pipe_is_quiet(starter):
    done = subprocess.run(
        f"{sys.executable} -m pathways schema | head -c 10",
        shell=True,
        cwd=starter,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stderr == ""
    assert len(done.stdout) == 10
