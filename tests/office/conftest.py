"""What the story of an office needs of the tests of the site."""

from tests.rooms.site.conftest import maintainers

__all__ = ["maintainers"]
