"""One function per verb: what `pathways VERB` does, as values. The only writer of files."""
