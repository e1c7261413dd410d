"""Calendar months of many days at once, as `fanal.vocabulary.dates.months_later` has them for one. Pure."""

from typing import cast

import numpy as np

type Days = np.typing.NDArray[np.datetime64]
type Months = np.typing.NDArray[np.int64]


def months_after(days: Days, months: int | Months) -> Days:
    """The same day so many months later; the last day of that month where it has no such day. NaT stays."""
    begins = days.astype("M8[M]")
    later = begins + np.asarray(months, "m8[M]")
    last = (later + np.timedelta64(1, "M")).astype("M8[D]") - np.timedelta64(1, "D")
    return cast(Days, np.minimum(later.astype("M8[D]") + (days - begins.astype("M8[D]")), last))
