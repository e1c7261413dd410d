"""Addresses of the register without a language: what a badge leads to, and what programs read."""

from django.urls import path

from fanal.tourism.public import register

app_name = "register"
urlpatterns = [
    path("r/<slug:code>", register.short, name="short"),
    path("api/public/register.json", register.as_json, name="json"),
    path("api/public/register.jws", register.snapshot, name="snapshot"),
    path("api/public/register/<int:number>.jws", register.snapshot, name="numbered"),
]
