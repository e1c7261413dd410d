"""Prevalence: estimate how many children are on no list, and say how little that figure may be worth."""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The sub-commands are the engine's, which is loaded when they are asked for."""
    from fanal.engines.prevalence import command

    command.add_arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Carries out the chosen sub-command."""
    from fanal.engines.prevalence import command

    return command.run(args)
