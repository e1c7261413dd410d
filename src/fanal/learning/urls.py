"""Addresses of courses as they are written, below `/desk/courses/`."""

from django.urls import path

from fanal.learning.desk import measures, pages
from fanal.learning.scorm import desk as scorm

app_name = "learning"
urlpatterns = [
    path("", pages.courses, name="courses"),
    path("<slug:code>/", pages.course, name="course"),
    path("<slug:code>/measures/", measures.measures, name="measures"),
    path("<slug:code>/<slug:language>/", pages.texts, name="texts"),
    path("<slug:code>/<slug:language>/scorm.zip", scorm.take, name="scorm"),
    path("<slug:code>/<slug:language>/forms/<slug:form>/", pages.form, name="form"),
    path("<slug:code>/<slug:language>/<slug:lesson>/<slug:name>/", pages.page, name="page"),
]
