"""What `fanal check` looks at: one module a subject, one function a line. Nothing here changes anything.

A check that cannot see what it should says so: "cannot say" is an answer, and never counts as good.
"""

from fanal.site.checks.contracts import Line, State
from fanal.site.checks.every import every

__all__ = ["Line", "State", "every"]
