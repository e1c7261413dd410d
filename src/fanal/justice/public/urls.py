"""Addresses of the law for everybody: a language first, as on every page that opens without a session."""

from django.urls import path, register_converter
from django.urls.converters import StringConverter

from fanal.justice.public import data, provisions, states, treaties, world
from fanal.web.api import converters  # noqa: F401  `tongue` and `state`


class Jurisdiction(StringConverter):
    regex = "[A-Z]{2}(?:-[A-Z0-9]{1,3})?"


class ItemCode(StringConverter):
    regex = "[A-D][0-9]{1,2}"


class TreatyId(StringConverter):
    regex = "[A-Z0-9_]{3,12}"


register_converter(Jurisdiction, "jurisdiction")
register_converter(ItemCode, "law_item")
register_converter(TreatyId, "treaty")

app_name = "law"
urlpatterns = [
    path("<tongue:lang>/law/", world.world, name="world"),
    path("<tongue:lang>/law.json", data.of_world, name="world_data"),
    path("<tongue:lang>/law/item/<law_item:code>/", world.item, name="item"),
    path("<tongue:lang>/law/item/<law_item:code>.csv", world.table, name="table"),
    path("<tongue:lang>/law/item/<law_item:code>.json", data.of_item, name="item_data"),
    path("<tongue:lang>/law/treaty/", treaties.treaties, name="treaties"),
    path("<tongue:lang>/law/treaty.json", data.of_treaties, name="treaties_data"),
    path("<tongue:lang>/law/treaty/<treaty:treaty>/", treaties.treaty, name="treaty"),
    path("<tongue:lang>/law/treaty/<treaty:treaty>.json", data.of_treaty, name="treaty_data"),
    path("<tongue:lang>/law/<jurisdiction:code>/", states.state, name="state"),
    path("<tongue:lang>/law/<jurisdiction:code>.json", data.of_state, name="state_data"),
    path("<tongue:lang>/law/<jurisdiction:code>/<str:provision>/", provisions.provision, name="provision"),
    path("<tongue:lang>/law/<jurisdiction:code>/<str:provision>.json", data.of_provision, name="provision_data"),
]
