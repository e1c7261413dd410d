"""Addresses of certificates, short enough for a code that a camera reads."""

from django.urls import path

from fanal.learning.certificates import pages
from fanal.learning.certificates.offline import offline
from fanal.web.api import converters  # noqa: F401  `tongue`

app_name = "certificate"
urlpatterns = [
    path("c", offline.page, name="page"),
    path("c/<tongue:language>/page", offline.page_in, name="page_in"),
    path("c/<tongue:language>/", pages.check, name="check"),
    path("c/<tongue:language>/<slug:code>/", pages.one, name="one"),
    path("c/status/<int:number>", pages.status, name="status"),
    path("c/<slug:code>", pages.short, name="short"),
    path(".well-known/did.json", pages.did, name="did"),
]
