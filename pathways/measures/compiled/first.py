"""Have everything here compiled that measures a replication, so that it is on disk when it is wanted."""

from __future__ import annotations

from datetime import date

import numpy as np

from pathways.calendars import DAY, continuous
from pathways.measures.compiled.measure import Measurer
from pathways.measures.setting import Setting, Working


def compile_all() -> None:
    """Measure a log in which nothing happens."""
    setting = Setting(continuous(date(2018, 1, 1)), 0, DAY, {}, (Working({}, {}),))
    Measurer(setting).measure(np.empty((0, 2), np.int64), by_week=True)
