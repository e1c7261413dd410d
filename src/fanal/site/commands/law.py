"""Law: check, show and ask the corpus of laws that reach across borders."""

from fanal.engines.jurisdiction.command import add_arguments, run

__all__ = ["add_arguments", "run"]
