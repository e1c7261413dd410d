"""Addresses of matters, questions and proceedings, below `/desk/law/`."""

from django.urls import URLPattern, path

from fanal.justice.matters.desk import answer, matters, proceeding, question

patterns: list[URLPattern] = [
    path("matters/", matters.listed, name="matters"),
    path("matters/new/", matters.begin, name="matter_new"),
    path("exercises/", matters.exercises, name="exercises"),
    path("matters/<uuid:matter_id>/", matters.matter, name="matter"),
    path("matters/<uuid:matter_id>/label/", matters.label, name="matter_label"),
    *matters.MATTERS.paths("matters/<uuid:matter_id>/", "matter_", matters.ACTS),
    path("matters/<uuid:matter_id>/history/", matters.history, name="matter_history"),
    path("matters/<uuid:matter_id>/ask/", question.new, name="question_new"),
    path("matters/<uuid:matter_id>/proceedings/new/", proceeding.new, name="proceeding_new"),
    path("matters/<uuid:matter_id>/do/<slug:name>/", matters.act, name="matter_act"),
    path("questions/<uuid:question_id>/", answer.answer, name="answer"),
    path("questions/<uuid:question_id>/print/", answer.printed, name="answer_print"),
    path("questions/<uuid:question_id>/change/", question.change, name="question_change"),
    path("questions/<uuid:question_id>/again/", answer.again, name="answer_again"),
    path("questions/<uuid:question_id>/limit/", answer.take_limit, name="take_limit"),
    path("questions/<uuid:question_id>/why-not/<str:state>/", answer.why_not, name="why_not"),
    path("questions/<uuid:question_id>/compare/<uuid:other_id>/", answer.compared, name="compare"),
    path("proceedings/<uuid:proceeding_id>/", proceeding.proceeding, name="proceeding"),
    path("proceedings/<uuid:proceeding_id>/change/", proceeding.change, name="proceeding_change"),
    path("proceedings/<uuid:proceeding_id>/event/", proceeding.event, name="proceeding_event"),
    path("proceedings/<uuid:proceeding_id>/lawyers/", proceeding.privileged, name="privileged"),
    path("proceedings/<uuid:proceeding_id>/settle/<slug:kind>/", proceeding.settle, name="settle"),
]
