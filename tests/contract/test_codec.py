"""The stored form: nothing is lost on the way, other versions' fields do no harm, and items stay under a kilobyte."""

from __future__ import annotations

import hashlib
import json
import uuid
import zlib
from dataclasses import fields, replace
from datetime import date, datetime, timedelta, timezone
from typing import Any, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chalicelib.domain import events as e
from chalicelib.domain.case import Actor, Case, Clock, Pending
from chalicelib.domain.named import Naming
from chalicelib.domain.vocabulary import Role
from chalicelib.ports import LedgerEntry
from chalicelib.storage import codec, words
from tests.contract.changes import CLOCKS, CODE, NOW, new_case, received

OFFSETS = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes)))
INSTANTS = st.datetimes(timezones=OFFSETS, min_value=datetime(2000, 1, 1))  # noqa: DTZ001 -- naive by its contract
DAYS = st.dates(date(2000, 1, 1), date(2099, 1, 1))


@pytest.fixture(autouse=True, scope="module")
def _types() -> None:
    st.register_type_strategy(datetime, INSTANTS)
    st.register_type_strategy(date, DAYS)
    st.register_type_strategy(int, st.integers(0, 10**9))
    for kind in (Actor, Clock, Pending, Naming, e.BodyRef, Case, *e.FACTS.values()):
        st.register_type_strategy(kind, made)


def made(kind: type[Any], **given_: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Instances of a record with something in every field: its `__init__` has no signature to infer that from."""
    hints = get_type_hints(kind)
    return st.builds(kind, **{item.name: st.from_type(hints[item.name]) for item in fields(kind)} | given_)


def event_of(kind: type[Any]) -> st.SearchStrategy[e.Event]:
    return made(e.Event, at=INSTANTS, fact=st.from_type(kind))


@pytest.mark.parametrize("name", e.FACTS)
def test_every_fact_comes_back(name: str) -> None:
    @settings(max_examples=25, deadline=None)
    @given(event_of(e.FACTS[name]))
    def check(event: e.Event) -> None:
        stored = codec.decode_event(codec.encode_event(event))
        assert stored == event
        assert type(stored.fact) is type(event.fact)
        assert stored.at.utcoffset() == event.at.utcoffset()

    check()


def test_every_case_comes_back() -> None:
    @settings(max_examples=200, deadline=None)
    @given(made(Case, last_at=INSTANTS | st.none()))
    def check(case: Case) -> None:
        stored = codec.decode_case(codec.encode_case(case))
        assert stored == case
        assert type(stored.status) is type(case.status)

    check()


def test_equal_events_have_equal_bytes() -> None:
    """A lost answer is recognised by the bytes of the event."""
    first, second = new_case().events[0], new_case().events[0]
    assert first is not second
    assert codec.encode_event(first) == codec.encode_event(second)


def test_defaults_are_not_stored() -> None:
    event = e.Event(CODE, 7, NOW, Actor(Role.SYSTEM), e.TextsWritten())
    assert json.loads(codec.encode_event(event)) == {
        "code": CODE,
        "seq": 7,
        "at": "2026-08-07T09:14:00.123456+07:00",
        "by": {"role": "system"},
        "type": "texts_written",
    }


def test_no_clocks_is_not_the_same_as_unchanged_clocks() -> None:
    event = e.Event(CODE, 7, NOW, Actor(Role.SYSTEM), e.Withdrawn())
    for clocks in (None, ()):
        assert codec.decode_event(codec.encode_event(replace(event, clocks=clocks))).clocks == clocks


def test_fields_of_a_newer_version_are_ignored() -> None:
    event, case = new_case().events[0], new_case().after
    newer = json.loads(codec.encode_event(event))
    newer |= {"v": 2, "urgency": "high", "fact": newer["fact"] | {"weather": ["rain"]}}
    newer["clocks"][0]["colour"] = None
    assert codec.decode_event(json.dumps(newer).encode()) == replace(event, v=2)
    assert (
        codec.decode_case(json.dumps({**json.loads(codec.unpack(codec.encode_case(case))), "mood": {"x": 1}}).encode())
        == case
    )


def test_fields_that_an_older_version_did_not_write_take_their_default() -> None:
    older = json.loads(codec.unpack(codec.encode_case(new_case().after)))
    for name in ("named", "clocks", "version"):
        del older[name]
    case = codec.decode_case(json.dumps(older).encode())
    assert (case.named, case.clocks, case.version) == ("", (), 0)
    bare = {"code": CODE, "seq": 1, "at": NOW.isoformat(), "by": {"role": "focal"}, "type": "classified"}
    event = codec.decode_event(json.dumps(bare | {"fact": {"kind": "conduct"}}).encode())
    assert event.fact == e.Classified(kind=event.fact.kind)  # type: ignore[union-attr]


def test_what_earlier_versions_stored_is_read() -> None:
    """Heads and single events as JSON, plain or deflated without our words."""
    change = new_case()
    head = codec.unpack(codec.encode_case(change.after))
    event = codec.encode_event(change.events[0])
    for stored in (head, zlib.compress(head, 6)):
        assert codec.decode_case(stored) == change.after
    for stored in (event, zlib.compress(event, 6)):
        assert codec.decode_events(stored) == list(change.events)


def test_the_words_that_stored_items_are_deflated_with_never_change() -> None:
    """Whoever changes them makes every head and event that was ever stored unreadable: add a second dictionary."""
    assert zlib.adler32(words.WORDS) == 1967114286


@given(st.binary(max_size=3000))
def test_deflating_loses_nothing(text: bytes) -> None:
    assert words.inflate(words.deflate(text)) == text == words.inflate(zlib.compress(text))


def test_a_stream_that_was_cut_is_not_taken_for_a_whole_one() -> None:
    data = words.deflate(b"[" + b"1," * 500 + b"1]")
    for length in (2, 10, len(data) - 1):
        with pytest.raises(zlib.error):
            words.inflate(data[:length])


def test_a_batch_comes_back_and_is_small() -> None:
    batch = tuple(
        LedgerEntry(
            n, NOW + timedelta(seconds=n), f"LS.20260807.{n:05d}", n % 9 + 1, hashlib.sha256(b"%d" % n).hexdigest()
        )
        for n in range(7001, 7101)
    )
    data = codec.encode_batch(batch)
    assert codec.decode_batch(data) == batch
    assert len(data) <= 5 * 1024  # a hundred entries of 32 random bytes each
    assert codec.decode_batch(None) == ()


def test_an_event_type_of_a_newer_version_is_refused() -> None:
    stored = json.loads(codec.encode_event(e.Event(CODE, 7, NOW, Actor(Role.SYSTEM), e.Withdrawn())))
    with pytest.raises(codec.UnknownFact, match="teleported"):
        codec.decode_event(json.dumps(stored | {"type": "teleported"}).encode())


STEPS = ("heads_up", "reminder", "due_today", "overdue", "ppc_office", "vice_chair")
LONG_CASE = replace(
    new_case().after,
    lead="SO-TAI-CHINH",
    coordinating=("SO-XAY-DUNG", "BQLKKT", "UBND-HHL"),
    field="phi-cua-khau",
    subindex="PCI-7",
    place="HHL-08",
    claimed_by="officer-12",
    texts=3,
    version=31,
    clocks=tuple(replace(clock, steps=STEPS, pauses=((date(2026, 8, 9), date(2026, 8, 10)),)) for clock in CLOCKS * 2),
    pending=(Pending(29, "answer", "SO-TAI-CHINH", date(2026, 9, 1)),),
    contributed=("SO-XAY-DUNG", "BQLKKT"),
    disagreed=("BQLKKT",),
    ground="agencies_disagree",
    invited=(21, 22),
    withheld=("content", "attachments"),
    bounced=("so-tai-chinh@langson.gov.vn", "ubnd-hhl@langson.gov.vn"),
    recent=tuple(str(uuid.UUID(int=n * 0x9E3779B97F4A7C15F39CC0605CEDC834 % 2**128)) for n in range(1, 9)),
    last_at=NOW,
)
LONG_EVENT = e.Event(
    CODE,
    1,
    NOW,
    Actor(Role.SUBMITTER),
    received(files=tuple("f" * 22 + str(n) for n in range(5)), subtype="harassment", field="phi-cua-khau"),
    e.BodyRef("b" * 12, "h" * 43),
    (*CLOCKS, Clock("supplement", date(2026, 8, 7), 5, date(2026, 8, 14), calendar="0123456789ab")),
    str(uuid.UUID(int=1)),
)


@pytest.mark.parametrize(
    ("data", "limit"),
    [
        pytest.param(codec.encode_case(new_case().after), 250, id="new head"),
        pytest.param(codec.encode_events([codec.encode_event(new_case().events[0])]), 300, id="new event"),
        pytest.param(codec.encode_case(LONG_CASE), 800, id="head at its longest"),
        pytest.param(codec.encode_events([codec.encode_event(LONG_EVENT)]), 500, id="event at its longest"),
    ],
)
def test_items_fit_into_a_write_unit(data: bytes, limit: int) -> None:
    """1,024 bytes with keys, names and index attributes, which take up to 150."""
    assert len(data) <= limit
