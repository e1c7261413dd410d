"""An environment that lacks packages: what the short lock does not name cannot be imported, as in an installation of
`tools/environment office`. For processes that a test starts, and for this one."""

import inspect
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import packages_distributions
from pathlib import Path
from typing import Any

import pytest

from fanal.engines import extra

ROOT = Path(__file__).resolve().parents[1]


class Without:
    """A finder of modules that does not find some."""

    def __init__(self, finder: Any, modules: Any) -> None:
        self.finder, self.modules = finder, modules

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> Any:
        return None if name.partition(".")[0] in self.modules else self.finder.find_spec(name, path, target)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.finder, name)


def modules() -> list[str]:
    """What is installed for the tests, and not named by `requirements.lock`."""
    office = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements.lock").read_text("utf-8"), re.MULTILINE))
    found = packages_distributions().items()
    return sorted(name for name, of in found if not {one.lower().replace("_", "-") for one in of} & office)


def path(folder: Path) -> str:
    """PYTHONPATH of a process without them; a file goes into the folder."""
    starts = f"sys.meta_path[:] = [Without(one, {set(modules())!r}) for one in sys.meta_path]\n"
    text = f"import sys\nfrom typing import Any\n\n\n{inspect.getsource(Without)}\n\n{starts}"
    (folder / "sitecustomize.py").write_text(text, "utf-8")
    return str(folder)


@contextmanager
def here() -> Iterator[None]:
    """This process does not find what counts and estimates."""
    with pytest.MonkeyPatch.context() as patch:
        for name in extra.MODULES:
            patch.delitem(sys.modules, name, raising=False)
        patch.setattr(sys, "meta_path", [Without(one, extra.MODULES) for one in sys.meta_path])
        extra.left_out.cache_clear()
        yield
    extra.left_out.cache_clear()
