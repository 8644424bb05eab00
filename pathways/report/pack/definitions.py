"""What each figure of a pack means: one set for every board, printed in every pack."""

from __future__ import annotations

from typing import Final

BOARDS: Final = (
    "Prevent Board",
    "Local Safeguarding Children Board",
    "Safeguarding Adults Board",
    "Community Safety Partnership",
)
LEAST_SHARED: Final = 20  # no percentage of fewer
LEAST_AVERAGED: Final = 5  # no average of fewer
# Name, when it counts, and what it is.
DEFINITIONS: Final = (
    (
        "Referral received",
        "the quarter in which it is made",
        "A concern that has become a referral: it came to a step tagged 'referral'; in a pathway without one, it came "
        "in. Advice that was enough is no referral.",
    ),
    (
        "Outcome",
        "the quarter in which it ends",
        "The end of the pathway that the referral comes to. One that comes back later is a new referral.",
    ),
    (
        "Within target",
        "the quarter in which it is done",
        "What was done by the time that the pathway's target allows, of all that was done. A panel counts when it "
        "hears the referral. What is still under way is not counted.",
    ),
    (
        "To Channel, to police-led management",
        "the quarter in which it first comes there",
        "To Channel: the first assessment for the panel (tag 'framework'). Police-led, or PCM: its first meeting (tag "
        "'pcm'). Who comes to both is counted at both; the share is of all that came to either, each counted once.",
    ),
    (
        "Reason for police-led management",
        "as above",
        "Consent as it stands when the referral ends: refused, unlikely, or given. It may have changed since "
        "police-led management began; of a referral that is still open it is not known yet. Never a trait of a person.",
    ),
    (
        "Feedback given",
        "the quarter in which the referral ends",
        "What the referrer was told in the end, or why it was withheld.",
    ),
    (
        "Wait for a provider",
        "the quarter in which a place is had",
        "Working days from when a place was needed until it was had. Still waiting: on the last day of the quarter.",
    ),
)
