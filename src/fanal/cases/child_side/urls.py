"""Addresses of staff about what children say; those of children are the page of codes and nothing else."""

from django.urls import URLPattern, path

from fanal.cases.child_side.desk import acts, feedback

patterns: list[URLPattern] = [
    path("feedback/", feedback.waiting, name="feedback"),
    path("<uuid:case_id>/feedback/", feedback.of_file, name="feedback_of"),
    *acts.ANSWERS.paths("feedback/<uuid:feedback_id>/", "", acts.ANSWER_ACTS),
    *acts.FILES.paths("<uuid:case_id>/", "", acts.ACTS),
]
