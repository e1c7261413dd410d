"""The engines: pure Python that knows no Django, no clock and no other engine; each usable alone."""

import sys
from importlib import import_module
from importlib.util import find_spec
from threading import Lock
from types import ModuleType
from typing import Any


class _Later(ModuleType):
    """Stands for a library until something of it is used. `LazyLoader` of the standard library does not do: there each
    further `import` is a use."""

    _taking_away = Lock()

    def __getattr__(self, name: str) -> Any:
        with self._taking_away:
            if sys.modules.get(self.__name__) is self:
                del sys.modules[self.__name__]
        loaded = import_module(self.__name__)
        vars(self).update(vars(loaded))
        return getattr(loaded, name)


# A site that serves nothing but forms and files needs no numbers, and each of its processes would hold them: 20 MB.
if "numpy" not in sys.modules and find_spec("numpy") is not None:
    sys.modules["numpy"] = _Later("numpy")
