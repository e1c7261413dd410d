"""Somebody who asks for the first page again and again, until standard input ends. Then it is told (JSON) for how many
seconds they were refused, and how long they waited at most."""

import json
import select
import sys
import time
from http.client import HTTPConnection, HTTPException

_PAUSE = 0.05


def come(host: str) -> bool:
    asked = HTTPConnection("127.0.0.1", 8000, timeout=60)
    try:
        asked.request("GET", "/", headers={"Host": host})
        return asked.getresponse().status < 400
    except (OSError, HTTPException):
        return False
    finally:
        asked.close()


def main(host: str) -> None:
    refused = longest = 0.0
    while not select.select([sys.stdin], [], [], _PAUSE)[0]:
        begun = time.monotonic()
        is_answered = come(host)
        took = time.monotonic() - begun
        longest = max(longest, took)
        refused += 0.0 if is_answered else took + _PAUSE
    sys.stdout.write(json.dumps({"refused": refused, "longest": longest}))


if __name__ == "__main__":
    main(sys.argv[1])
