"""What did happen: one row per event of a referral."""

from pathways.eventlog.log import Event, EventLog, Row

__all__ = ["Event", "EventLog", "Row"]
