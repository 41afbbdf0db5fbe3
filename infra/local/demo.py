"""Behind `make demo`: fill a system through its public API; start one on the same data first if none is running.

python -m infra.local.demo [--port 8000] [--data .local]
"""

import argparse
import os
import urllib.request
from pathlib import Path

from infra.local.http import HOST
from infra.local.supervisor import ROOT
from infra.local.testing import LocalSystem, local_system


def _is_running(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://{HOST}:{port}/__local/clock", timeout=5).close()
    except OSError:
        return False
    return True


def play(system: LocalSystem) -> None:
    """Hook: the story of the demo, against `system.base_url` and the workbench."""
    print(f"demo: nothing to play yet on {system.base_url}")


def main() -> None:
    parser = argparse.ArgumentParser(description="Fill the local system with the demo.")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
    parser.add_argument("--data", type=Path, default=ROOT / ".local")
    options = parser.parse_args()
    if _is_running(options.port):
        play(LocalSystem(options.data.resolve(), options.port))
        return
    with local_system(options.data.resolve(), options.port) as system:
        play(system)
    print(f"`make run PORT={options.port}` shows it.")


if __name__ == "__main__":
    main()
