"""The door to the checks of words, and of how easy a text is to read."""

from fanal.engines.language.catalogues import CatalogueError
from fanal.engines.language.faults import faults, is_sound, turns
from fanal.engines.language.linter import Finding, check_path, check_text
from fanal.engines.language.readability import ReadingAge, reading_age
from fanal.engines.language.readers import Unreadable
from fanal.engines.language.texts import Text

__all__ = [
    "CatalogueError",
    "Finding",
    "ReadingAge",
    "Text",
    "Unreadable",
    "check_path",
    "check_text",
    "faults",
    "is_sound",
    "reading_age",
    "turns",
]
