"""Addresses of gaps and reforms, below `/desk/law/`."""

from __future__ import annotations

from django.urls import URLPattern

patterns: list[URLPattern] = []
