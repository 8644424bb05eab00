"""Tests of the source layer."""
