"""What a card and a pack hold: facts in the order of the preview (`passing_on.pack`)."""

from dataclasses import dataclass

from fanal.access.contracts import Content, field_of
from fanal.cases.model.parts import Option
from fanal.vocabulary.codes import DataCategory as Cat
from fanal.vocabulary.codes import ProcessingPurpose as Purpose


@dataclass(frozen=True, slots=True)
class PackItem:
    """One fact: its field as the model file calls it, its value in words or codes, and the reason where it is beyond
    the default."""

    field: str = field_of("S4", Cat.STORY, purpose=Purpose.REFER, retention="file")
    codes: tuple[str, ...] = field_of("S4", Cat.STORY, (), purpose=Purpose.REFER, retention="file")
    text: str = field_of("S4", Cat.STORY, purpose=Purpose.REFER, retention="file")
    reason: str = field_of("S4", Cat.STORY, purpose=Purpose.REFER, retention="file")


@dataclass(frozen=True, slots=True)
class PackContent(Content):
    """A card, or a pack: a copy of chosen facts."""

    items: tuple[PackItem, ...] = field_of("S4", Cat.STORY, (), purpose=Purpose.REFER, retention="file")


@dataclass(frozen=True, slots=True)
class PassingWords(Content):
    """What one side wrote to the other: a question, its answer, a word with the outcome."""

    text: str = field_of("S4", Cat.STORY, purpose=Purpose.REFER, retention="handover")


@dataclass(frozen=True, slots=True)
class SeatPack(Content):
    """What whoever sits on a panel or attends a conference is given: a summary written for them, facts of the file, and
    the ways that a panel decides about."""

    summary: str = field_of("S4", Cat.STORY, purpose=Purpose.PROTECT_CHILD, retention="file")
    items: tuple[PackItem, ...] = field_of("S4", Cat.STORY, (), purpose=Purpose.PROTECT_CHILD, retention="file")
    ways: tuple[Option, ...] = field_of("S4", Cat.STORY, (), purpose=Purpose.PROTECT_CHILD, retention="file")


@dataclass(frozen=True, slots=True)
class PanelView(Content):
    """What one of a panel thinks: the number of a way or another code, and why."""

    way: str = field_of("S4", Cat.STORY, purpose=Purpose.PROTECT_CHILD, retention="file")
    words: str = field_of("S4", Cat.STORY, purpose=Purpose.PROTECT_CHILD, retention="file")
