"""The WSGI application. It does not start where production must refuse, whichever server loads it (DNH-40)."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fanal.site.settings")
application = get_wsgi_application()


def _check() -> None:
    from django.db import connections

    from fanal.site.starting import require

    require()
    connections.close_all()  # this thread serves nothing; those that do open their own


_check()
