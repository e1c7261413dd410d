"""The door to the checks of words, and of how easy a text is to read."""

from fanal.engines.language.faults import is_sound
from fanal.engines.language.linter import Finding, check_path, check_text
from fanal.engines.language.readability import ReadingAge, reading_age
from fanal.engines.language.readers import Unreadable

__all__ = ["Finding", "ReadingAge", "Unreadable", "check_path", "check_text", "is_sound", "reading_age"]
