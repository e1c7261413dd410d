"""Addresses below `/desk/certificates/`."""

from django.urls import path

from fanal.learning.certificates.desk import pages

app_name = "certificates"
urlpatterns = [
    path("", pages.find, name="find"),
    *pages.ANEW.paths("", "", pages.ANEW_ACTS),
    path("<uuid:certificate>/", pages.one, name="one"),
    *pages.THINGS.paths("<uuid:certificate>/", "", pages.ACTS),
]
