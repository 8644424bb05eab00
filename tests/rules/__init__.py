"""The rules: spaces, lints, policies, verdicts."""
