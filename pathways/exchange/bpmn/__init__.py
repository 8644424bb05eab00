"""BPMN 2.0 files of other programs, and of our own export, to definitions."""
