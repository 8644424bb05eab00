"""Where things stand in the tables and in the working memory: the cells of each kind of record.

A record is named by where it begins. NONE stands for none, and in working memory 0 does, where no record begins.
"""

from __future__ import annotations

from typing import Final

NONE: Final = -1

# --- the tables of a model, which are only read

# The head. RECORD and VISIT are the sizes of a referral and a visit in working memory, MORE where a visit's rarer cells
# begin (NONE if the model needs none), HELD where a referral's places stand.
(END, WARM_UP, WIDTH, RECORD, VISIT, MORE, HELD, STRIDE, VALUES, REGIONS, STREAMS, FIRST_STREAM, PANELS, FIRST_PANEL,
 TEAMS, PLACES, FIRST_PLACES, EPOCHS, LATER, ROLES, COUNTS_AT, GAPS_AT) = range(22)  # fmt: skip
HEAD: Final = 32

# A state's plan in one epoch.
(ROW, KIND, REGION, NEEDS, RESOURCE, PURPOSE, FINDS, FOUND, COMPLETE, TIMEOUT, TIMEOUT_ARROW, CLOCKS, WORK_CLOCKS,
 CLOCKS_AT, DECIDE, CHOICES, ENTER, ENTERED, LEAVE, LEFT, BRANCHES, PARENT, VISITS, EXTRAS, ROLE, EPOCHS_AT, IS_PLAIN,
 CREW, CREW_AT, CREW_HOURS, HOURS_CELL, CLOSING, TAKES, BACK, BACK_AT, BACK_AFTER, BACK_AFTER_AT, ROOM, IS_REVIEW,
 DUE, IS_TASK, IS_QUICK, TIME) = range(43)  # fmt: skip
STATE: Final = 48
TIMED, DECISION, PARALLEL, FINAL = 0, 1, 2, 3  # of KIND
NOTHING, OF_TIME, OF_TEAM, OF_PANEL = 0, 1, 2, 3  # of NEEDS
SUSPEND, FINISH, DO_NOT_START = 0, 1, 2  # of CLOSING

# A time, which in a state's plan stands in place: how it is made; seconds, or where its knots or dates stand; its
# calendar or NONE; how work is stretched.
MODE, AMOUNT, CALENDAR, OVER, UNDER = 0, 1, 2, 3, 4
TIME_TAKEN: Final = 5
SAMPLED, WORKED, FIXED, FIXED_WORK, BY_DATE = 0, 1, 2, 3, 4  # of MODE; the first two draw

# A finding (IS_ANEW: drawn anew for who comes back), and its cases. A guard: where its cells are, then each
# value's cell and stride, then NONE.
ATTRIBUTE, FIND_PURPOSE, CASES, IS_ANEW = 0, 1, 2, 3
FINDING: Final = 4
GUARD, SHARES, MANY = 0, 1, 2
CASE: Final = 3

# An arrow (to NONE finishes the region), and its effects: the value's cell, whether it adds, operand, highest value.
TARGET, EFFECTS, EFFECTS_AT = 0, 1, 2
EFFECT: Final = 4

# A clock that an interrupt runs in a state.
CLOCK_TIME, CLOCK_PURPOSE, CLOCK_GUARD, CLOCK_ARROW, ONLY_WAITING = 0, 1, 2, 3, 4
CLOCK: Final = 5

# A stream: what is expected before each day, and who enters in each epoch. Its counters stand among the resources.
EXPECTED, DAYS, OPENS, OPEN_FOR, ENTERING_AT, COUNTERS = range(6)
STREAM: Final = 6
# Who enters; SAID and TOLD: what the log tells of its values on arrival and at the end, how many and their weights.
(ENTER_ROLE, STARTS, DOORS, KNOWN, KNOWN_AT, TEMPLATE, ATTRIBUTES, RETURNS_AT, ENTER_STREAM, SAID,
 TOLD) = range(11)  # fmt: skip
# Of returns; chances by row.
CHANCES, DELAY, AGAIN, AGAIN_AT, COUNTED, HIGHEST, RECENT, IF_RECENT, IF_NOT, WITHIN = range(10)
NUMBER_NOW, REACHED, DAY_NOW = 0, 1, 2  # of counters
COUNTER: Final = 3

# A panel: its meetings and what is heard at them. An order by classes: how many, then a guard of each for each role.
PANEL_QUEUE, MEETINGS, MEETINGS_AT, DEADLINES, SLOTS_AT, RESERVE, FILLS, URGENT, CANCELS, CANCEL_PURPOSE = range(10)
PANEL: Final = 10

# An epoch after the first: its first moment, then the changes of staff and of places.
EPOCH_STARTS, STAFF_AT, PLACES_AT = 0, 1, 2
EPOCH: Final = 3

# --- the working memory

# A referral: the head, a visit for each region, a cell for each kind of places (the event of the visit that took one).
ID, MEMORY, KEY, NUMBER, ARRIVED, MOVED_AT, PENDING, ENTERED_BY = range(8)
# A visit, and after it the further queues that it stands in (RANK, NEXT, PREVIOUS; OWNER instead of SERIAL).
SERIAL, STATE_AT, VISIT_NUMBER, SECONDS, FLAGS, RANK, NEXT, PREVIOUS = range(8)
OPEN_BRANCHES: Final = RANK  # what has branches is in no queue
SIZE: Final = 8
VISIT_BITS: Final = 28  # of where a visit stands, below its serial number
QUEUEING, IN_WORK, AWAITING, ON_AGENDA = 1, 2, 4, 8  # of FLAGS
DUE_AT, ENDS, READY, IS_URGENT = 0, 1, 2, 3  # of MORE

# A resource: a team, panel or kind of places. LAST tells nothing where FIRST says that nobody waits.
(FREE, FIRST, LAST, WAITING_AREA, BUSY_AREA, HEARD, USED, NEXT_MEETING, TEAM_HOURS, ORDER, CLASSES, MEETING_KEY, PLAIN,
 INDEX) = range(14)  # fmt: skip
RESOURCE_SIZE: Final = 16
FIRST_COME, LONGEST_WAIT, DUE_DATE, PRIORITY, REVIEWS_FIRST, NEW_FIRST = range(6)  # of ORDER

# Counts: of each state its referrals, added up over time, then of each role. Whoever comes is counted until the study
# ends, and whoever leaves is taken off again for what is left of it.
COUNT_ARRIVED, COUNT_ENDED = 0, 1
COUNTS: Final = 2

# One who stands there as the study begins, as a row of numbers.
(STOOD_STREAM, STOOD_NUMBER, STOOD_PROGRAM, STOOD_STEPS, STOOD_STATE, STOOD_OUTERMOST, STOOD_ENDS, STOOD_TIMEOUT,
 STOOD_DUE) = range(9)  # fmt: skip
STOOD: Final = 9

# Priorities at equal times: those of the reference kernel and, before them, what changes at a date.
CHANGE, COMPLETION, OPENING, MEETING, TIMING_OUT, INTERRUPT, ARRIVAL = range(7)
