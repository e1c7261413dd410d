"""The one form renderer: groups, hints, errors, choices, and what a screen reader is told."""

from html.parser import HTMLParser

import pytest
from django import forms
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from fanal.web import api as web
from fanal.web.forms import control_id, shown_groups, wrong


class Questions(web.Page):
    danger = forms.ChoiceField(label="Danger?", choices=[("y", "Yes"), ("n", "No")], widget=forms.RadioSelect)
    what = forms.MultipleChoiceField(
        label="What?",
        choices=[("a", "One"), ("b", "Two")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="All that fit.",
    )
    words = web.Text(label="Words", max_length=20, help_text="Short is fine.", required=False)
    country = forms.ChoiceField(label="Country", choices=[("", "—"), ("XA", "XA")])
    day = web.Day(label="Day", required=False)
    kept = forms.BooleanField(label="I have kept it")
    state = forms.CharField(widget=forms.HiddenInput, initial="sealed")
    groups = (
        web.Group(("danger",), legend="Is a child in danger?", heading=True),
        web.Group(("what", "words"), legend="What?", hint="As much as you like."),
    )
    buttons = (web.Button("Continue"), web.Button("Send now", "send", "now"))


class Tree(HTMLParser):
    """Tags with their attributes, in order."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def all(self, tag: str, **attrs: str) -> list[dict[str, str | None]]:
        return [a for t, a in self.tags if t == tag and all(a.get(k) == v for k, v in attrs.items())]

    def ids(self) -> set[str]:
        return {str(a["id"]) for _, a in self.tags if "id" in a}


def drawn(form: forms.Form, path: str = "/en/x", tag: str = "{% form_page form %}") -> str:
    request = RequestFactory().get(path)
    request.session = {}  # type: ignore[assignment]
    return engines["django"].from_string(tag).render({"form": form}, request)


def test_every_field_is_drawn_once_in_the_order_of_its_group() -> None:
    form = Questions()
    assert [f.name for s in shown_groups(form) for f in s.fields] == [
        "danger",
        "what",
        "words",
        "country",
        "day",
        "kept",
    ]
    names = [a["name"] for _, a in Tree(drawn(form)).tags if "name" in a]
    assert names == ["state", "danger", "danger", "what", "what", "words", "country", "day", "kept", "send"]


def test_a_field_that_no_group_names_is_never_left_out() -> None:
    form = Questions()
    form.fields["added"] = forms.CharField()
    assert [f.name for s in shown_groups(form) for f in s.fields][-1] == "added"


def test_legends_make_the_heading_of_the_page() -> None:
    html = drawn(Questions())
    assert "<legend><h1>Is a child in danger?</h1></legend>" in html
    assert "<legend><h2>What?</h2></legend>" in html
    assert html.count("<h1>") == 1
    text = forms.Form()
    text.fields["words"] = forms.CharField(label="Words")
    text.groups = (web.Group(("words",), legend="In your words", heading=True),)  # type: ignore[attr-defined]
    assert '<h1><label for="id_words">In your words</label></h1>' in drawn(text)


@pytest.mark.parametrize("data", [None, {}])
def test_labels_hints_and_errors_are_tied_to_their_controls(data: dict[str, str] | None) -> None:
    tree = Tree(drawn(Questions(data)))
    ids = tree.ids()
    assert {a["for"] for a in tree.all("label")} <= ids
    for _, attrs in tree.tags:
        for target in (attrs.get("aria-describedby") or "").split():
            assert target in ids
    assert tree.all("textarea")[0]["aria-describedby"] == "id_words_helptext"
    assert len(ids) == len([a for _, a in tree.tags if "id" in a]), "an id stands twice"


def test_the_error_summary_comes_first_takes_the_focus_and_leads_to_the_fields() -> None:
    html = drawn(Questions({"words": "x" * 21, "day": "yesterday"}))
    tree = Tree(html)
    (summary,) = tree.all("div", role="alert")
    assert "autofocus" in summary
    assert summary["tabindex"] == "-1"
    assert html.index('role="alert"') < html.index("<form")
    links = [str(a["href"]) for a in tree.all("a")]
    assert links == ["#id_danger_0", "#id_words", "#id_country", "#id_day", "#id_kept"]
    assert {link[1:] for link in links} <= tree.ids()
    assert "“Danger?” needs an answer." in html
    assert "Make this shorter: at most 20 characters. It has 21." in html
    assert len([a for _, a in tree.tags if a.get("aria-invalid") == "true"]) >= 4


def test_without_errors_there_is_no_summary() -> None:
    assert "role=" not in drawn(Questions())


def test_errors_of_the_whole_form_stand_in_the_summary_without_a_link() -> None:
    form = Questions({"danger": "y", "country": "XA", "kept": "on", "state": "s"})
    form.add_error(None, "Say at least one thing.")
    assert wrong(form) == [("", "Say at least one thing.")]
    assert "<li>Say at least one thing.</li>" in drawn(form)


def test_what_may_be_left_out_says_so() -> None:
    html = drawn(Questions())
    assert html.count("(optional)") == 3
    assert "(optional)" not in drawn(Questions(), tag="{% field form.day bare=True %}")


def test_answers_that_were_given_stand_there_again() -> None:
    tree = Tree(drawn(Questions({"danger": "n", "what": "b", "words": "<b>", "day": "2026-11-24"})))
    assert "checked" in tree.all("input", type="radio", value="n")[0]
    assert "checked" in tree.all("input", type="checkbox", value="b")[0]
    assert tree.all("input", type="date")[0]["value"] == "2026-11-24"
    assert not tree.all("b")


def test_the_browser_does_not_cut_long_words_off() -> None:
    (box,) = Tree(drawn(Questions())).all("textarea")
    assert "maxlength" not in box
    assert box["data-limit"] == "20"
    assert box["dir"] == "auto"


@pytest.mark.parametrize(("language", "hint"), [("en", "Up to 20 characters."), ("ar", "٢٠")])
def test_the_limit_is_said_in_the_readers_digits(language: str, hint: str) -> None:
    with translation.override(language):
        assert hint in drawn(Questions())


@pytest.mark.parametrize("words", ["ab\r\ncd", "ab\rcd", "ab\ncd"])
def test_a_line_break_counts_once(words: str) -> None:
    field = web.Text(max_length=5)
    assert field.clean(words) == "ab\ncd"
    with pytest.raises(forms.ValidationError):
        field.clean(words + "e")


def test_a_day_is_read_as_it_is_sent() -> None:
    assert str(web.Day().clean("2026-11-24")) == "2026-11-24"
    with pytest.raises(forms.ValidationError):
        web.Day().clean("24.11.2026")


def test_only_staff_forms_carry_a_token() -> None:
    assert "csrfmiddlewaretoken" not in drawn(Questions(), "/en/x")
    assert "csrfmiddlewaretoken" in drawn(Questions(), "/desk/x")


def test_the_first_button_can_be_worded_and_the_form_aimed() -> None:
    html = drawn(Questions(), tag='{% form_page form submit="Go" action="/en/3" id="f" plain=True %}')
    assert '<button class="button">Go</button>' in html
    assert 'value="now">Send now</button>' in html
    (form,) = Tree(html).all("form")
    assert (form["action"], form["id"], "data-plain" in form, "novalidate" in form) == ("/en/3", "f", True, True)


def test_a_choice_may_have_a_second_line_and_escapes_it() -> None:
    field = forms.ChoiceField(choices=[("a", web.two_lines("Act <now>", "who & when"))], widget=forms.RadioSelect)
    form = forms.Form()
    form.fields["x"] = field
    assert "Act &lt;now&gt;<small>who &amp; when</small>" in drawn(form)


def test_focus_goes_to_the_control_itself() -> None:
    form = Questions()
    assert control_id(form["danger"]) == "id_danger_0"
    assert control_id(form["words"]) == "id_words"
    assert control_id(form["kept"]) == "id_kept"


def test_check_answers_shows_what_was_said_and_how_to_change_it() -> None:
    answers = [
        web.Answer("Danger?", "Yes", name="change", value="danger"),
        web.Answer("Words", "<i>a</i>\nb", url="/en/2"),
        web.Answer("Country", "  "),
    ]
    html = engines["django"].from_string("{% check_answers answers %}").render({"answers": answers})
    assert 'name="change" value="danger">Change<span class="hush"> Danger?</span>' in html
    assert 'href="/en/2"' in html
    assert "&lt;i&gt;a&lt;/i&gt;\nb" in html
    assert "Country" not in html


class Told(web.Page):
    since = web.PartDay(label="Since")
    name = web.StaffLine(label="Name", max_length=40)


@pytest.mark.parametrize(
    ("since", "kept"), [("2016", "2016"), (" 2016-02 ", "2016-02"), ("٢٠١٦-٠٢-٠٥", "2016-02-05"), ("", "")]
)
def test_a_day_may_be_known_in_part(since: str, kept: str) -> None:
    form = Told({"since": since, "name": " Ana \t Maria "})
    assert form.is_valid()
    assert form.cleaned_data == {"since": kept, "name": "Ana Maria"}


@pytest.mark.parametrize(
    ("posted", "words"),
    [
        ({"since": "2016-13"}, "Write a year (2016), a month (2016-02) or a day (2016-02-05) that exists."),
        ({"since": "3016"}, "Write a year from 1900 to 2100."),
        ({"name": "see http://example.org/a"}, "Take the address out."),
        ({"name": "data:image/png;base64,AAAA"}, "We cannot take files or pictures"),
        ({"name": "A" * 41}, "Make this shorter: at most 40 characters. It has 41."),
        ({"name": ""}, "This needs an answer."),
    ],
)
def test_what_cannot_be_kept_says_what_to_do(posted: dict[str, str], words: str) -> None:
    form = Told({"name": "Ana", **posted})
    said = [str(error) for errors in form.errors.values() for error in errors]
    assert len(said) == 1
    assert words in said[0]


class Reason(web.Page):
    why = web.StaffText(label="Why?", max_length=100)
    line = web.StaffLine(label="Where?")
    more = web.Text(label="More", max_length=100, required=False)


@pytest.mark.parametrize("text", ["\u200b", "\u200d\u200c", "\u3164", "\u2800", "\ufeff"])
def test_words_of_which_nothing_is_seen_are_no_answer(text: str) -> None:
    form = Reason({"why": text, "line": text, "more": text})
    assert set(form.errors) == {"why", "line"}
    assert form.cleaned_data == {"more": ""}
