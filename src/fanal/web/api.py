"""The door of the look: what views, forms and routes of other rooms need. Parts are template tags, always loaded."""

from fanal.web import codes, converters, day, deeds, drawings, figures, gates, once, papers, qr, tables
from fanal.web.acts import Act, Things, below, plain, press
from fanal.web.dates import Due, apart, day_words, digits, due, listed, locale, part_day_words, time_words
from fanal.web.errors import problem
from fanal.web.forms import (
    SENT_AGAIN,
    UNANSWERED,
    WHOSE,
    Answer,
    Button,
    Day,
    Group,
    Hold,
    Moment,
    Narrow,
    Page,
    PartDay,
    StaffLine,
    StaffText,
    Text,
    Words,
    offer,
    two_lines,
)
from fanal.web.hours import DAY_WORDS, HoursField
from fanal.web.middleware import LANGUAGE_KEY, public_language
from fanal.web.nav import Part, register, register_open
from fanal.web.open_pages import open_page
from fanal.web.paths import PREVIEW, is_reporter, reporter_language
from fanal.web.privacy import REPORTER_BYTES, indexable, leave, reporter_page
from fanal.web.templatetags.parts import DOT, dots, named, tag
from fanal.web.templatetags.parts import due as due_tag
from fanal.web.templatetags.parts import state as state_tag

__all__ = [
    "DAY_WORDS",
    "DOT",
    "LANGUAGE_KEY",
    "PREVIEW",
    "REPORTER_BYTES",
    "SENT_AGAIN",
    "UNANSWERED",
    "WHOSE",
    "Act",
    "Answer",
    "Button",
    "Day",
    "Due",
    "Group",
    "Hold",
    "HoursField",
    "Moment",
    "Narrow",
    "Page",
    "Part",
    "PartDay",
    "StaffLine",
    "StaffText",
    "Text",
    "Things",
    "Words",
    "apart",
    "below",
    "codes",
    "converters",
    "day",
    "day_words",
    "deeds",
    "digits",
    "dots",
    "drawings",
    "due",
    "due_tag",
    "figures",
    "gates",
    "indexable",
    "is_reporter",
    "leave",
    "listed",
    "locale",
    "named",
    "offer",
    "once",
    "open_page",
    "papers",
    "part_day_words",
    "plain",
    "press",
    "problem",
    "public_language",
    "qr",
    "register",
    "register_open",
    "reporter_language",
    "reporter_page",
    "state_tag",
    "tables",
    "tag",
    "time_words",
    "two_lines",
]
