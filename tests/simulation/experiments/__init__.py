"""Tests of what a study is asked for many times over."""
