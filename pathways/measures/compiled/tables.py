"""Where what the compiled measures read of a setting stands in one row of whole numbers.

A *row* numbers the states of all pathways, one pathway after the other, as event logs do. A *slot* numbers lists of
observations that are summed up alike: times, and uses, which say how much of a standard was used up. A *group* numbers,
one pathway after the other, all its referrals and then those with each value of each attribute known on arrival. -1
stands for none.

Everything is in one array because a compiled function that is handed many is slow to compile and to call.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from numpy import float64, int64
from numpy.typing import NDArray

Ints = NDArray[int64]
Floats = NDArray[float64]

# The first numbers: of the setting itself, and where each table begins.
WARM_UP: Final = 0
END: Final = 1
DAYS: Final = 2  # lines of `SPANS` for each calendar
NUMBER_OF_ROWS: Final = 3
NUMBER_OF_PLACES: Final = 4
NUMBER_OF_EPOCHS: Final = 5
NEW_FROM: Final = 6  # what is entered from then on is new to the time that is measured
WHOLE_FROM: Final = 7  # what was entered before was not seen from its beginning
EPOCHS: Final = 8  # when each begins
SPANS: Final = 9  # by calendar and day; calendar 0 is the study's
ROWS: Final = 10  # by epoch and row; one line more for each epoch than there are rows
ROLES: Final = 11  # one line more than there are roles
TEAMS_OF: Final = 12
STARTS_OF: Final = 13
ENDS_OF: Final = 14
MILESTONES: Final = 15  # sorted by role
KNOWN: Final = 16  # attributes known on arrival
TOLD_AT_END: Final = 17  # attributes told at the end
TEAMS: Final = 18
PANELS: Final = 19  # one line more than there are panels
PLACES: Final = 20
MEETINGS: Final = 21
STANDARDS: Final = 22
DUE: Final = 23  # by line and day: seconds until a standard runs out
AT: Final = 24  # where the counters of each kind begin: see below

# Kinds of counters. Those up to `AWAITING` are what kernels count themselves.
ARRIVED: Final = 0  # by role: referrals from the very start
ENDED: Final = 1  # by role
PRESENT: Final = 2  # by row: seconds
WAITING: Final = 3  # by team: seconds
BUSY: Final = 4  # by team: seconds of its working time
HEARD: Final = 5  # by panel
USED: Final = 6  # by panel: what hearings took of its meetings
HELD: Final = 7  # by places: seconds
AWAITING: Final = 8  # by places: seconds for which visits wait for one
LOST: Final = 9  # by role: open referrals that stand nowhere
OPEN: Final = 10  # by role: seconds
STAYS: Final = 11  # by row: visits from the very start
ENTERED: Final = 12  # by row: visits that begin while the study measures
TEAM_STAYS: Final = 13  # by team
LEFT_OVER: Final = 14  # by panel: referrals still waiting as a meeting closes, added up over meetings
TAKEN: Final = 15  # by places
PLACE_STAYS: Final = 16  # by places: visits that need one
ARRIVALS: Final = 17  # by group, while the study measures
ENDINGS: Final = 18  # by group, while the study measures
OUTCOMES: Final = 19  # by group and outcome
TOLD: Final = 20  # by role, attribute and value at the end
MEETINGS_HELD: Final = 21  # by panel, while the study measures
HAS_ROOM: Final = 22  # by panel: how much these meetings can hear

# Columns of `SPANS`: working seconds before the day; when it opens and closes, in seconds after midnight.
BEFORE: Final = 0
OPENS: Final = 1
CLOSES: Final = 2
SPAN_COLUMNS: Final = 3

# A time in one number: `slot << 40 | length << 3 | is over << 2 | how`. A mean and percentiles are told of those that
# came to their end; others of those that are new, which may be cut short, by how they ended (`NOT_NEW`: it is not).
SLOT_SHIFT: Final = 40
LENGTH_SHIFT: Final = 3
IS_OVER: Final = 4
HOW_MASK: Final = 3
NOT_NEW: Final = 3

# Columns of `ROWS`.
ROLE: Final = 0
IS_TIMED: Final = 1
OUTCOME: Final = 2  # number of a final state's outcome among those of its role
PANEL: Final = 3
ROOM: Final = 4  # what a hearing takes of a meeting
HOLDS: Final = 5  # the places of which a visit needs one
ROW_TIME: Final = 6  # slot of the time in the state
ROW_WAIT: Final = 7  # slot of the wait in it
ROW_USE: Final = 8
ROW_STANDARD: Final = 9
TEAMS_FROM: Final = 10  # its teams are from here in `TEAMS_OF`, up to where those of the next row begin
STARTS_FROM: Final = 11  # the milestones that begin with it, in `STARTS_OF`
ENDS_FROM: Final = 12  # the milestones that end with it, in `ENDS_OF`
ROW_COLUMNS: Final = 13

# Columns of `ROLES`.
MILESTONES_FROM: Final = 0
GROUPS_FROM: Final = 1
KNOWN_FROM: Final = 2
TOLD_FROM: Final = 3
OUTCOMES_FROM: Final = 4  # its first counter among `OUTCOMES`
OUTCOMES_OF: Final = 5  # how many outcomes it has
ROLE_COLUMNS: Final = 6

# Columns of `MILESTONES`. Slots are those of the first group; those of the others follow.
FROM_ARRIVAL: Final = 0
TO_END: Final = 1
MILESTONE_TIME: Final = 2
MILESTONE_USE: Final = 3
MILESTONE_STANDARD: Final = 4
MILESTONE_COLUMNS: Final = 5

# Columns of `KNOWN` and `TOLD_AT_END`.
STRIDE: Final = 0
SIZE: Final = 1
FIRST: Final = 2  # of its values, among the groups of its role or among the counters `TOLD`
ATTRIBUTE_COLUMNS: Final = 3

# Columns of `TEAMS`, `PANELS` and `PLACES`.
RESOURCE_TIME: Final = 0  # slot of the wait for it
TEAM_CALENDAR: Final = 1
MEETINGS_FROM: Final = 1
RESOURCE_COLUMNS: Final = 2

# Columns of `STANDARDS`: working seconds (0: not in working time), or the line of `DUE`.
STANDARD_WORK: Final = 0
STANDARD_DUE: Final = 1
STANDARD_COLUMNS: Final = 2


class Ratios(NamedTuple):
    """Figures that are one counter over another, or over a number.

    Attributes
    ----------
    lines
        For each: the column of the figure, its counter, the counter that it is over (-1: the number), the counter of
        its observations (-1: so many as stand last).
    numbers
        What it is over where that is no counter.
    """

    lines: Ints
    numbers: Floats


class Slots(NamedTuple):
    """Where the figures of each slot go, by slot and figure; -1 where a figure is not told.

    Attributes
    ----------
    columns
        Of times that are over: mean, then the percentiles; and of those that are new: reached share, reached per year,
        restricted mean, then the percentiles. Of uses: within target, breached share, breached per year.
    marks
        Of times: whether nothing but the event can happen. Of uses: whether within target is a share of all, not of
        those that get there.
    """

    columns: Ints
    marks: Ints
