"""The pages of completeness: look, declare, confirm, withdraw; what was typed is kept, who may not reads why."""

import html
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from fanal.justice.law import drafting, library, looks, reviews
from fanal.justice.law.looks import Claim, Point
from fanal.justice.models import Declaration
from fanal.network.contracts import Role
from tests.desk import client_of, text
from tests.people import Cast
from tests.rooms.justice.law.test_complete import LEFT
from tests.rooms.justice.laws import law, person
from tests.rooms.justice.small import few_laws

pytestmark = [pytest.mark.django_db(databases="__all__"), pytest.mark.usefixtures("few_laws")]
__all__ = ["few_laws"]
KEY = Point("12").key
LOOK = {"conduct": "sexual_activity", "first": "", "last": ""}


@pytest.fixture
def drafted(cast: Cast) -> Cast:
    drafting.draft(person(cast, "femi", Role.CORPUS_EDITOR, Role.LAWYER), law() + LEFT, None, timezone.now())
    for name in ("lena", "nils", "omar"):
        person(cast, name, Role.LAWYER)
    return cast


def shown(response: object) -> str:
    return html.unescape(text(response))


def page() -> str:
    return reverse("justice:law_complete", args=["XD"])


def look() -> str:
    return f"{reverse('justice:law_look', args=['XD'])}?conduct=sexual_activity"


def later() -> str:
    return reviews.last_day(datetime.now(UTC).date()).isoformat()


def digest() -> str:
    return looks.look(library.corpus(timezone.now()).laws["XD"], Claim("sexual_activity", None, None)).digest


def declare(client: Client, **more: str) -> str:
    given = {
        "digest": digest(), f"tick_{KEY}": "on", f"why_{KEY}": "Repealed in 2001.", "shown": "Bar of XD",
        "until": later(),
    }  # fmt: skip
    return shown(client.post(look(), given | more, follow=True))


def test_two_lawyers_declare_and_everybody_reads_it_until_one_withdraws(drafted: Cast) -> None:
    first, second, anybody = client_of(drafted, "lena"), client_of(drafted, "nils"), Client()
    assert "Nothing of this law was declared complete." in shown(first.get(page()))
    chosen = first.post(page(), LOOK)
    assert chosen.status_code == 302
    seen = shown(first.get(chosen["Location"]))
    assert "read, not drafted yet" in seen
    assert "10(1) (xd.10)" in seen
    left = seen.partition("What is not entered")[2]
    for part in (seen, left):
        assert 'href="https://law.example/XD"' in part, "each article leads to the text to look at"
    told = declare(first)
    assert "Declared. It counts once a second reviewer confirms it." in told
    assert "You declared this." in told
    row = Declaration.objects.get()
    one = reverse("justice:law_declared", args=[row.pk])
    assert "Law that is declared complete" in shown(second.get(reverse("desk:day")))
    assert "Law that is declared complete" not in shown(first.get(reverse("desk:day")))
    assert "Complete for" not in shown(anybody.get(reverse("law:state", args=["en", "XD"])))
    yes = reverse("justice:law_declared_confirm", args=[row.pk])
    assert yes in shown(second.get(one))
    assert "Repealed in 2001." in shown(second.get(yes))
    assert "Tick this once you have looked" in shown(second.post(yes, {"shown": "Faculty of XD"}))
    assert "Complete. It stands on the public page" in shown(
        second.post(yes, {"shown": "Faculty of XD", "sure": "on"}, follow=True)
    )
    public = shown(anybody.get(reverse("law:state", args=["en", "XD"])))
    assert "Complete for" in public
    assert "Declared by Bar of XD and Faculty of XD; holds until" in public
    found = anybody.get(reverse("law:state_data", args=["en", "XD"]))
    assert found.json()["complete"] == [
        {
            "conduct": row.conduct, "declared_by": "Bar of XD", "confirmed_by": "Faculty of XD",
            "first": None, "last": None, "valid_until": row.valid_until.isoformat(),
        }
    ]  # fmt: skip
    for name in ("Lena", "Nils"):  # people are not named to the public
        assert name not in public + text(found)
    no = reverse("justice:law_declared_withdraw", args=[row.pk])
    assert "This needs an answer." in shown(first.post(no, {"note": ""}))
    assert "Withdrawn." in shown(first.post(no, {"note": "Article 14 is missing."}, follow=True))
    assert "Article 14 is missing." in shown(second.get(one))
    assert "Complete for" not in shown(anybody.get(reverse("law:state", args=["en", "XD"])))


def test_an_article_without_tick_or_reason_keeps_what_was_typed(drafted: Cast) -> None:
    client = client_of(drafted, "lena")
    for more, words in (
        ({f"tick_{KEY}": ""}, "Article 12 is not ticked: say why it does not matter, or enter it."),
        ({f"why_{KEY}": " "}, "Article 12: write why it does not matter."),
        ({"until": "2090-01-01"}, "A declaration holds for 24 months at most."),
    ):
        told = declare(client, **more)
        assert words in told
        assert 'value="Bar of XD"' in told
    assert not Declaration.objects.exists()


def test_days_that_cannot_be_are_said_at_their_field(drafted: Cast) -> None:
    client = client_of(drafted, "lena")
    told = shown(client.post(page(), LOOK | {"first": "2020-01-02", "last": "2020-01-01"}))
    assert "The last day lies before the first." in told
    assert 'value="2020-01-02"' in told
    assert client.get(reverse("justice:law_look", args=["XD"])).status_code == 404
    declare(client)
    assert "waits for a second reviewer. Confirm that" in shown(client.get(look(), follow=True))


def test_a_text_that_changed_meanwhile_is_shown_and_what_was_typed_goes_with_it(drafted: Cast) -> None:
    client = client_of(drafted, "lena")
    old = digest()
    own, now = library.in_force(timezone.now())["XD"], timezone.now()
    drafting.draft(drafted["femi"], own.text + '  - {art: "14", covers: "*", why: "new"}\n', own.pk, now)
    told = declare(client, digest=old)
    assert "The law has changed since you opened this page." in told
    assert 'value="Repealed in 2001."' in told
    assert f'value="{digest()}"' in told  # sent again it is about the law that is shown
    assert "Article 14 is not ticked" in declare(client)


def test_whoever_drafted_it_reads_why_not(drafted: Cast) -> None:
    client = client_of(drafted, "femi")
    assert "You drafted a text of this law." in shown(client.get(page()))
    assert "I declare it complete" not in shown(client.get(page()))
    assert "You drafted a text of this law." in declare(client)
    declare(client_of(drafted, "lena"))
    row = Declaration.objects.get()
    assert "You drafted a text of this law." in shown(client.get(reverse("justice:law_declared", args=[row.pk])))


def test_who_has_no_role_for_it_sees_it_at_most(drafted: Cast) -> None:
    declare(client_of(drafted, "lena"))
    row = Declaration.objects.get()
    assert client_of(drafted, "celia").get(page()).status_code == 403
    reader = client_of(drafted, "bao")
    assert "waits for a second reviewer" in shown(reader.get(page()))
    assert reader.get(reverse("justice:law_declared", args=[row.pk])).status_code == 200
    for address in (look(), reverse("justice:law_declared_confirm", args=[row.pk])):
        assert reader.get(address).status_code == 403


def test_what_ended_leads_to_a_new_look(drafted: Cast) -> None:
    client = client_of(drafted, "lena")
    declare(client)
    row = Declaration.objects.get()
    client.post(reverse("justice:law_declared_withdraw", args=[row.pk]), {"note": "A slip."})
    one = shown(client.get(reverse("justice:law_declared", args=[row.pk])))
    assert "Look at it anew" in one
    gone = shown(client.get(reverse("justice:law_declared_withdraw", args=[row.pk]), follow=True))
    assert "This declaration does not stand any more." in gone


def test_one_that_a_change_of_law_ended_is_withdrawn_on_its_page(drafted: Cast) -> None:
    """With the text that it was about it would come back."""
    client = client_of(drafted, "lena")
    declare(client)
    row, own = Declaration.objects.get(), library.in_force(timezone.now())["XD"]
    drafting.draft(drafted["femi"], own.text + '  - {art: "14", covers: "*", why: "new"}\n', own.pk, timezone.now())
    one = reverse("justice:law_declared", args=[row.pk])
    told = shown(client.get(one))
    assert "Withdraw the declaration" in told
    assert "Look at it anew" in told
    no = reverse("justice:law_declared_withdraw", args=[row.pk])
    assert "Withdrawn." in shown(client.post(no, {"note": "Article 14 is missing."}, follow=True))


def test_whoever_took_part_reads_on_my_day_that_it_ended_until_it_is_declared_anew(drafted: Cast) -> None:
    first, second, third = (client_of(drafted, name) for name in ("lena", "nils", "omar"))
    ended, day = "ended: the law has changed since", reverse("desk:day")
    declare(first)
    yes = reverse("justice:law_declared_confirm", args=[Declaration.objects.get().pk])
    second.post(yes, {"shown": "Faculty of XD", "sure": "on"})
    own = library.in_force(timezone.now())["XD"]
    drafting.draft(drafted["femi"], own.text.replace("drafted yet", "drafted"), own.pk, timezone.now())
    assert [ended in shown(one.get(day)) for one in (first, second, third)] == [True, True, False]
    declare(third)
    assert ended not in shown(first.get(day))
    newer = Declaration.objects.get(number=2)
    second.post(reverse("justice:law_declared_withdraw", args=[newer.pk]), {"note": "Article 14 is missing."})
    told = "withdrawn; Article 14 is missing."
    assert [told in shown(one.get(day)) for one in (third, second)] == [True, False]


def test_whoever_drafts_reads_beforehand_which_declaration_ends(drafted: Cast) -> None:
    declare(client_of(drafted, "lena"))
    client, at = client_of(drafted, "femi"), reverse("justice:draft_provision", args=["XD", "xd.10"])
    begun = client.get(at).context["form"].initial
    told = (
        "Declared complete for sexual activity with a child, from the beginning until further notice, by Bar of XD: "
        "this ends it."
    )
    assert told not in shown(client.get(at))
    changed = begun["text"].replace("child_age_lt: 18", "child_age_lt: 16")
    assert told in shown(client.post(at, begun | {"text": changed}))
