"""Addresses of research, below `/desk/research/`."""

from django.urls import path

from fanal.research import root
from fanal.research.plans import urls as plans
from fanal.research.records import urls as records
from fanal.research.releases import urls as releases
from fanal.research.requests import urls as requests
from fanal.research.runs import urls as runs
from fanal.research.studies import urls as studies

app_name = "research"
urlpatterns = [
    path("", root.root, name="root"),
    *(one for part in (records, releases, plans, studies, runs, requests) for one in part.patterns),
]
