"""Addresses of those who learn, below `/learn/<lang>/`: no session of staff, and none of reporters."""

from django.urls import path

from fanal.learning.player import certifying, pages, papers, using, without
from fanal.learning.signin import views
from fanal.web.api import converters  # noqa: F401  `tongue`

app_name = "learner"
urlpatterns = [
    path("<tongue:language>/in/", views.sign_in, name="in"),
    path("<tongue:language>/out/", views.leave, name="out"),
    path("<tongue:language>/", pages.courses, name="mine"),
    path("<tongue:language>/confirm/", without.confirm, name="confirm"),
    path("<tongue:language>/data/", pages.data, name="data"),
    path("<tongue:language>/data/file.json", pages.take, name="take"),
    path("<tongue:language>/data/delete/", pages.delete, name="delete"),
    path("<tongue:language>/supervision/", using.supervised, name="supervised"),
    path("<tongue:language>/paper/<uuid:sheet>/", papers.paper, name="paper"),
    path("<tongue:language>/tries/<uuid:attempt>/", pages.attempt, name="attempt"),
    path("<tongue:language>/tries/<uuid:attempt>/certificate/", certifying.certificate, name="certificate"),
    path("<tongue:language>/tries/<uuid:attempt>/certificate/file.jwt", certifying.token, name="token"),
    path("<tongue:language>/courses/<slug:code>/", pages.course, name="course"),
    path("<tongue:language>/courses/<slug:code>/use/", using.use, name="use"),
    path("<tongue:language>/courses/<slug:code>/begin/<slug:use>/", pages.begin, name="begin"),
    path("<tongue:language>/courses/<slug:code>/<slug:lesson>/<slug:name>/", pages.page, name="page"),
]
