"""Tags of the desk's own templates."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.template import Library

from fanal.network.models import Person

register = Library()


@register.simple_tag
def demonstration_code() -> str:
    """The code of everybody's second step, in a demonstration; else nothing."""
    if settings.MODE != "demo":
        return ""
    from fanal.site import demo

    return demo.code()


@register.simple_tag
def demonstration_people() -> list[tuple[str, list[tuple[str, str]]]]:
    """Whom one can sign in as in a demonstration, by organisation: (sign-in name, what they do); else nobody."""
    if settings.MODE != "demo":
        return []
    from fanal.site import demo

    return list(demo.people())


@register.simple_tag
def demonstration_password() -> str:
    """Everybody's password in a demonstration; else nothing."""
    if settings.MODE != "demo":
        return ""
    from fanal.site import demo

    return demo.PASSWORD


@register.simple_tag
def demonstration_card() -> tuple[str, str]:
    """Card and PIN of somebody who learns in a demonstration; else nothing."""
    if settings.MODE != "demo":
        return "", ""
    from fanal.site.demo import cast

    return cast.LEARNER_CARD, cast.LEARNER_PIN


@register.filter
def groups(text: str) -> str:
    """A long secret in groups of four, to be read out or typed."""
    return " ".join(text[start : start + 4] for start in range(0, len(text), 4))


@register.filter
def has(person: Person, kind: str) -> bool:
    """Whether a person set up a second step of that kind: totp, webauthn."""
    return bool(Authenticator.objects.filter(user_id=person.pk, type=kind).exists())
