"""Where people learn: under a host name of its own, or with a network only."""

from django.conf import settings

from fanal.site.checks.contracts import Line, fail, ok

CODE = "learning-host"


def host() -> Line:
    """Whether what is learned without a network outlives that somebody leaves a public page in a hurry."""
    named = settings.LEARNING_HOST
    if not named:
        return ok(CODE, "Courses need a network: FANAL_LEARNING_HOST names no host of their own.")
    if settings.ALLOWED_HOSTS[0] == named:
        words = (
            "FANAL_LEARNING_HOST is the name of the public pages too: whoever leaves one of them in a hurry would lose "
            "what was learned without a network."
        )
        return fail(CODE, words, "Give it a name that stands nowhere in FANAL_HOSTS, or leave it empty.")
    return ok(CODE, f"Courses have a host name of their own, {named}.")
