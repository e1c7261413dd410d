"""A list of choices is drawn in one go, and is what Django draws."""

from django import forms
from django.forms.renderers import DjangoTemplates


class Asked(forms.Form):
    """One of each kind."""

    one = forms.ChoiceField(
        choices=[("", "<none>"), ("Group", [("x", "X & y"), (3, "three")]), ("z", "Z")], initial="x",
        widget=forms.Select(attrs={"data-of": "a", "hidden": True, "lang": False}),
    )  # fmt: skip
    some = forms.MultipleChoiceField(choices=[(1, "1"), (2, "2")], initial=[2])
    known = forms.NullBooleanField()


def test_choices_are_what_django_draws_but_for_empty_lines() -> None:
    ours, theirs = Asked(), Asked(renderer=DjangoTemplates())
    for name in ours.fields:
        assert str(ours[name].as_widget()) == str(theirs[name].as_widget()).replace("\n\n", "\n")
