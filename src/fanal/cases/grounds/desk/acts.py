"""What can be done with the ledger, one row a deed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.access.api import NotHere, languages, stated
from fanal.cases.codes import ConsentPurpose
from fanal.cases.files import files, ledger
from fanal.cases.files.desk import filled
from fanal.cases.files.desk.file import url_of
from fanal.cases.files.files import case_of
from fanal.cases.grounds import asked, grounds, texts
from fanal.cases.grounds.desk.ledger import names, to_words
from fanal.cases.grounds.grounds import Asking, Given
from fanal.cases.grounds.policy import RETURN, WITHDRAW
from fanal.cases.model import words
from fanal.cases.models import CareLink, Case, Consent
from fanal.cases.policy import GROUND, SIGN
from fanal.network import api as network
from fanal.network.contracts import Actor
from fanal.web import api as web

_IN_FORM = (
    "given_by", "given_by_link", "child_assented", "method", "explained", "basis", "basis_reason", "child_told",
    "expires_on",
)  # fmt: skip
_REQUIRED = ("consent.given_by", "consent.child_assented", "consent.basis")


def url_ledger(thing: Asking | Given | Case) -> str:
    """The address of the ledger of a file."""
    return reverse("cases:ledger", args=[(thing if isinstance(thing, Case) else thing.case).pk])


def _asking(actor: Actor, case_id: UUID, purpose: str) -> Asking:
    if purpose not in set(ConsentPurpose) - {ConsentPurpose.CASE_MANAGEMENT}:
        raise NotHere
    return Asking(case_of(actor, case_id), ConsentPurpose(purpose))


def _refusing(actor: Actor, case_id: UUID, purpose: str) -> Asking:
    if purpose not in set(ConsentPurpose):
        raise NotHere
    return Asking(case_of(actor, case_id), ConsentPurpose(purpose))


# ---- forms ----


def _give(request: HttpRequest, actor: Actor, thing: Asking) -> filled.Filled:
    return _yes(request, actor, thing.case, thing.purpose, None)


def _work(request: HttpRequest, actor: Actor, case: Case) -> filled.Filled:
    return _yes(request, actor, case, ConsentPurpose.CASE_MANAGEMENT, None)


def _renew(request: HttpRequest, actor: Actor, thing: Given) -> filled.Filled:
    row = thing.there
    return _yes(request, actor, thing.case, ConsentPurpose(row.purpose), row)


def _yes(
    request: HttpRequest, actor: Actor, case: Case, purpose: ConsentPurpose, before: Consent | None
) -> filled.Filled:
    """Who decided, and on what it rests, is chosen anew each time; only whom and what it is about stands there."""
    found = files.look(actor, case.pk, web.deeds.at(request))
    given = {"consent.given_by_link": _family(found)}
    held: dict[str, Any] = {"consent.expires_on": ledger.last_day(case.child, web.deeds.at(request))}
    fields, required = [*_IN_FORM], [*_REQUIRED]
    if purpose in asked.SHARES:
        fields = ["categories", "not_to", *fields]
        required.append("consent.categories")
        held["consent.categories"] = tuple(before.categories if before else sorted(asked.always(purpose)))
    if asked.is_named(purpose) or len(asked.TO[purpose]) > 1:
        fields = ["recipients", *fields]
        required.append("consent.recipients")
        given["consent.recipients"] = _whom(purpose, actor)
        held["consent.recipients"] = tuple(before.recipients if before else ())
    form = filled.form(
        lazy("Record this ground"), filled.fields("consent", *fields), web.deeds.posted(request), held=held,
        required=required, given=given, sometimes=("consent.explained",),
    )  # fmt: skip
    basis = form.fields["consent_basis"]
    assert isinstance(basis, forms.ChoiceField)
    basis.choices = [(code, said) for code, said in words.codes("lawful_basis") if code in asked.bases(purpose)]
    explained = form.fields["consent_explained"]
    assert isinstance(explained, forms.ChoiceField)
    explained.choices = [
        (code, _("%(about)s: “%(text)s”") % {"about": said, "text": texts.text(code, purpose)})
        for code, said in words.codes("consent_explained")
    ]
    form.ask({"read_in": _read_in()})
    return form


def _read_in() -> forms.ChoiceField:
    known = [(code, words.language(code)) for code in languages.offered()]
    return forms.ChoiceField(
        label=_("In which language were these texts read?"),
        help_text=_("The texts stand here in the language of this page."),
        choices=[*known, ("", _("Said in other words"))],
        required=False,
        widget=forms.RadioSelect,
    )


def _family(found: files.File) -> list[tuple[str, str]]:
    """Grown-ups of the file, so that it is said who it was."""
    return [
        (
            str(one.row.pk),
            web.dots(words.code("relationship", one.said["relationship"]), web.day_words(one.row.made_at)),
        )
        for one in found.of(CareLink)
    ]


def _whom(purpose: ConsentPurpose, actor: Actor) -> list[tuple[str, str]]:
    """Categories, then single organisations with which there is one."""
    kinds = {kind: category for kind, category in asked.KINDS.items() if category in asked.TO[purpose]}
    orgs = (
        [one for one in network.orgs() if one.kind in kinds and one.id != actor.org] if asked.is_named(purpose) else []
    )
    return [
        *((one.value, to_words(one, {})) for one in asked.TO[purpose]),
        *((str(one.id), one.name) for one in orgs),
    ]


def _less(request: HttpRequest, _actor: Actor, thing: Given) -> filled.Filled:
    row = thing.there
    everybody = grounds_rows(row)
    held = {f"consent.{name}": tuple(getattr(row, name)) for name in ("recipients", "categories")}
    form = filled.form(
        lazy("Keep only this"),
        filled.fields("consent", "recipients", "categories", "not_to", "given_by", "child_assented", "expires_on"),
        web.deeds.posted(request), held={**held, "consent.expires_on": row.expires_on},
        required=("consent.given_by",), given={"consent.recipients": everybody},
    )  # fmt: skip
    kinds = form.fields["consent_categories"]
    assert isinstance(kinds, forms.ChoiceField)
    kinds.choices = [(code, said) for code, said in words.codes("data_category") if code in row.categories]
    return form


def grounds_rows(row: Consent) -> list[tuple[str, str]]:
    """The recipients that a row names, with their words."""
    named = names([ledger.as_row(row, {})])
    return [(to, to_words(to, named)) for to in row.recipients]


def _no(request: HttpRequest, _actor: Actor, _thing: object) -> filled.Filled:
    return filled.form(
        lazy("Record it"), filled.fields("consent", "given_by", "method"), web.deeds.posted(request),
        required=("consent.given_by",),
    )  # fmt: skip


def _why(request: HttpRequest, _actor: Actor, _thing: object) -> filled.Filled:
    form = filled.form(
        lazy("Send it back"), filled.fields("note", "body"), web.deeds.posted(request), required=("note.body",)
    )
    form.fields["note_body"].label = _("Why do you not sign? It stands in the file.")
    return form


# ---- deeds ----


def _said(data: Mapping[str, Any]) -> dict[str, Any]:
    said = filled.of("consent", data)
    read_in = data.get("read_in")
    return said | {"text_read": f"{texts.NEWEST}:{read_in}" if read_in and said.get("explained") else ""}


def _recorded(_thing: object, counts: object) -> web.Words:
    if counts:
        return _("The ground is recorded.")
    return _("The ground is recorded. It counts once a second person has signed it.")


def _call_give(actor: Actor, thing: Asking, data: dict[str, Any], now: datetime) -> object:
    return grounds.give(actor, thing.case.pk, thing.purpose, _said(data), now)


def _call_work(actor: Actor, case: Case, data: dict[str, Any], now: datetime) -> object:
    return grounds.give(actor, case.pk, ConsentPurpose.CASE_MANAGEMENT, _said(data), now)


def _about(thing: Asking | Given) -> web.Words:
    purpose = thing.purpose if isinstance(thing, Asking) else thing.there.purpose
    return words.code("consent_purpose", purpose)


def _what(thing: Given) -> list[tuple[str, object]]:
    """Which ground it is: for what, to whom, of what. Nothing of one that somebody changed in the database."""
    rows = stated.kept(thing.case.child_id, [thing.row] if thing.row else [])
    return [
        one
        for row in rows
        for one in (
            (_("What for"), words.code("consent_purpose", row.purpose)),
            (_("To whom"), web.listed(to_words(to, _members()) for to in row.recipients)),
            (_("What may be told"), web.listed(words.code("data_category", one) for one in row.categories)),
            (_("Holds until"), web.day_words(row.expires_on)),
        )
    ]


def _members() -> dict[str, str]:
    return {str(one.id): one.name for one in network.orgs()}


_ASK = lazy("Ask the child in words that fit. It holds for twelve months, and can be taken back at any time.")
WORKS = web.Things(find=case_of, url=url_of, back=lazy("Back to the file"), asks=True)
WORK_ACTS = {
    "ground": web.Act(
        deed=GROUND, title=lazy("On what ground we work"), lede=_ASK, form=_work, call=filled.named(_call_work),
        done=_recorded,
    ),
}  # fmt: skip
_BACK = lazy("What the child allows")
ASKINGS = web.Things(find=_asking, url=url_ledger, back=_BACK, asks=True)
GIVE = {
    "give": web.Act(
        deed=GROUND, title=_about, lede=_ASK, form=_give, call=filled.named(_call_give), done=_recorded, slug="yes"
    ),
}
REFUSALS = web.Things(find=_refusing, url=url_ledger, back=_BACK, asks=True)
REFUSE = {
    "refuse": web.Act(
        deed=WITHDRAW,
        title=_about,
        heading=lazy("The child, or who decides for the child, says no"),
        lede=lazy("It counts at once, to everybody. Help goes on all the same."),
        form=_no,
        call=filled.named(
            lambda actor, thing, data, now: grounds.refuse(
                actor, thing.case.pk, thing.purpose, filled.of("consent", data), now
            )
        ),
        done=lazy("The no is recorded, and counts from now on."),
        slug="no",
    ),
}


def _of_row(call: Any, entity: str = "consent") -> Any:
    def done(actor: Actor, thing: Given, data: dict[str, Any], now: datetime) -> object:
        return call(actor, thing.case.pk, thing.there.pk, filled.of(entity, data), now)

    return filled.named(done)


GROUNDS = web.Things(find=grounds.given_of, url=url_ledger, back=_BACK, asks=True)
GROUND_ACTS = {
    "ground_renew": web.Act(
        deed=GROUND, title=_about, heading=lazy("Says yes again"), lede=_ASK, form=_renew,
        call=filled.named(
            lambda actor, thing, data, now: grounds.renew(actor, thing.case.pk, thing.there.pk, _said(data), now)
        ),
        done=_recorded, slug="renew", facts=_what,
    ),
    "ground_narrow": web.Act(
        deed=WITHDRAW, title=_about, heading=lazy("Yes, but to less"),
        lede=lazy("Untick what may not be told any more, and to whom. What rests on it ends at once."),
        form=_less, call=_of_row(grounds.narrow), done=lazy("Recorded. It counts from now on."), slug="narrow",
        facts=_what,
    ),
    "ground_withdraw": web.Act(
        deed=WITHDRAW, title=_about, heading=lazy("The yes is taken back"),
        lede=lazy(
            "It counts at once. Whoever was told something by it is asked to delete it, and to write that nothing is "
            "left."
        ),
        form=_no, call=_of_row(grounds.withdraw), done=lazy("Taken back. Nobody gets anything by it any more."),
        slug="withdraw", facts=_what,
    ),
    "ground_return": web.Act(
        deed=RETURN, title=_about, heading=lazy("Do not sign"),
        lede=lazy("The ground does not count. Say what is missing, or what should be done in its place."),
        form=_why, call=_of_row(grounds.send_back, "note"), done=lazy("Sent back. Your reason stands in the file."),
        slug="return", facts=_what,
    ),
}  # fmt: skip
SIGNING = web.Things(find=grounds.given_of, url=lambda given: url_of(given.case), back=lazy("Back to the file"))
SIGN_ACTS = {
    "sign": web.Act(
        deed=SIGN,
        form=None,
        call=lambda actor, given, _data, now: grounds.sign(actor, given.case.pk, given.there.pk, now),
        done=lazy("Signed. The worker can go on."),
    ),
}
