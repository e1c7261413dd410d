"""HiGHS, as every engine here uses it: silent, on one thread, alike on every run.

Its threads are one pool for the whole process, made by the first program that runs. A later one that asks for another
number of them does not run, says so in its status only, and holds zeros. So all ask for the same number here, and a
program that did not run is no answer.
"""

from collections.abc import Mapping
from typing import Any

from highspy import HighsModelStatus, HighsStatus, _core

_ALWAYS: Mapping[str, Any] = {"output_flag": False, "threads": 1}


def program(options: Mapping[str, Any]) -> Any:
    """A program without columns or rows. Of the class below `highspy.Highs`, which writes a banner to stdout before it
    can be silenced."""
    made = _core._Highs()
    for name, value in {**options, **_ALWAYS}.items():
        made.setOptionValue(name, value)
    return made


def run(made: Any) -> HighsModelStatus:
    """Solve it, and say how that ended. Raises RuntimeError where it could not begin."""
    if made.run() == HighsStatus.kError:
        raise RuntimeError("HiGHS did not run")
    status: HighsModelStatus = made.getModelStatus()
    return status
