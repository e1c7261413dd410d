"""Rows of the room, a module each concern."""

from fanal.progress.models.programmes import Cost, Measure, Point, Programme, Remark

__all__ = ["Cost", "Measure", "Point", "Programme", "Remark"]
