"""What did happen: one row per event of a referral."""

from pathways.eventlog.log import Block, Event, EventLog, Row

__all__ = ["Block", "Event", "EventLog", "Row"]
