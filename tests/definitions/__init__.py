"""The real definitions and policies: what they say, and that their rules can fail."""
