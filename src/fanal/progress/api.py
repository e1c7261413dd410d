"""The door of progress: what a site fills. Nothing of the room is given to another one."""

from fanal.progress.releases.port import Offered, Port
from fanal.progress.releases.port import register as register_releases
from fanal.progress.releases.taking import look as look_at_releases

__all__ = ["Offered", "Port", "look_at_releases", "register_releases"]
