"""The door of passing on: a room declares a `Kind` and does its deeds by these modules."""

from fanal.passing import clock, ending, notes, path, receiving, sending, states, steps, talk
from fanal.passing.desk import acts, forms, page, texts
from fanal.passing.kinds import Duties, Kind, Leaving
from fanal.passing.preview import NOT_COVERED, Addition, Choice, NotAddable, Preview, PreviewChanged, Stay, preview
from fanal.passing.receiving import Read, is_readable

__all__ = [
    "NOT_COVERED",
    "Addition",
    "Choice",
    "Duties",
    "Kind",
    "Leaving",
    "NotAddable",
    "Preview",
    "PreviewChanged",
    "Read",
    "Stay",
    "acts",
    "clock",
    "ending",
    "forms",
    "is_readable",
    "notes",
    "page",
    "path",
    "preview",
    "receiving",
    "sending",
    "states",
    "steps",
    "talk",
    "texts",
]
