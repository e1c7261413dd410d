"""Addresses of the files of countries, below `/desk/countries/`."""

from django.urls import path

from fanal.contacts.desk import acts, pages

app_name = "contacts"
urlpatterns = [
    path("", pages.files, name="files"),
    path("<str:country>/", pages.file, name="file"),
    path("<str:country>/file.yaml", pages.download, name="download"),
    *acts.things(acts.contact).paths("<str:country>/contacts/<str:contact>/", "", acts.CONTACT),
    *(one for find, table in acts.PARTS for one in acts.things(find).paths("<str:country>/", "", table)),
    *acts.VERSIONS.paths("<str:country>/versions/<uuid:version_id>/", "", acts.SECOND),
]
