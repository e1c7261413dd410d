"""What only counting and estimating need, and an installation may leave out: whether it is there.

Nothing of it is loaded to look. The lists of packages say the same (`pyproject.toml`, "evidence"; the files of
requirements); a test holds them together.
"""

from functools import cache
from importlib.util import find_spec

MODULES = ("numba", "llvmlite", "scipy", "duckdb", "ibis", "pyarrow", "pandas")
INSTALL = "tools/environment run"
"""What installs it, in the folder of the code."""
WORDS = f"The programs that count and estimate are not installed. Install them with `{INSTALL}`, and start again."


@cache
def left_out() -> bool:
    """Whether one of them is not there. What is installed later is seen after a restart."""
    return any(find_spec(name) is None for name in MODULES)


def missed(error: BaseException | None) -> bool:
    """Whether this error says that one of them is not there."""
    return isinstance(error, ModuleNotFoundError) and (error.name or "").partition(".")[0] in MODULES
