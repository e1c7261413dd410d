"""Addresses of what a member prints of the register, below `/desk/travel/`."""

from django.urls import path

from fanal.tourism.public import badge

app_name = "badge"
urlpatterns = [
    path("memberships/<uuid:membership>/badge/", badge.page, name="page"),
    path("memberships/<uuid:membership>/badge/certificate.pdf", badge.certificate, name="certificate"),
]
