"""The command behind `make demo`."""

import argparse
import json
import os
import sys
import time
from datetime import datetime
from pathlib import Path

from chalicelib.domain.deadlines import VIETNAM
from infra.local.demo.outcome import check
from infra.local.demo.people import DemoError
from infra.local.demo.player import Player
from infra.local.demo.rows import Row, read, start_day
from infra.local.demo.state import State, load
from infra.local.paths import Paths
from infra.local.supervisor import ROOT
from infra.local.testing import LocalSystem
from infra.operator.data_files import read_reference


def say(line: str) -> None:
    print(line, flush=True)


def find(data: Path, port: int) -> LocalSystem:
    """The system that runs on this data and port. DemoError with what to do if there is none."""
    try:
        running = json.loads(Paths(data).running.read_text())
    except (FileNotFoundError, ValueError):
        running = {}
    if not running.get("ready"):
        raise DemoError(f"no system runs on {data}. Start it first, in another terminal: make run")
    if running["port"] != port:
        raise DemoError(f"the system on {data} runs on port {running['port']}: make demo PORT={running['port']}")
    system = LocalSystem(data, port)
    try:
        system.get("/__local/clock")
    except OSError as error:
        raise DemoError(f"the system on {data} does not answer; start it again: make run") from error
    return system


def play(system: LocalSystem, state: State, rows: list[Row]) -> None:
    """The whole story, or its rest. The clock is real again afterwards, whatever happened."""
    reference = read_reference()
    if not state.start:
        state.start = start_day(reference.calendar_ahead, datetime.now(VIETNAM).date()).isoformat()
        state.save()
    try:
        Player(system, reference, rows, state).play(say)
    finally:
        system.set_clock(None)
    for job in ("sweep", "mail", "publish"):
        system.run(job)
    state.finished = True
    state.save()


def show(system: LocalSystem, state: State) -> None:
    """Where to look."""
    base, cases = system.base_url, state.cases
    say("\nXem / look at:")
    pages = ("/", "/ho-so", "/neu-ten", "/dinh-chinh", "/thong-ke", "/co-quan/SNNMT", "/linh-vuc/moi-truong", "/en")
    say("  " + "  ".join(base + page for page in pages))
    for row, about in (
        ("S01", "trả lời bị trả lại một lần, rồi đúng hạn / an answer returned as vague, then in time"),
        ("S02", "quá hạn / overdue"),
        ("S04", "trả lời trễ / a late answer"),
        ("S12", "chuyển nhầm, thu hồi; được gia hạn / a wrong forwarding undone; an extension"),
        ("S16", "mở lại, có chỉ đạo; không nêu tên / reopened, a directive, a naming not followed"),
        ("K01", "mọi bậc nhắc, rồi bị nêu tên / every step of the ladder, then named"),
        ("K02", "thư không tới cơ quan / a letter that did not arrive"),
        ("E01", "gửi bằng tiếng Anh / submitted in English"),
    ):
        say(f"  {base}/ho-so/{cases[row][0]}  {about}")
    code, secret = cases["S21"]
    say(f"  {base}/tra-cuu#{code}:{secret}  người gửi, chờ đánh giá / the submitter, to rate")
    say(f"  {base}/__local/  thư và liên kết vào bàn làm việc / mails, and links to the desk")


def run(data: Path, port: int) -> int:
    system, rows, started = find(data, port), read(), time.monotonic()
    state = load(data)
    if state.finished:
        say(f"The demo is already in {data}; nothing to do.")
    else:
        play(system, state, rows)
        say(f"\n{len(state.cases)} cases, {len(state.done)} steps, {time.monotonic() - started:.0f} s")
    wrong = [] if state.done and not state.finished else check(system, state, rows)
    for line in wrong:
        print(f"demo: {line}", file=sys.stderr)
    show(system, state)
    return 1 if wrong else 0


def main() -> None:
    parser = argparse.ArgumentParser(prog="infra.local.demo", description="Fill the running local system.")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
    parser.add_argument("--data", type=Path, default=ROOT / ".local")
    options = parser.parse_args()
    try:
        raise SystemExit(run(options.data.resolve(), options.port))
    except (DemoError, RuntimeError) as error:
        print(f"make demo: {error}", file=sys.stderr)
        raise SystemExit(1) from error
    except KeyboardInterrupt:
        print("make demo: stopped; run it again to go on", file=sys.stderr)
        raise SystemExit(130) from None


if __name__ == "__main__":
    main()
