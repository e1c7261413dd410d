"""The door of the look: what views, forms and routes of other rooms need. Parts are template tags, always loaded."""

from fanal.web import converters, day, deeds, drawings
from fanal.web.dates import Due, day_words, digits, due, locale, time_words
from fanal.web.errors import problem
from fanal.web.forms import Answer, Button, Day, Group, Page, StaffText, Text, two_lines
from fanal.web.middleware import LANGUAGE_KEY
from fanal.web.nav import register, register_open
from fanal.web.open_pages import open_page
from fanal.web.paths import PREVIEW, is_reporter, reporter_language
from fanal.web.privacy import indexable, leave, reporter_page

__all__ = [
    "LANGUAGE_KEY",
    "PREVIEW",
    "Answer",
    "Button",
    "Day",
    "Due",
    "Group",
    "Page",
    "StaffText",
    "Text",
    "converters",
    "day",
    "day_words",
    "deeds",
    "digits",
    "drawings",
    "due",
    "indexable",
    "is_reporter",
    "leave",
    "locale",
    "open_page",
    "problem",
    "register",
    "register_open",
    "reporter_language",
    "reporter_page",
    "time_words",
    "two_lines",
]
