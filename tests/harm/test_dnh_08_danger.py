"""DNH-08: danger = yes leads to the phone; the alert to the person on duty says nothing."""

from datetime import UTC, datetime, timedelta

from django.core import mail

from fanal.clocks.api import send_notices
from fanal.network.models import Person
from tests.harm.scene import open_form
from tests.people import Cast
from tests.rooms.concerns.reporter import Reporter

__all__ = ["open_form"]


def test_the_phone_comes_before_everything_else(open_form: Cast) -> None:
    page = Reporter().get("/en/xa/").press("Continue", danger="yes")
    assert page.html.index('href="tel:0000"') < page.html.index("<form")
    assert "Say where you are: the place, the street, the room." in page.words
    assert not [one for one in page.form.fields if one.kind in {"radio", "checkbox", "textarea", "text"}]


def test_the_alert_is_one_constant_text_to_the_person_on_duty(open_form: Cast) -> None:
    Person.objects.filter(username="amara").update(email="amara@example.org")
    Reporter().get("/en/xa/").press("Continue", danger="yes").press("Send now")
    assert send_notices(datetime.now(UTC) + timedelta(minutes=1)) == 1
    [sent] = mail.outbox
    assert (sent.subject, sent.body) == ("A task is waiting", "A task is waiting. Please sign in.")
    assert sent.to == ["amara@example.org"]
    assert not sent.attachments
