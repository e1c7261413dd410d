"""The words of what is said of a practice."""

from collections.abc import Mapping
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

from fanal.progress.practices.flow import Above, Addressee, Kind, Outcome, Sector, State

type Words = str | Promise

KINDS: Final[Mapping[str, Words]] = {
    Kind.ADVERTISING: lazy("Advertising that sexualises children"),
    Kind.VISITS: lazy("Visits to homes for children as an attraction"),
    Kind.VOLUNTEERING: lazy("Volunteering with children that nobody supervises"),
    Kind.ENTERTAINMENT: lazy("Entertainment or products that sexualise children"),
    Kind.BOOKING: lazy("Booking or renting that makes exploitation easy"),
    Kind.MEDIA: lazy("Reports that blame a child"),
}
SECTORS: Final[Mapping[str, Words]] = {
    Sector.TRAVEL: lazy("Travel"), Sector.LODGING: lazy("Lodging"), Sector.PLATFORM: lazy("Platforms"),
    Sector.MEDIA: lazy("Media"), Sector.TRADE: lazy("Trade"), Sector.CARE: lazy("Care for children"),
    Sector.OTHER: lazy("Something else"),
}  # fmt: skip
ADDRESSEES: Final[Mapping[str, Words]] = {
    Addressee.FIRM: lazy("A firm"), Addressee.PLATFORM: lazy("A platform"), Addressee.AUTHORITY: lazy("An authority"),
    Addressee.PUBLISHER: lazy("A publisher"),
}  # fmt: skip
ABOVE: Final[Mapping[str, Words]] = {
    Above.ASSOCIATION: lazy("The association of its trade"), Above.REGULATOR: lazy("Who supervises it"),
    Above.PROGRAMME: lazy("A programme that it joined"),
}  # fmt: skip
OUTCOMES: Final[Mapping[str, Words]] = {
    Outcome.CHANGED: lazy("It changed"), Outcome.PARTLY: lazy("It changed in part"),
    Outcome.REFUSED: lazy("It was refused"), Outcome.NO_ANSWER: lazy("Nobody answered"),
    Outcome.WRONG: lazy("Our complaint was wrong"),
}  # fmt: skip
STATES: Final[Mapping[str, tuple[Words, str]]] = {
    State.PROPOSED: (lazy("Waits to be checked"), "soon"), State.CHECKED: (lazy("Checked; the letter is next"), "info"),
    State.LETTER_SENT: (lazy("Written to; the answer is awaited"), "info"),
    State.ANSWERED: (lazy("Answered"), "ok"), State.NO_ANSWER: (lazy("No answer"), "soon"),
    State.ESCALATED: (lazy("Taken further"), "info"), State.CLOSED: (lazy("Closed"), ""),
    State.REFERRED: (lazy("Told as a concern; nothing more stands here"), ""),
}  # fmt: skip
NEXT: Final[Mapping[State, Words]] = {
    State.PROPOSED: lazy("A second person checks facts and wording."),
    State.CHECKED: lazy("Send the letter."),
    State.LETTER_SENT: lazy("Write down the answer, or that there was none."),
    State.ANSWERED: lazy("Close it, or take it further."),
    State.NO_ANSWER: lazy("Take it further, or close it."),
    State.ESCALATED: lazy("Write down what came of it."),
}
