"""Addresses of one's own training card, below `/desk/learning/`."""

from django.urls import path

from fanal.learning.staff.desk import pages

app_name = "staff"
urlpatterns = [
    path("", pages.mine, name="mine"),
    *pages.MINE.paths("", "", pages.ACTS),
]
