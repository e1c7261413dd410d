"""Addresses of the board for everybody: a language first, as on every page that opens without a session."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from fanal.progress.public import corrections, data, form, pages, replying
from fanal.web.api import converters  # noqa: F401  `tongue` and `state`


class CommitmentId(StringConverter):
    regex = "SA-[2-6][a-m]"


register_converter(CommitmentId, "commitment")

app_name = "board"
urlpatterns = [
    path("<tongue:lang>/progress/", pages.board, name="board"),
    path("<tongue:lang>/progress.csv", data.table, name="table"),
    path("<tongue:lang>/progress.json", data.of_board, name="board_data"),
    path("<tongue:lang>/progress/corrections/", corrections.corrections, name="corrections"),
    path("<tongue:lang>/progress/reply/<str:token>/", replying.reply, name="reply"),
    path("<tongue:lang>/progress/item/<commitment:item>/", pages.item, name="item"),
    path("<tongue:lang>/progress/<state:code>/<commitment:item>/", pages.cell, name="cell"),
    path("<tongue:lang>/country/<state:code>/", pages.country, name="country"),
    path("<tongue:lang>/country/<state:code>.json", data.of_country, name="country_data"),
    path("<tongue:lang>/country/<state:code>/sheet/", pages.sheet, name="sheet"),
    path("<tongue:lang>/country/<state:code>/form/", form.form, name="form"),
]
