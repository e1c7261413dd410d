"""The `fanal` command."""

import sys

from fanal.site.commands import main

__all__ = ["main"]

if __name__ == "__main__":
    sys.exit(main())
