"""The workbench's side of the clock: an offset in a file, which local_handlers.py adds to real time."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


class Clock:
    """Reads and sets the offset. Written whole and renamed: functions read it at any moment."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def offset(self) -> float:
        """Seconds that the system is ahead of real time."""
        try:
            return float(json.loads(self._file.read_text())["offset_seconds"])
        except FileNotFoundError:
            return 0.0

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.offset())

    def set(self, to: str | None) -> None:
        """Make it `to` now (ISO-8601; without zone: Vietnam's); None: real time. ValueError if unreadable."""
        offset = 0.0
        if to is not None:
            instant = datetime.fromisoformat(to)
            if instant.tzinfo is None:
                instant = instant.replace(tzinfo=VIETNAM)
            offset = (instant - datetime.now(UTC)).total_seconds()
        fresh = self._file.with_suffix(".tmp")
        fresh.write_text(json.dumps({"offset_seconds": offset}))
        os.replace(fresh, self._file)
