"""The stored form of the reference, and the operator's commands that need nothing but Python itself."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from chalicelib.domain import reference
from chalicelib.domain.reference_parse import FILES, ReferenceError_, parse_reference
from infra.operator.data_files import DATA, read_reference

TEXTS = {name: (DATA / name).read_text(encoding="utf-8") for name in FILES}
ROOT = DATA.parent


def test_the_payload_gives_the_same_reference_back() -> None:
    found = read_reference()
    stored = json.loads(json.dumps(reference.to_payload(found)))
    assert reference.from_payload(stored) == found
    reference.check_payload(stored)
    assert len(json.dumps(stored, ensure_ascii=False).encode()) < 300_000  # a DynamoDB item holds 400 KB


def test_a_changed_or_foreign_payload_is_noticed() -> None:
    stored = reference.to_payload(read_reference())
    for part in ("calendar", "directory", "policies"):
        changed = json.loads(json.dumps(stored))
        changed[part]["surprise"] = 1
        with pytest.raises(reference.PayloadError):
            reference.check_payload(changed)
    with pytest.raises(reference.PayloadError):
        reference.check_payload({**stored, "version": "x"})
    with pytest.raises(reference.PayloadError):
        reference.from_payload({**stored, "format": 0})


def test_versions_follow_content_not_order_or_neighbours() -> None:
    found = read_reference()
    head, *rows = TEXTS["calendar.csv"].splitlines()
    assert parse_reference({**TEXTS, "calendar.csv": "\n".join([head, *reversed(rows)])}).version == found.version
    moved = parse_reference({**TEXTS, "agencies.csv": TEXTS["agencies.csv"].replace(";syt@", ";soyte@")})
    assert moved.calendar.version == found.calendar.version
    assert moved.directory.version != found.directory.version
    assert moved.version != found.version
    decided = parse_reference(
        {
            **TEXTS,
            "calendar.csv": TEXTS["calendar.csv"] + "2026-11-23;swap_off;a;b;c;;no\n",
            "calendar_open.csv": TEXTS["calendar_open.csv"].splitlines()[0],
        }
    )
    assert decided.calendar.version != found.calendar.version


def manage(*args: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Runs manage.py without site-packages: the standard library has to be enough."""
    command = [sys.executable, "-I", "-S", "-X", "utf8", "-c", RUNNER, str(ROOT), *args]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, encoding="utf-8", check=False)


RUNNER = """
import runpy, sys
sys.path.insert(0, sys.argv.pop(1))
runpy.run_path(sys.path[0] + "/manage.py", run_name="__main__")
"""


def test_due_date_as_json(tmp_path: Path) -> None:
    done = manage("due-date", "--received", "2025-01-02", "--working-days", "20", "--json", cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    shown = json.loads(done.stdout)
    assert (shown["due_on"], shown["overdue_from"], len(shown["counted"])) == ("2025-02-06", "2025-02-07", 20)


def test_due_date_for_people() -> None:
    done = manage("due-date", "--received", "2024-04-26", "--working-days", "3", "--pause", "2024-05-02:2024-05-02")
    assert "Hạn cuối: hết ngày Thứ Hai, 06/05/2024" in done.stdout
    assert "Quá hạn từ: 00:00 Thứ Ba, 07/05/2024" in done.stdout
    assert "2. Thứ Bảy, 04/05/2024 (Làm bù cho ngày 29/04/2024 [" in done.stdout
    assert "Thứ Năm, 02/05/2024: Tạm dừng" in done.stdout
    assert "TẠM TÍNH" not in done.stdout
    english = manage(
        "due-date", "--received", "2026-11-20", "--working-days", "3", "--pause", "2026-11-25:", "--lang", "en"
    )
    assert "Paused: 1 working days counted" in english.stdout
    assert "PROVISIONAL: 1 days" in english.stdout


@pytest.mark.parametrize(
    ("args", "status"),
    [
        (("--received", "2027-12-20", "--working-days", "20"), 1),
        (("--received", "2/1/2025", "--working-days", "20"), 2),
        (("--received", "2025-01-02", "--working-days", "0"), 2),
        (("--received", "2025-01-02"), 2),
        (("--received", "2025-01-02", "--working-days", "20", "--pause", "2025-01-08"), 2),
        (("--received", "2025-01-02", "--working-days", "20", "--pause", "2025-01-08:2025-01-07"), 2),
    ],
)
def test_due_date_refuses(args: tuple[str, ...], status: int) -> None:
    done = manage("due-date", *args)
    assert (done.returncode, done.stdout) == (status, "")
    assert done.stderr


def test_check_data(tmp_path: Path) -> None:
    assert manage("check-data").returncode == 0
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "places.csv").write_text(TEXTS["places.csv"] + "x;a;b;HTD;SYT\n", encoding="utf-8")
    done = manage("check-data", "--data", str(tmp_path))
    assert done.returncode == 1
    assert f"places.csv:{len(TEXTS['places.csv'].splitlines()) + 1}: wrong_group" in done.stderr
    (tmp_path / "places.csv").write_bytes(b"\xff\xfe")
    assert "places.csv: not_utf8" in manage("check-data", "--data", str(tmp_path)).stderr
    (tmp_path / "places.csv").unlink()
    assert "places.csv: missing_file" in manage("check-data", "--data", str(tmp_path)).stderr


@pytest.mark.parametrize(
    ("leads", "words"),
    [
        ("STNMT", "STNMT leads at all times but exists until 2025-02-28"),
        ("STNMT|2025-04-01:SNNMT", "STNMT leads until 2025-03-31 but exists until 2025-02-28"),
        ("SYT|2025-02-01:SNNMT", "SNNMT leads from 2025-02-01 on but exists from 2025-03-01 on"),
    ],
)
def test_a_lead_that_is_not_there_all_the_time_is_told_in_words(leads: str, words: str) -> None:
    with pytest.raises(ReferenceError_, match=words):
        parse_reference({**TEXTS, "fields.csv": f"{TEXTS['fields.csv']}x;a;b;;{leads};\n"})
