"""Linkage: how many children are on which lists of several organisations, counted without names."""

from fanal.engines.linkage.command import add_arguments, run

__all__ = ["add_arguments", "run"]
