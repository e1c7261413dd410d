"""Addresses of those who do the work of the room, below `/desk/progress/`."""

from django.urls import path

from fanal.progress.desk import pages

app_name = "progress"
urlpatterns = [
    path("", pages.home, name="home"),
]
