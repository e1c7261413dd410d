"""Addresses of matters, questions and proceedings, below `/desk/law/`."""

from django.urls import URLPattern, path

from fanal.justice.matters.desk import answer, matters, proceeding, question

patterns: list[URLPattern] = [
    path("matters/", matters.listed, name="matters"),
    *matters.LIST.paths("matters/", "matter_", {"new": matters.NEW}),
    path("matters/exercises/", matters.exercises, name="exercises"),
    path("matters/<uuid:matter_id>/", matters.matter, name="matter"),
    *matters.MATTERS.paths("matters/<uuid:matter_id>/", "matter_", matters.ACTS),
    *matters.STRICT.paths("matters/<uuid:matter_id>/", "matter_", matters.STRICT_ACTS),
    path("matters/<uuid:matter_id>/history/", matters.history, name="matter_history"),
    path("matters/<uuid:matter_id>/ask/", question.new, name="question_new"),
    *matters.STRICT.paths("matters/<uuid:matter_id>/", "proceeding_", {"new": proceeding.NEW}),
    path("matters/questions/<uuid:question_id>/", answer.answer, name="answer"),
    path("matters/questions/<uuid:question_id>/print/", answer.printed, name="answer_print"),
    path("matters/questions/<uuid:question_id>/memo/", answer.memo, name="answer_memo"),
    path("matters/questions/<uuid:question_id>/change/", question.change, name="question_change"),
    *answer.QUESTIONS.paths("matters/questions/<uuid:question_id>/", "answer_", answer.ACTS),
    path("matters/questions/<uuid:question_id>/limit/", answer.take_limit, name="take_limit"),
    path("matters/questions/<uuid:question_id>/why-not/<str:state>/", answer.why_not, name="why_not"),
    path("matters/questions/<uuid:question_id>/compare/<uuid:other_id>/", answer.compared, name="compare"),
    path("matters/proceedings/<uuid:proceeding_id>/", proceeding.proceeding, name="proceeding"),
    *proceeding.PROCEEDINGS.paths("matters/proceedings/<uuid:proceeding_id>/", "", proceeding.ACTS),
    path("matters/proceedings/<uuid:proceeding_id>/settle/<slug:kind>/", proceeding.settle, name="settle"),
]
