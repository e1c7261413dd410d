"""Forms of studies: question, table, method, checks; why one is stopped; whom to ask; as who one signs."""

from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from fanal.network.contracts import PersonRef
from fanal.research.models import LinkageRun, Study
from fanal.research.questions import catalogue
from fanal.research.studies import registering, texts
from fanal.research.studies import words as study_words
from fanal.research.studies.registering import StudyForm, StudyProtocol, StudySource
from fanal.vocabulary.countries import country_choices
from fanal.web import api as web


class Table(web.Text):
    """A capture table as CSV text. It is never shown again: an error keeps it in the page, not in the database."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=registering.LONGEST, rows=12, **kwargs)
        self.widget.attrs |= {"spellcheck": "false", "autocomplete": "off", "dir": "ltr"}


class StudyPage(web.Page):
    """What is asked, of which table, by which method, with which checks; before anybody opens the table."""

    question = forms.ChoiceField(label=lazy("Which question does it answer?"))
    title = web.StaffText(
        label=lazy("Title"), max_length=160, rows=2, error_messages={"required": lazy("Give it a title.")}
    )
    source = forms.ChoiceField(
        label=lazy("Where is the table from?"), choices=list(study_words.SOURCES.items()), widget=forms.RadioSelect
    )
    source_words = web.Text(
        label=lazy("Where it was published"),
        help_text=lazy("Author, title, year, page: so that anybody can look it up."),
        max_length=400,
        rows=3,
        required=False,
    )
    table = Table(
        label=lazy("The capture table"),
        help_text=lazy(
            "CSV: a column of 0 and 1 for each list, then “count”. It is sealed at once and not shown before the study "
            "is registered."
        ),
        required=False,
    )
    run = forms.ChoiceField(label=lazy("Linkage run"), required=False)
    method = forms.ChoiceField(label=lazy("Method"), widget=forms.RadioSelect, initial="auto")
    model = forms.CharField(
        label=lazy("The given model"),
        help_text=lazy("Only with “One given model”. Lists by number, for example [12,3]."),
        max_length=200,
        required=False,
    )
    level = forms.TypedChoiceField(label=lazy("Level of the interval"), coerce=float)
    replicates = forms.TypedChoiceField(label=lazy("Repeated samples"), coerce=int)
    seed = forms.IntegerField(
        label=lazy("Seed"),
        help_text=lazy("The same seed gives the same result. Any whole number."),
        min_value=0,
        max_value=2**32,
        initial=1,
    )
    sensitivities = forms.MultipleChoiceField(
        label=lazy("Which checks are made?"), widget=forms.CheckboxSelectMultiple, required=False
    )
    counted = web.StaffText(
        label=lazy("Who is counted, where and when?"),
        help_text=lazy("It is printed beside the result."),
        max_length=300,
        rows=3,
        error_messages={"required": lazy("Write who is counted, where and when.")},
    )
    country = forms.ChoiceField(label=lazy("Country, if it is one"), required=False)
    use = web.StaffText(
        label=lazy("What is the answer for?"),
        max_length=1000,
        rows=3,
        error_messages={"required": lazy("Write what the answer is for.")},
    )
    harms = web.StaffText(
        label=lazy("Whom could the answer harm, and what is done against it?"),
        max_length=2000,
        rows=4,
        error_messages={"required": lazy("Write whom the answer could harm, and what is done against it.")},
    )
    unwelcome = forms.BooleanField(
        label=lazy("The result is published whatever it is, also when it is that nothing can be said."),
        error_messages={"required": lazy("A study is registered only if its result is published whatever it is.")},
    )

    version = web.Version()

    groups = (
        web.Group(("question", "title")),
        web.Group(("source", "source_words", "table", "run"), legend=lazy("The table")),
        web.Group(("method", "model", "level", "replicates", "seed"), legend=lazy("The method")),
        web.Group(("sensitivities",)),
        web.Group(("counted", "country", "use", "harms", "unwelcome"), legend=lazy("Before it begins")),
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Keep the draft")),)

    def __init__(self, runs: Sequence[LinkageRun], data: Any = None, study: Study | None = None) -> None:
        super().__init__(data, initial=_initial(study))
        self._has_table = study is not None and study.source == StudySource.PUBLISHED and bool(study.content)
        choose = [("", _("Choose"))]
        questions = [(question.id, question.words) for question in catalogue.questions()]
        web.offer(self, "question", choose + questions)
        web.offer(self, "run", choose + [(str(run.pk), run.title) for run in runs])
        web.offer(self, "country", [("", _("Several, or none")), *_countries()])
        web.offer(self, "method", [(code, web.two_lines(*words)) for code, words in study_words.METHODS.items()])
        web.offer(self, "level", [(str(level), study_words.share(level)) for level in registering.LEVELS])
        web.offer(self, "replicates", [(str(number), web.digits(number)) for number in registering.REPLICATES])
        checks = study_words.SENSITIVITIES.items()
        web.offer(self, "sensitivities", [(code, web.two_lines(*words)) for code, words in checks])
        for name in ("source_words", "table", "run"):
            self.fields[name].needed = name != "table" or not self._has_table  # type: ignore[attr-defined]  # by source
        if not runs and (study is None or study.run_id is None):
            del self.fields["run"]

    def clean_model(self) -> str:
        """A model belongs to the method that takes one, and to no other."""
        model = str(self.cleaned_data["model"]).strip()
        if bool(model) != (self.cleaned_data.get("method") == "fixed"):
            raise ValidationError(_("A model is named with “One given model”, and only there."))
        return model

    def clean(self) -> dict[str, Any] | None:
        """What a source needs is asked for together with all else that is missing."""
        data = super().clean() or {}
        published, source, table = (data.get(name) or "" for name in ("source", "source_words", "table"))
        for name, words in registering.not_told(published == StudySource.PUBLISHED, source, table, self._has_table):
            if name not in self.errors:
                self.add_error(name, words)
        return data

    def asked(self) -> StudyForm:
        """What was said."""
        data = self.cleaned_data
        options = {name: data[name] for name in ("method", "level", "replicates", "seed")}
        if data["model"]:
            options["model"] = data["model"]
        return StudyForm(
            question=data["question"],
            title=data["title"],
            source=StudySource(data["source"]),
            source_words=data["source_words"],
            table=data["table"],
            run=UUID(data["run"]) if data.get("run") else None,
            options=options,
            sensitivities=tuple(data["sensitivities"]),
            protocol=StudyProtocol(*(data[name] for name in ("counted", "country", "use", "harms", "unwelcome"))),
        )


def _countries() -> list[tuple[str, str]]:
    return list(country_choices(web.spoken(), not settings.PRODUCTION))


def _initial(study: Study | None) -> dict[str, Any]:
    every = list(study_words.SENSITIVITIES)
    if study is None:
        fresh: dict[str, Any] = {"source": StudySource.PUBLISHED, "level": "0.95", "replicates": "20000"}
        return fresh | {"sensitivities": every, "question": "network-unseen"}
    names = ("question", "title", "source", "source_words", "sensitivities")
    kept: dict[str, Any] = {name: getattr(study, name) for name in names} | study.options | study.protocol
    return kept | {"run": str(study.run_id or ""), "version": study.version}


class WordsPage(web.Page):
    """The words of a registered study as they should be, and why. Prefilled with those that are there."""

    title = web.StaffText(
        label=texts.LABELS["title"],
        max_length=160,
        rows=2,
        error_messages={"required": lazy("Give it a title.")},
    )
    counted = web.StaffText(
        label=texts.LABELS["counted"],
        max_length=300,
        rows=3,
        error_messages={"required": lazy("Write who is counted, where and when.")},
    )
    source_words = web.Text(label=texts.LABELS["source_words"], max_length=400, rows=3)
    because = web.StaffText(
        label=lazy("Why are they corrected?"),
        help_text=lazy("Everybody who works on this study reads it. Write nothing here that had to go from the words."),
        max_length=300,
        rows=3,
        error_messages={"required": lazy("Write why these words are corrected.")},
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Correct the words")),)

    def __init__(self, study: Study, data: Any = None) -> None:
        super().__init__(data, initial=asdict(texts.words_of(study)) | {"version": study.version})
        if study.run_id is not None:
            self.fields["source_words"].required = False
            self.fields["source_words"].widget = forms.HiddenInput()

    def asked(self) -> texts.Words:
        """What was said."""
        return texts.Words(*(self.cleaned_data[one.name] for one in fields(texts.Words)))


class Whom(web.Page):
    """Which statistician is asked."""

    person = forms.ChoiceField(
        label=lazy("Who looks at it?"),
        widget=forms.RadioSelect,
        error_messages={"required": lazy("Choose a statistician from outside.")},
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Ask this person")),)

    def __init__(self, people: Sequence[tuple[PersonRef, str]], data: Any = None) -> None:
        super().__init__(data)
        web.offer(self, "person", ((str(one.id), web.two_lines(one.name, where)) for one, where in people))


class WhyNot(web.Page):
    """Why a statistician does not sign."""

    reasons = web.StaffText(
        label=lazy("Why do you not sign it?"),
        help_text=lazy("Everybody who works on this study reads it. No names of persons."),
        max_length=1000,
        rows=6,
        error_messages={"required": lazy("Write why you do not sign it.")},
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("I do not sign it")),)


class AsWho(web.Page):
    """As who the statistician signs."""

    affiliation = forms.CharField(
        label=lazy("Where do you work?"),
        help_text=lazy("It is published with the estimate, beside your name."),
        max_length=200,
        error_messages={"required": lazy("Write where you work. It is published with the estimate.")},
    )
    buttons: ClassVar[tuple[web.Button, ...]] = (web.Button(lazy("Sign this estimate")),)
