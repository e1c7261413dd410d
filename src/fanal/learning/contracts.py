"""What other rooms name of this one: quick to load, without Django."""

from fanal.learning.courses.roles import ROLES

__all__ = ["ROLES"]
