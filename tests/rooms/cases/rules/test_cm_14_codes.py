"""CM-14: a code that is in the model file stays there with its meaning; a language shows after its review."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from fanal.cases import codes, codes_work
from fanal.cases.model.declared import model

KNOWN = Path(__file__).with_name("codes.json")
"""Every code that was ever stored. Lines are added and never changed."""


def test_no_code_is_taken_away() -> None:
    known = json.loads(KNOWN.read_text("utf-8"))
    now = {name: list(one.codes) for name, one in model().lists.items() if not one.external}
    assert sum(map(len, known.values())) > 500
    gone = {name: sorted(set(held) - set(now.get(name, ()))) for name, held in known.items()}
    assert {name: held for name, held in gone.items() if held} == {}


def test_each_code_is_known_so_that_it_cannot_go_unnoticed() -> None:
    known = json.loads(KNOWN.read_text("utf-8"))
    new = {
        name: sorted(set(one.codes) - set(known.get(name, ())))
        for name, one in model().lists.items()
        if not one.external
    }
    assert {name: held for name, held in new.items() if held} == {}, f"add them to {KNOWN.name}"


def test_no_code_stands_twice_in_a_list_or_is_called_as_another() -> None:
    for name, held in {**codes.HELD, **codes_work.HELD}.items():
        values = [one.value for one in held]
        assert len(values) == len(set(values)), name
    for name, one in model().lists.items():
        labels = list(one.codes.values())
        assert len(labels) == len(set(labels)), (name, sorted(label for label in labels if labels.count(label) > 1))


@pytest.mark.django_db(databases="__all__")
def test_a_language_that_nobody_reviewed_is_not_offered(client: Client, settings: Any) -> None:
    settings.MODE = "production"
    page = client.get(reverse("account_login")).content.decode()
    written = {code for code, _name in settings.LANGUAGES}
    waiting = written - set(settings.LANGUAGES_REVIEWED)
    assert waiting
    for code in waiting:
        assert f'value="{code}"' not in page
        assert f'lang="{code}"' not in page
    assert 'value="fr"' in page
