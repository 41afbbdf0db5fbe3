"""Cases, events and ledger lines as compact JSON: what is default is left out, so that an item stays under a kilobyte.

The form must be read by other versions than the one that wrote it. Fields that this version does not know are
ignored; fields that an older one did not write take their default, so a new field of a stored dataclass needs one.
"""

from __future__ import annotations

import dataclasses
import functools
import zlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast

import msgspec

from chalicelib.domain.case import Actor, Case, Clock
from chalicelib.domain.events import FACTS, BodyRef, Event, Fact
from chalicelib.ports import LedgerEntry
from chalicelib.storage.words import deflate, inflate

# Below this, deflating what is alone in its item saves no write unit and costs CPU.
DEFLATE_ABOVE = 800
HASH = 32  # bytes of SHA-256


class UnknownFact(ValueError):
    """An event of a newer version: this code must not fold the case, because it would guess."""


class _Wire(msgspec.Struct):
    """An event as stored: its fact beside its name, because facts are told apart by `FACTS` alone."""

    code: str
    seq: int
    at: datetime
    by: Actor
    type: str
    fact: msgspec.Raw = msgspec.Raw(b"{}")
    body: BodyRef | None = None
    clocks: tuple[Clock, ...] | None = None
    request: str = ""
    v: int = 1


_decode_case = msgspec.json.Decoder(Case).decode
_decode_wire = msgspec.json.Decoder(_Wire).decode
_decode_entry = msgspec.json.Decoder(LedgerEntry).decode
_decode_entries = msgspec.json.Decoder(tuple[LedgerEntry, ...]).decode
_encode_columns = msgspec.msgpack.Encoder().encode
_decode_columns = msgspec.msgpack.Decoder(
    tuple[int, tuple[datetime, ...], tuple[str, ...], tuple[int, ...], bytes]
).decode
_decode_texts = msgspec.json.Decoder(list[msgspec.Raw]).decode


@functools.cache
def _fact_decoder(name: str) -> msgspec.json.Decoder[Fact] | None:
    kind = FACTS.get(name)
    return cast("msgspec.json.Decoder[Fact]", msgspec.json.Decoder(kind)) if kind else None


_encode = msgspec.json.Encoder().encode


def encode_case(case: Case) -> bytes:
    return deflate(_encode(_slim(case)))


def decode_case(data: bytes) -> Case:
    return _decode_case(unpack(data))


def encode_event(event: Event) -> bytes:
    slim = _slim(event)
    if not slim["fact"]:
        del slim["fact"]
    return _encode({**slim, "type": event.type})


def encode_events(texts: Sequence[bytes]) -> bytes:
    """Some events of one case, each as `encode_event` gives it, as one list: together they deflate best."""
    return deflate(b"[" + b",".join(texts) + b"]")


def event_texts(data: bytes) -> list[bytes]:
    """The texts of which `encode_events` made `data`; an event that stands alone is as earlier versions stored it."""
    text = unpack(data)
    return [text] if text.startswith(b"{") else [bytes(raw) for raw in _decode_texts(text)]


def decode_events(data: bytes) -> list[Event]:
    """Raises `UnknownFact` for an event type of a newer version."""
    return [decode_event(text) for text in event_texts(data)]


def decode_event(text: bytes) -> Event:
    """Raises `UnknownFact` for an event type of a newer version."""
    wire = _decode_wire(text)
    decoder = _fact_decoder(wire.type)
    if decoder is None:
        raise UnknownFact(f"{wire.code} has an event {wire.type}, version {wire.v}")
    fact = decoder.decode(wire.fact)
    return Event(wire.code, wire.seq, wire.at, wire.by, fact, wire.body, wire.clocks, wire.request, wire.v)


def encode_batch(batch: Sequence[LedgerEntry]) -> bytes:
    """Consecutive entries by column, in bytes: some 45 an entry, 32 of them its hash, which nothing makes smaller."""
    seqs, instants, codes, events, hashes = zip(*((x.seq, x.at, x.code, x.event, x.hash) for x in batch), strict=True)
    return zlib.compress(_encode_columns((seqs[0], instants, codes, events, bytes.fromhex("".join(hashes)))), 6)


def decode_batch(data: bytes | None) -> tuple[LedgerEntry, ...]:
    """Also a single entry, or a list of them, as earlier versions stored them: as JSON."""
    text = unpack(data) if data else b"[]"
    if text.startswith(b"{"):
        return (_decode_entry(text),)
    if text.startswith(b"["):
        return _decode_entries(text)
    first, instants, codes, events, hashes = _decode_columns(text)
    rows = zip(instants, codes, events, strict=True)
    return tuple(
        LedgerEntry(first + n, at, code, event, hashes[HASH * n : HASH * (n + 1)].hex())
        for n, (at, code, event) in enumerate(rows)
    )


def encode_json(value: Any) -> bytes:
    """Any JSON-able value, deflated when that is worth it."""
    return pack(_encode(value))


def decode_json(data: bytes) -> Any:
    return msgspec.json.decode(unpack(data))


def pack(text: bytes) -> bytes:
    return zlib.compress(text, 6) if len(text) > DEFLATE_ABOVE else text


def unpack(data: bytes) -> bytes:
    """Whatever this version or an earlier one stored: JSON begins with a bracket, which zlib streams never do."""
    return data if data[:1] in (b"{", b"[") else inflate(data)


@functools.cache
def _fields(type_: Any) -> tuple[tuple[str, Any], ...]:
    return tuple((field.name, field.default) for field in dataclasses.fields(type_))


def _slim(value: Any) -> Any:
    """Dataclasses as dicts without their defaults; everything else as it is."""
    if dataclasses.is_dataclass(value):
        found = [(name, default, getattr(value, name)) for name, default in _fields(cast(Any, type(value)))]
        return {name: _slim(own) for name, default, own in found if own != default}
    if type(value) is tuple:
        return [_slim(part) for part in value]
    return value
