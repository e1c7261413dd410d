"""Rows of the room, a module each concern."""

from fanal.progress.models.asks import Ask, AskFate, AskStep, AskWording
from fanal.progress.models.assessments import (
    BesideReply,
    Cell,
    CountryAssessment,
    Notice,
    Publication,
    Reading,
    ReplyNumber,
    StateReply,
)
from fanal.progress.models.composing import Document, DocumentVersion, Voice
from fanal.progress.models.practices import Practice
from fanal.progress.models.programmes import Cost, Measure, Point, Programme, Remark
from fanal.progress.models.series import Observation, Vintage

__all__ = [
    "Ask",
    "AskFate",
    "AskStep",
    "AskWording",
    "BesideReply",
    "Cell",
    "Cost",
    "CountryAssessment",
    "Document",
    "DocumentVersion",
    "Measure",
    "Notice",
    "Observation",
    "Point",
    "Practice",
    "Programme",
    "Publication",
    "Reading",
    "Remark",
    "ReplyNumber",
    "StateReply",
    "Vintage",
    "Voice",
]
