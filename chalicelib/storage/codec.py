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

# Below this, deflating saves no write unit and costs CPU on every submission.
DEFLATE_ABOVE = 800


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
_decode_batch = msgspec.json.Decoder(tuple[LedgerEntry, ...]).decode


@functools.cache
def _fact_decoder(name: str) -> msgspec.json.Decoder[Fact] | None:
    kind = FACTS.get(name)
    return cast("msgspec.json.Decoder[Fact]", msgspec.json.Decoder(kind)) if kind else None


_encode = msgspec.json.Encoder().encode


def encode_case(case: Case) -> bytes:
    return pack(_encode(_slim(case)))


def decode_case(data: bytes) -> Case:
    return _decode_case(unpack(data))


def encode_event(event: Event) -> bytes:
    slim = _slim(event)
    if not slim["fact"]:
        del slim["fact"]
    return pack(_encode({**slim, "type": event.type}))


def decode_event(data: bytes) -> Event:
    """Raises `UnknownFact` for an event type of a newer version."""
    wire = _decode_wire(unpack(data))
    decoder = _fact_decoder(wire.type)
    if decoder is None:
        raise UnknownFact(f"{wire.code} has an event {wire.type}, version {wire.v}")
    fact = decoder.decode(wire.fact)
    return Event(wire.code, wire.seq, wire.at, wire.by, fact, wire.body, wire.clocks, wire.request, wire.v)


def encode_entry(entry: LedgerEntry) -> bytes:
    return _encode(entry)


def decode_entry(data: bytes) -> LedgerEntry:
    return _decode_entry(data)


def encode_batch(batch: Sequence[LedgerEntry]) -> bytes:
    return pack(_encode(list(batch)))


def decode_batch(data: bytes | None) -> tuple[LedgerEntry, ...]:
    return _decode_batch(unpack(data)) if data else ()


def encode_json(value: Any) -> bytes:
    """Any JSON-able value, deflated when that is worth it."""
    return pack(_encode(value))


def decode_json(data: bytes) -> Any:
    return msgspec.json.decode(unpack(data))


def pack(text: bytes) -> bytes:
    return zlib.compress(text, 6) if len(text) > DEFLATE_ABOVE else text


def unpack(data: bytes) -> bytes:
    """JSON texts of objects and lists begin with a bracket, zlib streams never do."""
    return data if data[:1] in (b"{", b"[") else zlib.decompress(data)


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
