"""Words: extract, check and compile translations; check terms and reading age."""

from fanal.engines.language.command import add_arguments, run

__all__ = ["add_arguments", "run"]
