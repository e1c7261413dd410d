"""Addresses of companies and whoever works with them, below `/desk/travel/`."""

from django.urls import path

from fanal.tourism.desk import pages

app_name = "travel"
urlpatterns = [
    path("", pages.home, name="home"),
]
