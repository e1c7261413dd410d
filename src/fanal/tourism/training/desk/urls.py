"""Addresses of whoever leads the training of a company, below `/desk/travel/training/`."""

from django.urls import path

from fanal.tourism.training.desk import acts, pages

app_name = "training"
urlpatterns = [
    path("", pages.home, name="home"),
    path("people/", pages.people, name="people"),
    *acts.LISTS.paths("", "", acts.LIST_ACTS),
    path("places/<uuid:place>/", pages.place, name="place"),
    *acts.PLACE.paths("places/<uuid:place>/", "", acts.PLACE_ACTS),
    *acts.PAPERS.paths("places/<uuid:place>/lists/<str:rule>/", "", acts.PAPER_ACTS),
    path("posts/<uuid:post>/", pages.post, name="post"),
]
