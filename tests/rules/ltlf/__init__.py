"""Formulas of temporal logic: reading, automata, templates, words."""
