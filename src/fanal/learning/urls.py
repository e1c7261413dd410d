"""Addresses of courses as they are written, below `/desk/courses/`."""

from django.urls import path

from fanal.learning.desk import pages

app_name = "learning"
urlpatterns = [
    path("", pages.courses, name="courses"),
    path("<slug:code>/", pages.course, name="course"),
    path("<slug:code>/<slug:language>/", pages.texts, name="texts"),
    path("<slug:code>/<slug:language>/forms/<slug:form>/", pages.form, name="form"),
    path("<slug:code>/<slug:language>/<slug:lesson>/<slug:name>/", pages.page, name="page"),
]
