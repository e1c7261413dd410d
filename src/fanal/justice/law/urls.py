"""Addresses of the library of law: reviews, drafts, replies, below `/desk/law/`."""

from django.urls import URLPattern, path

from fanal.justice.law.desk import complete, drafts, provision, replying, review

patterns: list[URLPattern] = [
    path("", review.law, name="law"),
    path("review/<str:code>/", review.law_queue, name="law_queue"),
    path("review/<str:code>/<str:provision>/", review.law_item, name="law_item"),
    path("review/<str:code>/<str:provision>/<slug:deed>/", review.law_deed, name="law_deed"),
    path("complete/<str:code>/", complete.complete, name="law_complete"),
    path("complete/<str:code>/look/", complete.look, name="law_look"),
    path("declared/<uuid:declaration_id>/", complete.declaration, name="law_declared"),
    *complete.THINGS.paths("declared/<uuid:declaration_id>/", "law_declared_", complete.ACTS),
    path("drafts/", drafts.drafts, name="drafts"),
    path("drafts/new/", drafts.draft, name="draft"),
    path("drafts/law/<str:code>/", provision.of_law, name="draft_law"),
    path("drafts/law/<str:code>/new/<slug:kind>/", provision.new, name="draft_new"),
    path("drafts/law/<str:code>/<str:ref>/", provision.provision, name="draft_provision"),
    path("drafts/law/<str:code>/<str:ref>/out/", provision.out, name="draft_out"),
    path("drafts/<uuid:file_id>/", drafts.draft_file, name="draft_file"),
    *drafts.FILES.paths("drafts/<uuid:file_id>/", "draft_", drafts.ACTS),
    *replying.LAW.paths("replies/", "", {"reply": replying.REPLY}),
]
