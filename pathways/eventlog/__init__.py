"""What did happen: one row per event of a referral."""

from pathways.eventlog.log import Attribute, Block, Event, EventLog, Row

__all__ = ["Attribute", "Block", "Event", "EventLog", "Row"]
