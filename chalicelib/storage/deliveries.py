"""The `Deliveries` of ports on DynamoDB: items `m#<event>#<notice>` behind the head, where nobody looks for events."""

from __future__ import annotations

from datetime import datetime

from chalicelib.storage.keys import instant
from chalicelib.storage.models import DeliveryItem
from chalicelib.storage.session import PAGE, attempt, pages

PREFIX = "m#"


class DynamoDeliveries:
    """See `ports.Deliveries`."""

    def record(self, code: str, seq: int, notice: str, at: datetime) -> None:
        item = DeliveryItem(code, f"{PREFIX}{seq:05d}#{notice}", at=instant(at))
        attempt(lambda: item.save())

    def of(self, code: str) -> dict[tuple[int, str], datetime]:
        return {_key(item): datetime.fromisoformat(item.at) for item in _items(code)}

    def forget(self, code: str) -> None:
        for item in _items(code):
            attempt(lambda item=item: item.delete())  # type: ignore[misc]


def _items(code: str) -> list[DeliveryItem]:
    if not code:
        return []
    mine = DeliveryItem.sk.startswith(PREFIX)
    return list(
        pages(lambda start: DeliveryItem.query(code, mine, consistent_read=True, limit=PAGE, last_evaluated_key=start))
    )


def _key(item: DeliveryItem) -> tuple[int, str]:
    _, seq, notice = item.sk.split("#", 2)
    return int(seq), notice
