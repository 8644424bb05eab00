"""The second process of a first simulation does what it is for."""

from __future__ import annotations

import pytest

from pathways.commands import beside


@pytest.mark.slow
def test_the_measures_are_compiled_and_kept(tmp_path, monkeypatch):
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(beside.os, "cpu_count", lambda: 2)
    other = beside.compile_measures()
    assert other.wait(300) == 0
    kept = {path.name.partition("-")[0] for path in tmp_path.rglob("*.nbi")}
    assert {"walk.walk", "weekly.by_week", "summaries.time_figures"} <= kept


def test_one_processor_has_no_use_for_a_second_process(monkeypatch):
    monkeypatch.setattr(beside.os, "cpu_count", lambda: 1)
    assert beside.compile_measures() is None


def test_a_python_that_cannot_be_started_is_done_without(monkeypatch):
    monkeypatch.setattr(beside.os, "cpu_count", lambda: 2)
    monkeypatch.setattr(beside.sys, "executable", "/no/such/python")
    assert beside.compile_measures() is None
