"""The vault's promise, and the key ring below it: moto's and the emulator's KMS, sealed table in memory."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from chalicelib.domain.case import Case
from chalicelib.ports import CaseKey, SealedBody, Unavailable, Vault
from chalicelib.storage import aead
from chalicelib.storage.aead import Tampered
from chalicelib.storage.keyring import CACHE_SECONDS, PURPOSES, RELOAD_SECONDS, KeyRing
from chalicelib.storage.sealed import RingKey
from chalicelib.storage.secrets import RingSecrets
from chalicelib.storage.vault import SealedVault, canonical, commitment
from tests.contract.changes import CODE, NOW, ORIGIN, new_case
from tests.contract.clouds import Cloud, every_adapter, every_cloud
from tests.fakes.store import MemorySealed
from tests.fakes.tables import MemoryTables, Sealed
from tests.fakes.vault import MemoryVault

pytest_plugins = ["tests.contract.conftest_aws"]
OTHER_CODE, OTHER_ORIGIN = "LS.20260807.ZZZZZ", "p" * 32
BODY = {
    "title": "Đèn đường hỏng",
    "content": "Cột số 7, ngõ 12.\n" * 60,
    "n": [1, None, True],
    "submitter": {"name": "A"},
}


class Hours:
    """Both clocks of a key ring: the calendar's, and the process's own."""

    def __init__(self) -> None:
        self.passed = 0.0

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.passed)

    def monotonic(self) -> float:
        return self.passed


class Bench:
    """A vault over tables in memory. `ring` and `hours` are there where the real adapter is."""

    def __init__(self, cloud: Cloud | None) -> None:
        self.tables = MemoryTables()
        self.sealed = MemorySealed(self.tables)
        self.hours, self.cloud = Hours(), cloud
        self.vault: Vault = MemoryVault(self.sealed)
        if cloud is not None:
            self.master = cloud.master_key()
            self.ring = self.new_ring()
            self.ring.ensure()
            self.vault = SealedVault(self.ring, self.sealed)

    def new_ring(self) -> KeyRing:
        """Another process's view of the same keys."""
        assert self.cloud is not None
        kms = self.cloud.kms
        return KeyRing(self.sealed, lambda: kms, self.master, self.hours.now, self.hours.monotonic)

    def case(self, code: str = CODE, origin: str = ORIGIN) -> tuple[Case, CaseKey]:
        key = self.vault.new_key()
        self.tables.submissions[origin] = Sealed(code, "h", key.kid, key.wrapped)
        return new_case(code, origin).after, key

    def store(self, body: SealedBody, code: str = CODE) -> str:
        self.tables.bodies[code, body.ref.id] = (body.box, body.salt)
        return body.ref.id


@pytest.fixture
def bench(cloud_named: Cloud | None) -> Bench:
    return Bench(cloud_named)


@every_adapter
def test_what_was_sealed_opens(bench: Bench) -> None:
    case, key = bench.case()
    bodies: list[dict[str, Any]] = [BODY, {}, {"a": "\ud800 half a character"}, {"short": "ừ"}]
    ids = [bench.store(bench.vault.seal(key, CODE, body)) for body in bodies]
    assert bench.vault.open(case, ids) == dict(zip(ids, bodies, strict=True))
    assert bench.vault.open(case, ids[1:2]) == {ids[1]: {}}
    assert bench.vault.open(case, []) == {}
    assert bench.vault.key_of(case) == key


@every_adapter
def test_the_same_text_never_looks_the_same(bench: Bench) -> None:
    _, key = bench.case()
    one, two = bench.vault.seal(key, CODE, BODY), bench.vault.seal(key, CODE, BODY)
    assert len({one.box, two.box, one.salt, two.salt, one.ref.hash, two.ref.hash, one.ref.id, two.ref.id}) == 8
    assert bench.vault.new_key().wrapped != bench.vault.new_key().wrapped


@every_adapter
def test_the_hash_proves_the_text_to_whoever_has_the_salt(bench: Bench) -> None:
    _, key = bench.case()
    sealed = bench.vault.seal(key, CODE, {"b": 1, "a": "ắ"})
    assert sealed.ref.hash == commitment(sealed.salt, {"a": "ắ", "b": 1})
    assert sealed.ref.hash != commitment(sealed.salt, {"a": "ắ", "b": 2})
    assert len(sealed.salt) >= 16
    assert len(sealed.ref.hash) == 43


@every_adapter
@pytest.mark.parametrize("place", [0, 1, 13, 40, -1])
def test_a_changed_box_raises(bench: Bench, place: int) -> None:
    case, key = bench.case()
    sealed = bench.vault.seal(key, CODE, BODY)
    box = bytearray(sealed.box)
    box[place] ^= 1
    id_ = bench.store(SealedBody(sealed.ref, bytes(box), sealed.salt))
    with pytest.raises(Tampered):
        bench.vault.open(case, [id_])


@every_adapter
@pytest.mark.parametrize("length", [0, 1, 12, 28])
def test_a_cut_box_raises(bench: Bench, length: int) -> None:
    case, key = bench.case()
    sealed = bench.vault.seal(key, CODE, BODY)
    id_ = bench.store(SealedBody(sealed.ref, sealed.box[:length], sealed.salt))
    with pytest.raises(Tampered):
        bench.vault.open(case, [id_])


@every_adapter
def test_a_box_opens_in_its_own_place_alone(bench: Bench) -> None:
    case, key = bench.case()
    other, _ = bench.case(OTHER_CODE, OTHER_ORIGIN)
    sealed = bench.vault.seal(key, CODE, BODY)
    bench.store(sealed)
    bench.store(sealed, OTHER_CODE)
    bench.tables.bodies[CODE, "elsewhere"] = (sealed.box, sealed.salt)
    assert bench.vault.open(case, [sealed.ref.id]) == {sealed.ref.id: BODY}
    with pytest.raises(Tampered):
        bench.vault.open(case, ["elsewhere"])
    with pytest.raises(Tampered):
        bench.vault.open(other, [sealed.ref.id])
    # Whoever may write the table moves the key along with the box: the box still knows its case.
    bench.tables.submissions[OTHER_ORIGIN] = Sealed(OTHER_CODE, "h", key.kid, key.wrapped)
    with pytest.raises(Tampered):
        bench.vault.open(other, [sealed.ref.id])


@every_adapter
@pytest.mark.parametrize("key", [CaseKey("1", b"w" * 60), CaseKey("9", b"w" * 60), CaseKey("1", b"")])
def test_a_key_that_is_not_ours_raises(bench: Bench, key: CaseKey) -> None:
    case, _ = bench.case()
    with pytest.raises(Tampered):
        bench.vault.seal(key, CODE, BODY)
    bench.tables.submissions[ORIGIN] = Sealed(CODE, "h", key.kid, key.wrapped)
    if key.wrapped:
        with pytest.raises(Tampered):
            bench.vault.open(case, ["body"])


@every_adapter
def test_erased_bodies_are_missing_and_an_erased_case_opens_nothing(bench: Bench) -> None:
    case, key = bench.case()
    kept, gone = (bench.store(bench.vault.seal(key, CODE, {"n": n})) for n in (1, 2))
    bench.sealed.erase_bodies(CODE, ORIGIN, [gone])
    assert bench.vault.open(case, [kept, gone, "never"]) == {kept: {"n": 1}}
    box = bench.tables.bodies[CODE, kept]
    bench.sealed.erase(CODE, ORIGIN)
    bench.tables.bodies[CODE, kept] = box  # as a backup would bring it back
    assert bench.vault.key_of(case) is None
    assert bench.vault.open(case, [kept]) == {}


@every_adapter
def test_the_vault_erases_a_case_with_its_key(bench: Bench) -> None:
    """Two officers' confirmation of a state secret: nothing opens any more, and nothing new can be sealed."""
    case, key = bench.case()
    kept = bench.store(bench.vault.seal(key, CODE, BODY))
    for _ in range(2):
        bench.vault.erase(case)
    assert bench.vault.key_of(case) is None
    assert bench.vault.open(case, [kept]) == {}
    assert (CODE, kept) not in bench.tables.bodies


@every_adapter
@pytest.mark.parametrize("body", [{"a": float("nan")}, {"a": b"bytes"}, {"a": {1, 2}}])
def test_what_json_cannot_hold_is_refused(bench: Bench, body: dict[str, Any]) -> None:
    with pytest.raises((TypeError, ValueError)):
        bench.vault.seal(bench.vault.new_key(), CODE, body)


@every_cloud
def test_nothing_in_the_tables_is_in_clear(bench: Bench) -> None:
    _, key = bench.case()
    sealed = bench.vault.seal(key, CODE, {"content": "Đèn đường"})
    stored = sealed.box + key.wrapped + b"".join(ring.wrapped for ring in bench.sealed.keyring("server"))
    assert b"content" not in stored
    assert not any(bench.ring.key("1", purpose) in stored for purpose in PURPOSES)


@every_cloud
def test_long_texts_are_deflated(bench: Bench) -> None:
    _, key = bench.case()
    assert len(bench.vault.seal(key, CODE, BODY).box) < len(canonical(BODY)) / 2


@every_cloud
def test_the_ring_is_made_once_and_read_by_every_process(bench: Bench) -> None:
    assert bench.ring.ensure() == "1"
    other = bench.new_ring()
    assert other.ensure() == "1"
    assert [other.key("1", purpose) for purpose in PURPOSES] == [bench.ring.key("1", purpose) for purpose in PURPOSES]
    assert len({other.key("1", purpose) for purpose in PURPOSES}) == len(PURPOSES)


@every_cloud
def test_a_new_key_rests_until_every_process_can_know_it(bench: Bench) -> None:
    bench.hours.passed += 2 * CACHE_SECONDS
    old = bench.new_ring()
    assert old.current() == "1"
    assert bench.ring.rotate() == "2"
    assert (bench.ring.current(), old.current()) == ("1", "1")
    bench.hours.passed += CACHE_SECONDS
    assert (bench.ring.current(), old.current()) == ("2", "2")


@every_cloud
def test_what_was_made_under_an_old_key_stays_good_after_a_rotation(bench: Bench) -> None:
    case, key = bench.case()
    id_ = bench.store(bench.vault.seal(key, CODE, BODY))
    secrets = RingSecrets(bench.ring)
    secret = secrets.submitter_secret(ORIGIN, 0)
    bench.ring.rotate()
    bench.hours.passed += CACHE_SECONDS
    newer, newer_key = bench.case(OTHER_CODE, OTHER_ORIGIN)
    assert newer_key.kid == "2"
    newer_id = bench.store(bench.vault.seal(newer_key, OTHER_CODE, BODY), OTHER_CODE)
    assert bench.vault.open(newer, [newer_id]) == {newer_id: BODY}
    assert bench.vault.open(case, [id_]) == {id_: BODY}
    assert secrets.submitter_secret(ORIGIN, 0).startswith("2-")
    assert secrets.secret_matches(ORIGIN, 0, secret)
    assert not secrets.secret_matches(ORIGIN, 0, f"9{secret[1:]}")
    assert not secrets.secret_matches(ORIGIN, 0, f"9{secrets.submitter_secret(ORIGIN, 0)[1:]}")
    assert secrets.signing_key("1") != secrets.signing_key()


@every_cloud
def test_a_retired_key_reads_but_is_not_believed(bench: Bench) -> None:
    case, key = bench.case()
    id_ = bench.store(bench.vault.seal(key, CODE, BODY))
    secrets = RingSecrets(bench.ring)
    secret = secrets.submitter_secret(ORIGIN, 0)
    bench.ring.rotate()
    bench.ring.retire("1")
    bench.ring.retire("1")
    assert bench.ring.current() == "2"
    assert bench.vault.open(case, [id_]) == {id_: BODY}
    assert not secrets.secret_matches(ORIGIN, 0, secret)
    assert secrets.secret_matches(ORIGIN, 0, secrets.submitter_secret(ORIGIN, 0))
    with pytest.raises(KeyError):
        secrets.signing_key("1")
    with pytest.raises(KeyError):
        bench.ring.retire("7")
    bench.ring.retire("2")
    with pytest.raises(Unavailable):
        bench.vault.new_key()


@every_cloud
def test_a_key_that_another_process_made_is_found_without_a_query_for_each_forgery(bench: Bench) -> None:
    other = bench.new_ring()
    other.load()
    bench.ring.rotate()
    reads: list[str] = []
    keyring = bench.sealed.keyring
    bench.sealed.keyring = lambda ring: reads.append(ring) or keyring(ring)  # type: ignore[method-assign,func-returns-value]
    assert not other.live("2")
    assert reads == []
    bench.hours.passed += RELOAD_SECONDS
    assert other.live("2")
    assert not any(other.live(str(n)) for n in range(3, 100))
    assert reads == ["server", "retired"]


@every_cloud
def test_clear_keys_are_forgotten_after_an_hour(bench: Bench) -> None:
    calls: list[str] = []
    kms: Any = bench.cloud and bench.cloud.kms
    count = lambda **_: calls.append("decrypt")  # noqa: E731
    kms.meta.events.register("before-call.kms.Decrypt", count)
    ring = bench.new_ring()
    for _ in range(3):
        ring.key("1", "sign")
        ring.key("1", "wrap")
    assert len(calls) == 1
    bench.hours.passed += CACHE_SECONDS - 1
    ring.key("1", "sign")
    assert len(calls) == 1
    bench.hours.passed += 1
    ring.key("1", "sign")
    assert len(calls) == 2


@every_cloud
def test_a_ring_key_that_was_moved_to_another_number_is_refused(bench: Bench) -> None:
    bench.ring.rotate()
    first = bench.tables.rings["server", "1"]
    bench.tables.rings["server", "2"] = RingKey("server", "2", first.wrapped, first.created_at)
    with pytest.raises(Tampered):
        bench.new_ring().key("2", "wrap")


@pytest.mark.parametrize("clear", [b"", b"x", bytes(5000)])
def test_boxes_are_standard_aes_gcm(clear: bytes) -> None:
    key = bytes(range(32))
    box = aead.seal(key, clear, b"about")
    assert AESGCM(key).decrypt(box[:12], box[12:], b"about") == clear
    assert aead.unseal(key, b"n" * 12 + AESGCM(key).encrypt(b"n" * 12, clear, b"about"), b"about") == clear


def test_key_derivation_is_rfc_5869() -> None:
    """Test case 3 of the RFC's appendix A (no salt, no info): the first block of its output."""
    prk = bytes.fromhex("19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04")
    okm = bytes.fromhex("8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d")
    assert aead.expand(prk, b"") == okm
    assert aead.derive(b"\x0b" * 22, "") == okm


def test_canonical_json_does_not_depend_on_order_or_form() -> None:
    assert canonical({"b": [1], "a": "ắ"}) == '{"a":"ắ","b":[1]}'.encode()
    assert json.loads(canonical(BODY)) == BODY
