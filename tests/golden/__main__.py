"""What the installation of `FANAL_DATA` says to those who may read it: `python -m tests.golden STORY`."""

import json
import os
import sys
from datetime import datetime
from pathlib import Path

import django

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "fanal.site.settings")
    django.setup()
    from tests.golden import opening

    story = json.loads(Path(sys.argv[1]).read_text())
    now = datetime.fromisoformat(story["now"])
    seeds = opening.seeds(story["password"])
    said = {
        "read": opening.everything(opening.actors(seeds, now)),
        "told": opening.told(story["code"], now) if "--told" in sys.argv else [],
        "law": opening.law(),
        "changed": opening.changed(),
        "pages": opening.pages(seeds, now) if "--pages" in sys.argv else {},
    }
    sys.stdout.write(json.dumps(said))
