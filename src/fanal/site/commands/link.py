"""Linkage: how many children are on which lists of several organisations, counted without names."""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The sub-commands are the engine's, which is loaded when they are asked for."""
    from fanal.engines.linkage import command

    command.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Carries out the chosen sub-command."""
    from fanal.engines.linkage import command

    return command.run(args)
