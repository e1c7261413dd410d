"""All addresses of a site. The only place that knows all rooms."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("fanal.web.urls")),
    path("", include("fanal.justice.public.urls")),
    path("", include("fanal.research.public.urls")),
    path("", include("fanal.learning.public.urls")),
    path("", include("fanal.tourism.public.urls")),
    path("", include("fanal.tourism.public.short_urls")),
    path("", include("fanal.tourism.explained.urls")),
    path("", include("fanal.tourism.systems.urls")),
    path("", include("fanal.tourism.leaving.urls")),
    path("", include("fanal.progress.asks.public")),
    path("", include("fanal.progress.practices.public")),
    path("", include("fanal.progress.programmes.public_urls")),
    path("", include("fanal.progress.public.urls")),
    path("", include("fanal.progress.numbers.urls")),
    path("", include("fanal.concerns.public.urls")),
    path("desk/sign-in/", include("fanal.site.desk.signin")),
    path("desk/concerns/", include("fanal.concerns.urls")),
    path("desk/cases/", include("fanal.cases.urls")),
    path("desk/countries/", include("fanal.contacts.urls")),
    path("desk/law/", include("fanal.justice.urls")),
    path("", include("fanal.learning.certificates.urls")),
    path("", include("fanal.learning.offline.urls")),
    path("learn/", include("fanal.learning.player.urls")),
    path("desk/courses/", include("fanal.learning.urls")),
    path("desk/certificates/", include("fanal.learning.certificates.desk.urls")),
    path("desk/learners/", include("fanal.learning.people.desk.urls")),
    path("desk/travel/training/", include("fanal.tourism.training.desk.urls")),
    path("desk/travel/", include("fanal.tourism.public.desk_urls")),
    path("desk/travel/", include("fanal.tourism.urls")),
    path("desk/learning/", include("fanal.learning.staff.desk.urls")),
    path("desk/sessions/", include("fanal.learning.leading.urls")),
    path("desk/research/", include("fanal.research.urls")),
    path("desk/progress/", include("fanal.progress.urls")),
    path("desk/", include("fanal.site.desk.urls")),
]

handler400 = "fanal.web.errors.bad_request"
handler403 = "fanal.web.errors.permission_denied"
handler404 = "fanal.web.errors.page_not_found"
handler429 = "fanal.site.desk.signin.too_many"
handler500 = "fanal.web.errors.server_error"
