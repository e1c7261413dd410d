"""Somebody who asks for the first page again and again, until standard input ends. Then it is told (JSON) for how many
seconds they were refused, how long they waited at most, and on standard error by what."""

import json
import select
import sys
import time
from http.client import HTTPConnection, HTTPException

_PAUSE = 0.05


def come(host: str) -> str:
    """What refused them, if anything did."""
    asked = HTTPConnection("127.0.0.1", 8000, timeout=60)
    try:
        asked.request("GET", "/", headers={"Host": host})
        status = asked.getresponse().status
        return "" if status < 400 else str(status)
    except (OSError, HTTPException) as why:
        return repr(why)
    finally:
        asked.close()


def main(host: str) -> None:
    refused = longest = 0.0
    while not select.select([sys.stdin], [], [], _PAUSE)[0]:
        begun = time.monotonic()
        refusal = come(host)
        took = time.monotonic() - begun
        longest = max(longest, took)
        if refusal:
            refused += took + _PAUSE
            sys.stderr.write(f"refused: {refusal}\n")
    sys.stdout.write(json.dumps({"refused": refused, "longest": longest}))


if __name__ == "__main__":
    main(sys.argv[1])
