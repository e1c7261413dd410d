"""Addresses to which programs of companies send, and the pages on which a company lets them in."""

from django.urls import path

from fanal.tourism.systems import desk, sending

app_name = "systems"
urlpatterns = [
    path("api/tourism/v1/sites", sending.sites, name="sites"),
    path("api/tourism/v1/posts", sending.posts, name="posts"),
    path("desk/travel/systems/", desk.page, name="page"),
    *desk.NEW.paths("desk/travel/systems/", "", desk.NEW_ACTS),
    *desk.ONE.paths("desk/travel/systems/<uuid:token>/", "", desk.ONE_ACTS),
]
