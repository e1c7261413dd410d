"""Forms of linkage runs: who takes part and until when; how many children; the list itself, which nothing keeps."""

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.network.contracts import OrgKind, OrgRef
from fanal.research.runs import steps, words
from fanal.research.runs.runs import UNITS, RunForm
from fanal.web import api as web


class RunPage(web.Page):
    """What is counted, by whom, and when everything of it is deleted."""

    title = web.StaffText(label=lazy("Title"), max_length=160, rows=2)
    population = web.StaffText(
        label=lazy("Who is counted?"),
        help_text=lazy("One definition for all lists. It is printed beside the result."),
        max_length=300,
        rows=3,
    )
    first = web.Day(label=lazy("First day of the period"))
    last = web.Day(label=lazy("Last day of the period"))
    members = forms.MultipleChoiceField(
        label=lazy("Which members have a list?"),
        help_text=lazy("An estimate needs three lists or more."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": lazy("Choose two members or more, at most twelve. An estimate needs three.")},
    )
    unit = forms.ChoiceField(
        label=lazy("Which office computes?"),
        help_text=lazy("An outside office, or a member without a list. It must share no staff with them."),
        widget=forms.RadioSelect,
    )
    delete_by = web.Day(
        label=lazy("Day of deletion"),
        help_text=lazy("Nothing of the run exists after this day."),
    )
    use = web.StaffText(label=lazy("Which study does it serve?"), max_length=1000, rows=3)
    harms = web.StaffText(
        label=lazy("Whom could the answer harm, and what is done against it?"),
        max_length=2000,
        rows=4,
    )

    groups = (
        web.Group(("title", "population")),
        web.Group(("first", "last", "delete_by"), legend=lazy("Days")),
        web.Group(("members",)),
        web.Group(("unit",)),
        web.Group(("use", "harms"), legend=lazy("For the ethics gate")),
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Ask them to join")),)

    def __init__(self, orgs: Sequence[OrgRef], data: Any = None) -> None:
        super().__init__(data)
        for name, kinds in {"members": {OrgKind.MEMBER}, "unit": UNITS}.items():
            web.offer(self, name, ((str(one.id), one.name) for one in orgs if one.kind in kinds))

    def asked(self) -> RunForm:
        """What was said."""
        data = {name: value for name, value in self.cleaned_data.items() if name not in {"members", "unit"}}
        chosen = self.cleaned_data["members"]
        return RunForm(members=tuple(map(UUID, chosen)), unit=UUID(self.cleaned_data["unit"]), **data)


class Most(web.Page):
    """How many children the register of a member has."""

    most = forms.IntegerField(
        label=lazy("How many children does your register have in this population and period?"),
        help_text=lazy("Your list can hold no more. A list of fewer than 100 children is not linked."),
        min_value=1,
        max_value=10**8,
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Join")),)


class Script(web.Page):
    """How the names on the list are written."""

    script = forms.ChoiceField(
        label=lazy("In which script are most names?"),
        choices=list(words.SCRIPTS.items()),
        widget=forms.RadioSelect,
        initial="Latn",
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Say it; a second person signs")),)


class Number(Script):
    """How many children are on the list, and how their names are written."""

    field_order = ("count", "script")
    count = forms.IntegerField(
        label=lazy("How many different children are on the list?"),
        help_text=lazy("Only children who agreed that their file may be used to count over several lists."),
        min_value=1,
        max_value=10**8,
    )


class ListPage(web.Page):
    """The list, in the page and in memory only."""

    rows = forms.CharField(
        label=lazy("The list"),
        help_text=lazy(
            "CSV with the columns names, guardian, birth_year, birth_month, sex, place and no other. One row a child."
        ),
        max_length=steps.LONGEST_LIST,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false", "autocomplete": "off", "dir": "auto"}),
        error_messages={"required": lazy("Paste the list.")},
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Encode it and send it to the unit")),)

    def clean_rows(self) -> str:
        """Line ends as the reader knows them."""
        return str(self.cleaned_data["rows"]).replace("\r\n", "\n")


def gate_words() -> dict[str, str]:
    """Answers at the gate, each with what it means."""
    return {
        "passed": web.two_lines(_("Yes"), _("the run may begin")),
        "refused": web.two_lines(_("No"), _("it does not begin; write why, so that it can be changed")),
    }
