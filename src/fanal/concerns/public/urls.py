"""Addresses of reporters: a language first, then the country where it happened, then neutral words."""

from django.conf import settings
from django.urls import path, register_converter
from django.urls.converters import StringConverter

from fanal.concerns.public.returning import code
from fanal.concerns.public.views import door, door_form, entry, home, leave, phone, practise, root, sent, step


class Lang(StringConverter):
    regex = "|".join(code for code, _name in settings.LANGUAGES)


class Country(StringConverter):
    regex = "[A-Za-z]{2}"


class Step(StringConverter):
    regex = "[2-9]|[1-4][0-9]"

    def to_python(self, value: str) -> int:  # type: ignore[override]
        return int(value)

    def to_url(self, value: int) -> str:  # type: ignore[override]
        return str(value)


register_converter(Lang, "reader")
register_converter(Country, "country")
register_converter(Step, "step")

app_name = "public"
urlpatterns = [
    path("", root, name="root"),
    path("<reader:lang>/", home, name="home"),
    path("<reader:lang>/leave", leave, name="leave"),
    path("<reader:lang>/code", code, name="code"),
    path("<reader:lang>/<country:cc>/", entry, name="entry"),
    path("<reader:lang>/<country:cc>/leave", leave, name="leave_country"),
    path("<reader:lang>/<country:cc>/danger", phone, name="phone"),
    path("<reader:lang>/<country:cc>/you", door, name="door"),
    path("<reader:lang>/<country:cc>/you/2", door_form, name="door_form"),
    path("<reader:lang>/<country:cc>/sent", sent, name="sent"),
    path("<reader:lang>/<country:cc>/practice/<str:token>", practise, name="practice"),
    path("<reader:lang>/<country:cc>/<step:n>", step, name="step"),
]
