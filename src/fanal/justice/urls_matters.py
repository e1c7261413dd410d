"""Addresses of matters, questions and proceedings, below `/desk/law/`."""

from __future__ import annotations

from django.urls import URLPattern

patterns: list[URLPattern] = []
