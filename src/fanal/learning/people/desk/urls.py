"""Addresses of a training lead, below `/desk/learners/`."""

from django.urls import path

from fanal.learning.people.desk import acts, pages, practice, tables

app_name = "learners"
urlpatterns = [
    path("", pages.cohorts, name="cohorts"),
    *acts.NEW.paths("", "", acts.NEW_ACTS),
    *tables.TABLES["posts"].paths("posts/in/", "posts_in"),
    *tables.TABLES["completions"].paths("completions/in/", "completions_in"),
    *tables.BROUGHT.paths("tables/<uuid:table>/", "", tables.ACTS),
    path("<uuid:cohort>/", pages.cohort, name="cohort"),
    *acts.COHORTS.paths("<uuid:cohort>/", "", acts.ACTS),
    *acts.POSTS.paths("posts/<uuid:post>/", "", acts.POST_ACTS),
    path("posts/<uuid:post>/skills/", practice.shown, name="skills"),
    path("skills/<uuid:check>/", practice.of_check, name="skills_of"),
    *practice.PRACTICES.paths("posts/<uuid:post>/skills/<slug:code>/", "", practice.ACTS),
]
