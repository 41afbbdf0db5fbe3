"""`due-date`: explains a limit in working days, for people (Vietnamese or English) or as the published JSON."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date

from chalicelib.domain.calendar import CalendarYearMissing, ProvisionalKind
from chalicelib.domain.deadlines import Deadline, Pause, Skipped, explain, to_json
from chalicelib.domain.reference_parse import ReferenceError_
from chalicelib.domain.reference_parse.table import parse_date
from infra.operator.data_files import add_data_option, read_reference

WEEKDAYS = {
    "vi": ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
TEXTS = {
    "vi": {
        "received": "Ngày tiếp nhận (không tính): {day}",
        "length": "Thời hạn: {n} ngày làm việc",
        "due": "Hạn cuối: hết ngày {day}",
        "overdue": "Quá hạn từ: 00:00 {day} (giờ Việt Nam)",
        "paused": "Đang tạm dừng: đã tính {n} ngày làm việc, chưa xác định được hạn",
        "provisional": "TẠM TÍNH: có {n} ngày chưa chốt",
        "counted": "Các ngày được tính:",
        "skipped": "Các ngày không tính:",
        "calendar": "Lịch: phiên bản {version}",
        ProvisionalKind.ROW: "ngày nghỉ dự kiến",
        ProvisionalKind.OPEN_QUESTION: "chưa có quyết định",
        ProvisionalKind.YEAR_WITHOUT_NOTICE: "năm chưa có thông báo chính thức",
    },
    "en": {
        "received": "Received (not counted): {day}",
        "length": "Limit: {n} working days",
        "due": "Due: until the end of {day}",
        "overdue": "Overdue from: 00:00 {day} (Vietnam time)",
        "paused": "Paused: {n} working days counted, the due date is not known yet",
        "provisional": "PROVISIONAL: {n} days are not settled",
        "counted": "Days counted:",
        "skipped": "Days not counted:",
        "calendar": "Calendar: version {version}",
        ProvisionalKind.ROW: "expected day off",
        ProvisionalKind.OPEN_QUESTION: "not decided",
        ProvisionalKind.YEAR_WITHOUT_NOTICE: "year without an official notice",
    },
}


def configure(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--received", type=_day, required=True, metavar="YYYY-MM-DD", help="day X; it is not counted")
    parser.add_argument("--working-days", type=_length, required=True, metavar="N")
    parser.add_argument(
        "--pause",
        type=_pause,
        action="append",
        default=[],
        metavar="FROM:TO",
        help="first and last day that are not counted; FROM: for a pause that is still open; may be repeated",
    )
    parser.add_argument("--json", action="store_true", help="the published shape")
    parser.add_argument("--lang", choices=sorted(TEXTS), default="vi")
    add_data_option(parser)


def run(args: argparse.Namespace) -> int:
    """Prints the deadline; 1 when the files or the years on file do not allow it."""
    try:
        calendar = read_reference(args.data).calendar
        deadline = explain(calendar, args.received, args.working_days, args.pause)
    except (ReferenceError_, CalendarYearMissing) as error:
        print(f"{error.code}: {error}", file=sys.stderr)
        return 1
    if args.json:
        print(json.dumps(to_json(deadline), ensure_ascii=False, indent=2))
    else:
        print("\n".join(describe(deadline, args.lang)))
    return 0


def describe(deadline: Deadline, lang: str) -> list[str]:
    """The explained deadline as lines for people."""
    texts = TEXTS[lang]
    lines = [
        texts["received"].format(day=_long(deadline.start_on, lang)),
        texts["length"].format(n=deadline.length),
    ]
    if deadline.due_on is not None and deadline.overdue_from is not None:
        lines.append(texts["due"].format(day=_long(deadline.due_on, lang)))
        lines.append(texts["overdue"].format(day=_long(deadline.overdue_from, lang)))
    else:
        lines.append(texts["paused"].format(n=len(deadline.counted)))
    if deadline.provisional:
        lines.append(texts["provisional"].format(n=len(deadline.provisional_days)))
        lines += [f"  - {_short(day.day)}: {texts[day.kind]}" for day in deadline.provisional_days]
    worked = {day.day: f" ({_reason(day, lang)})" for day in deadline.worked_weekends}
    lines.append(texts["counted"])
    lines += [f"  {day.n:>3}. {_long(day.day, lang)}{worked.get(day.day, '')}" for day in deadline.counted]
    lines.append(texts["skipped"])
    lines += [f"    - {_long(day.day, lang)}: {_reason(day, lang)}" for day in deadline.skipped]
    lines.append(texts["calendar"].format(version=deadline.calendar_version))
    return lines


def _reason(day: Skipped, lang: str) -> str:
    name = day.reason.name_vi if lang == "vi" else day.reason.name_en
    return f"{name} [{day.reason.source}]"


def _short(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _long(day: date, lang: str) -> str:
    return f"{WEEKDAYS[lang][day.weekday()]}, {_short(day)}"


def _day(text: str) -> date:
    found = parse_date(text)
    if found is None:
        raise argparse.ArgumentTypeError(f"{text}: expected YYYY-MM-DD")
    return found


def _length(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 1000:
        raise argparse.ArgumentTypeError(f"{text}: expected 1 to 1000")
    return int(text)


def _pause(text: str) -> Pause:
    first, colon, last = text.partition(":")
    if not colon:
        raise argparse.ArgumentTypeError(f"{text}: expected FROM:TO")
    pause = (_day(first), _day(last) if last else None)
    if pause[1] is not None and pause[1] < pause[0]:
        raise argparse.ArgumentTypeError(f"{text}: ends before it begins")
    return pause
