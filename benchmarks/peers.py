"""Programs of others, each installed by uv into an environment of its own that is thrown away: never a dependency."""

import json
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

SECONDS = 90


def ask(packages: list[str], program: str, given: Any, seconds: int = SECONDS) -> dict[str, Any] | None:
    """What a program prints as JSON, run with these packages; None where they cannot be installed here.

    The program finds what it is given as JSON in the file named by its first argument. Raises `TimeoutError` where it
    is not done after `seconds`.
    """
    uv = shutil.which("uv")
    if uv is None:
        return None
    with tempfile.TemporaryDirectory(prefix="fanal-peer-") as name:
        home = Path(name)
        (home / "program.py").write_text(program, "utf-8")
        (home / "given.json").write_text(json.dumps(given), "utf-8")
        python = home / "env" / "bin" / "python"
        for command in (
            [uv, "venv", "--quiet", "--python", "3.13", str(home / "env")],
            [uv, "pip", "install", "--quiet", "--python", str(python), *packages],
        ):
            if subprocess.run(command, capture_output=True, timeout=SECONDS, check=False).returncode:
                return None
        command = [str(python), str(home / "program.py"), str(home / "given.json")]
        try:
            done = subprocess.run(command, capture_output=True, timeout=seconds, check=True)
        except subprocess.TimeoutExpired:
            raise TimeoutError(f"not done after {seconds} s") from None
        found: dict[str, Any] = json.loads(done.stdout)
        return found
