"""What whoever leads the training of a company says and takes along: one row a deed."""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.tourism.companies import companies
from fanal.tourism.kinds import FLAGS
from fanal.tourism.models import Site
from fanal.tourism.policy import KEEP
from fanal.tourism.training import authority, lists, staff
from fanal.tourism.training.policy import TAKE_LIST
from fanal.web import api as web

YES_NO = [("", lazy("Not known")), ("yes", lazy("Yes")), ("no", lazy("No"))]
FORMS = [("pdf", lazy("PDF, to print")), ("csv", lazy("CSV")), ("xlsx", lazy("Workbook"))]


def url_of(row: Site) -> str:
    """The page of a place, and its duties."""
    return reverse("training:place", args=[row.pk])


def asked_of(row: Site) -> list[str]:
    """What laws ask of a place, as names of flags."""
    found = staff.laws_of(staff.place_of(row))
    return [name for name in FLAGS if any(one.condition == name for one in (*found.rules, *found.signs))]


class Flags(web.Page):
    """What laws ask of a place, a question each."""

    buttons = (web.Button(lazy("Keep it")),)

    def __init__(self, row: Site, data: Any = None) -> None:
        super().__init__(data)
        said = dict(row.flags)
        for name in asked_of(row):
            self.fields[name] = forms.ChoiceField(
                label=_(FLAGS[name]), choices=YES_NO, widget=forms.RadioSelect, required=False
            )
            self.initial[name] = {True: "yes", False: "no"}.get(said.get(name), "")  # type: ignore[arg-type]


class TakeAlong(web.Page):
    """As which file a list is taken along."""

    form = forms.ChoiceField(label=lazy("As which file?"), choices=FORMS, widget=forms.RadioSelect, initial="pdf")
    buttons = (web.Button(lazy("Take it along")),)


LISTS = web.below(lazy("Training duties"), "training:home", guards=True)
LIST_ACTS = {
    "make_lists": web.Act(
        deed=KEEP,
        title=lazy("Lists of people"),
        lede=lazy("Each place that has none gets a list of its people."),
        call=lambda actor, _none, _data, now: companies.list_people(actor, now),
        done=lazy("The lists are here."),
        slug="lists",
    ),
}
PLACE = web.Things(find=companies.site, url=url_of, back=lambda row: row.name, asks=True)
PLACE_ACTS = {
    "flags": web.Act(
        deed=KEEP,
        title=lambda row: _("What laws ask of %(name)s") % {"name": row.name},
        lede=lazy("Some laws apply only where the answer is yes."),
        form=lambda request, _actor, row: Flags(row, web.deeds.posted(request)),
        call=lambda actor, row, data, now: companies.say_flags(
            actor, row.pk, {name: {"yes": True, "no": False}.get(said) for name, said in data.items()}, now
        ),
        done=lazy("Kept."),
    ),
}
PAPERS = web.Things(find=lists.find, url=lambda one: url_of(one.site), back=lambda one: one.site.name, asks=True)
PAPER_ACTS = {
    "take_list": web.Act(
        deed=TAKE_LIST,
        title=lazy("A list for the authority"),
        lede=lazy(
            "It names people. Take it along when the authority asks for it, and give it to nobody else. That you took "
            "it is written down."
        ),
        facts=lambda one: [
            (_("List"), authority.LISTS[one.rule.id].title),
            (_("Law"), one.rule.cite),
            (_("Place"), one.site.name),
        ],
        form=TakeAlong,
        call=lambda actor, one, data, now: lists.take(actor, one, web.papers.form_of(data["form"]), now),
        answer=lambda _request, made: web.papers.answer(made[0], made[1], "training"),
        slug="take",
    ),
}
