"""What whoever assesses, reads, tells or publishes fills in: at most ten fields for a cell whose law is here."""

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.justice import api as justice
from fanal.justice.api import Verdict
from fanal.progress import words
from fanal.progress.assessing import cells, citing
from fanal.progress.assessing.cells import Place, Work
from fanal.progress.models import Notice
from fanal.vocabulary.evidence import State
from fanal.web import api as web

NO_CHILD = lazy("Of the state, for everybody to read. Name nobody, and tell of no child.")
TIES = lazy("Such as: works for the government, member of a party in it, paid by it. It is shown beside the state.")


class Seen(web.Page):
    """A form about the assessment that somebody saw."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)

    def __init__(self, found: Work | None, data: Any = None) -> None:
        super().__init__(data)
        self.initial["seen"] = str(found.assessment.pk) if found else ""


class Assess(Seen):
    """How far a country is, and what that rests on."""

    found = forms.ChoiceField(label=lazy("What did you find?"), widget=forms.RadioSelect)
    as_of = web.Day(label=lazy("For which day?"))
    rationale = web.Text(label=lazy("Why?"), help_text=NO_CHILD, max_length=1500, rows=6, required=False)
    provisions = forms.MultipleChoiceField(
        label=lazy("Articles on which it rests"), widget=forms.CheckboxSelectMultiple, required=False,
        help_text=lazy("Tick those that you have read for this."),
    )  # fmt: skip
    citations = web.Text(
        label=lazy("Other sources"), max_length=3000, rows=4, required=False,
        help_text=lazy("One on each line: title | page | address. A provision: law:XA/its-id."),
    )  # fmt: skip
    searched = web.Text(
        label=lazy("Where did you look in vain?"), max_length=1500, rows=3, required=False,
        help_text=lazy("Needed where you found no data."),
    )  # fmt: skip
    differs = web.StaffLine(label=lazy("If the law engine says otherwise: why do you?"), max_length=500, required=False)
    confidence = forms.ChoiceField(label=lazy("How sure are you?"), required=False)
    ties = web.StaffLine(label=lazy("Your ties to this state"), help_text=TIES, max_length=300, required=False)
    corrects = web.StaffLine(
        label=lazy("If it corrects an error of ours: what was wrong?"), max_length=500, required=False,
        help_text=lazy("The state reads it first. It stands in the log of corrections, with what was said before."),
    )  # fmt: skip
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Give it to a second reader")),)

    def __init__(
        self, where: Place, found: Work | None, verdicts: list[Verdict], now: datetime, data: Any = None
    ) -> None:
        super().__init__(found, data)
        points = [
            (str(n), web.two_lines(_("%(n)s of 4") % {"n": web.digits(n)}, anchor))
            for n, anchor in reversed(list(enumerate(where.commitment.anchors)))
        ]
        none = [(State.NO_DATA, web.two_lines(lazy("No data"), lazy("I looked, and no source answers")))]
        if cells.stands(where.cell) is not None:
            gone = web.two_lines(lazy("Not assessed"), lazy("what stood here does not hold any more"))
            none.append((State.NOT_ASSESSED, gone))
        for name in ("rationale", "citations", "confidence"):
            self.fields[name].needed = True  # type: ignore[attr-defined]  # by what was found; the deed says so
        web.offer(self, "found", points + none)
        web.offer(self, "confidence", [("", "—"), *words.CONFIDENCE.items()])
        rests = dict.fromkeys(name for one in verdicts for name, _article, _url in one.provisions)
        called = justice.read_as(where.country, rests, now) if rests else {}
        offered = [(f"law:{where.country}/{name}", web.two_lines(*said)) for name, said in called.items()]
        if found is None:
            self.fields["corrects"].widget = forms.HiddenInput()
        if offered:
            web.offer(self, "provisions", offered)
        else:
            del self.fields["provisions"]
        if not where.commitment.law:
            del self.fields["differs"]
        self.initial["as_of"] = now.date()
        if found is not None:
            self._again(found, {name for name, _words in offered})

    def _again(self, found: Work, offered: set[str]) -> None:
        """The sources of last time, to be checked one by one; never what was found then. What a reader said no to is
        corrected, not written from nothing."""
        lines = list(citing.lines(found.assessment.citations))
        self.initial["citations"] = "\n".join(line for line in lines if line not in offered)
        if found.refused:
            self.initial["provisions"] = [line for line in lines if line in offered]
            for name in ("rationale", "searched", "differs", "confidence", "ties", "corrects"):
                self.initial[name] = getattr(found.assessment, name)

    def clean(self) -> dict[str, Any]:
        """All sources as lines."""
        told = super().clean() or self.cleaned_data
        typed = [" ".join(line.split()) for line in told.get("citations", "").splitlines() if line.strip()]
        told["citations"] = [*told.get("provisions", ()), *typed]
        return {"differs": "", **told}


class Read(Seen):
    """Whether a second reader agrees."""

    agrees = forms.TypedChoiceField(
        label=lazy("Did you look into each source, and do you find the same?"), widget=forms.RadioSelect,
        choices=[("yes", lazy("Yes")), ("no", lazy("No"))], coerce=lambda value: value == "yes",
    )  # fmt: skip
    words = web.Text(label=lazy("What you find otherwise"), help_text=NO_CHILD, max_length=1500, rows=5, required=False)
    ties = web.StaffLine(label=lazy("Your ties to this state"), help_text=TIES, max_length=300, required=False)
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Keep what you say")),)


class Tell(Seen):
    """Which office was told, when and how."""

    reached = forms.TypedChoiceField(
        label=lazy("Was an office reached?"), widget=forms.RadioSelect, coerce=lambda value: value == "yes",
        choices=[
            ("yes", web.two_lines(lazy("Yes"), lazy("it has 30 days to reply, by a link that you send it"))),
            ("no", web.two_lines(lazy("No"), lazy("the time is 90 days; what you tried is shown to everybody"))),
        ],
    )  # fmt: skip
    office = web.StaffLine(label=lazy("Which office?"), help_text=lazy("The office, never a person."), max_length=200)
    how = web.StaffLine(label=lazy("How? Or what did you try?"), max_length=300)
    told_on = web.Day(label=lazy("When?"))
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("The time begins")),)


class Number(Seen):
    """Before the number of an office is shown: about what it was told last."""

    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Make the number")),)

    def __init__(self, notice: Notice | None, data: Any = None) -> None:
        super().__init__(None, data)
        self.initial["seen"] = str(notice.assessment_id) if notice else ""


class Publish(Seen):
    """Before everybody reads it."""

    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Publish")),)
