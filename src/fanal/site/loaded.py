"""What the processes of a served site have in common, loaded once: they are forked then, and share this memory
(`serving`).

What each of them would make for itself at its first page is made here as well, as far as it follows from the code and
the corpus alone: SQL of models, addresses, translations, the shipped law. What calculates is loaded by whoever counts
or estimates first.
"""

import ctypes
import gc
import os
import sys
from collections import deque
from contextlib import suppress
from importlib import import_module
from itertools import repeat
from types import CodeType
from typing import Any
from wsgiref.util import setup_testing_defaults

from fanal.vocabulary.garbage import uncollected

_UNTRACKED = {CodeType, dict, tuple}  # what `gc` does not list, at times
_ARENA_MAX, _TRIM_THRESHOLD, _MMAP_THRESHOLD = -8, -1, -3  # of mallopt(3)


def sparing() -> None:
    """Before anything is loaded: what asks for memory gets it from few stores, which give back what is free. Arrays are
    worked on by threads of ours, not by threads of BLAS, which would be there when processes are forked."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    with suppress(OSError, AttributeError):  # another library of C than Debian's
        option = ctypes.CDLL(None).mallopt
        option(_ARENA_MAX, 2)
        option(_TRIM_THRESHOLD, 128 * 1024)
        option(_MMAP_THRESHOLD, 128 * 1024)


def load(name: str) -> None:
    """Load it, once Django has started; the site answers to this name. No connection to the database is left open, and
    no thread."""
    with uncollected():
        _load(name)
    # Nothing of this is garbage: looking for some would write into memory that is shared until then.
    gc.collect()
    _uncounted()
    gc.freeze()
    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def _uncounted() -> None:
    """Let nobody count the references to what is there, since it stays: each count is a write, after which a process
    has a page of memory for itself. What lives as long as the program has as many as None has, and CPython leaves them
    alone (PEP 683). A Python without that, or whose threads run side by side, counts as ever."""
    never, count = sys.getrefcount(None), getattr(ctypes.pythonapi, "_Py_SetRefcnt", None)
    if count is None or never < 2**31 or not sys._is_gil_enabled():
        return
    count.argtypes, count.restype = (ctypes.c_void_p, ctypes.c_ssize_t), None
    kept = gc.get_objects()
    kept += [one for one in gc.get_referents(*kept) if type(one) in _UNTRACKED]
    deque(map(count, map(id, kept), repeat(never)), maxlen=0)


def _load(name: str) -> None:
    from babel import Locale
    from django.apps import apps
    from django.conf import settings
    from django.db import connections
    from django.template import engines
    from django.urls import reverse
    from django.utils import translation

    from fanal.justice import api as justice

    for module in ("front", "server", "wsgi"):  # the last one looks whether this site may start
        import_module(f"fanal.site.{module}")
    engines.all()
    for language in settings.LANGUAGES_REVIEWED:
        with translation.override(language):
            reverse("desk:day")
            translation.gettext("Sign in")
        Locale.parse(language).territories  # noqa: B018  reads what Babel knows of the language
        _draw(reverse("account_login"), language, name)
    for model in apps.get_models():
        model._meta.get_fields()
        str(model._base_manager.all().query)
    justice.load_shipped()
    connections.close_all()


def _draw(path: str, language: str, name: str) -> None:
    """A page that anybody sees and that says nothing of what is stored: with it comes what all pages need."""
    from fanal.site.wsgi import application

    asked: dict[str, Any] = {"PATH_INFO": path, "HTTP_HOST": name, "HTTP_ACCEPT_LANGUAGE": language}
    setup_testing_defaults(asked)
    application(asked, lambda *_told: lambda _part: None).close()
