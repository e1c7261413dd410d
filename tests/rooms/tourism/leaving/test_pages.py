"""The pages on which a company asks to be deleted."""

import time
from datetime import timedelta

import pytest
from allauth.account.internal.userkit import user_id_to_str
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fanal.journal.models import Entry
from fanal.network.models import Person
from fanal.tourism import tasks
from fanal.tourism.leaving import removal
from fanal.tourism.leaving.policy import ASK
from tests.desk import client_of, text
from tests.people import NOW, Cast
from tests.rooms.tourism import firms
from tests.rooms.tourism.firms import DAY

THEN = NOW + 14 * DAY
NAME = "Hotel Lantern"


def _just_signed_in(client: Client, username: str) -> None:
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = user_id_to_str(Person.objects.get(username=username))
    session.save()


@pytest.mark.django_db(transaction=True, databases="__all__")
def test_the_pages(cast: Cast) -> None:
    firm = firms.active(cast)
    rosa, timo = client_of(cast, "rosa"), client_of(cast, "timo")
    anew = rosa.get(reverse("leaving:ask"))
    assert "/sign-in/again/" in anew.headers["Location"], "whoever left a screen open asks for nothing"
    for client, name in ((rosa, "rosa"), (timo, "timo")):
        _just_signed_in(client, name)
    assert "Have the company deleted" in text(rosa.get(reverse("travel:home")))
    assert "Cards and certificates" in text(rosa.get(reverse("leaving:page")))
    wrong = rosa.post(reverse("leaving:ask"), {"typed": "Hotel"})
    assert "Type the name of the company" in text(wrong)
    for _again in range(2):
        rosa.post(reverse("leaving:ask"), {"typed": NAME})
    assert Entry.objects.filter(record=firm.org, deed=ASK).count() == 1, "sent twice, asked once"
    assert "A second person who speaks" in text(rosa.get(reverse("leaving:page")))
    assert "Say whether your company is deleted" in text(timo.get(reverse("desk:day")))
    assert "Say yes" in text(timo.get(reverse("leaving:page")))
    assert "deleted in fourteen days" in text(timo.post(reverse("leaving:agree"), {"sure": "on"}, follow=True))
    assert "Two people said yes" in text(rosa.get(reverse("leaving:page")))
    assert removal.look(timezone.now() + timedelta(days=15)) == 1
    assert rosa.get(reverse("leaving:page")).status_code == 302, "signed out"
    tasks.let_go.func()
