"""An event log to the data pack that boards have before them every quarter."""
