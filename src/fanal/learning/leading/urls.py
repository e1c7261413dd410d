"""Addresses of whoever leads people who learn together, below `/desk/sessions/`."""

from django.urls import path

from fanal.learning.leading import acts, pages

app_name = "sessions"
urlpatterns = [
    path("", pages.listed, name="sessions"),
    *acts.NEW.paths("", "", acts.NEW_ACTS),
    *acts.THERE.paths("there/<uuid:attendance>/", "", acts.THERE_ACTS),
    *acts.SHEETS.paths("sheets/<uuid:sheet>/", "", acts.SHEET_ACTS),
    path("<uuid:session>/", pages.session, name="session"),
    path("<uuid:session>/show/<slug:lesson>/<slug:name>/", pages.show, name="show"),
    path("<uuid:session>/signing/", pages.signing, name="signing"),
    path("<uuid:session>/sheets/", pages.sheets, name="sheets"),
    *acts.SESSIONS.paths("<uuid:session>/", "", acts.ACTS),
]
