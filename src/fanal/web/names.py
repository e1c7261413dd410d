"""The names of this site."""

from django.conf import settings


def own_name() -> str:
    """The name under which this site is known, and which paper names: the first of `FANAL_HOSTS` that is one name, and
    not that of those who learn, where there is another; empty where none is set."""
    names = (host for host in settings.ALLOWED_HOSTS if "*" not in host and not host.startswith("."))
    return next((host for host in names if host != settings.LEARNING_HOST), str(settings.LEARNING_HOST))
