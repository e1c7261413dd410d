"""Which paths belong to reporters: the one place that knows the shape of their addresses."""

from django.conf import settings
from django.http import HttpRequest

PREVIEW = "/preview"  # demonstration and test only: /preview/ar/… shows a language that nobody has reviewed


def reporter_language(path: str) -> str | None:
    """The language code of a reporter page's path (`/<lang>/…`), or None for every other path."""
    first = path[1:].split("/", 1)[0] if path.startswith("/") else ""
    return first if first in dict(settings.LANGUAGES) else None


def is_reporter(request: HttpRequest) -> bool:
    """Whether the request asks for a page of the public form."""
    return reporter_language(request.path_info.removeprefix(PREVIEW)) is not None
