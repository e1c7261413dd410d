"""Prevalence: estimate how many children are on no list, and say how little that figure may be worth."""

from fanal.engines.prevalence.command import add_arguments, run

__all__ = ["add_arguments", "run"]
