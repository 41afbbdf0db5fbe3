"""Signed links: what they open, for how long, and everything that does not open them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest
from itsdangerous import URLSafeSerializer

from chalicelib.delivery.links import LIFETIMES, PATHS, Expired, SignedLinks
from chalicelib.domain.errors import LinkExpired, LinkInvalid
from chalicelib.ports import Claim
from tests.fakes.secrets import MemorySecrets

START = datetime(2026, 8, 7, 2, 14, 5, 999, tzinfo=UTC)
CASE = Claim("case", "agency", "BQLKKT", "LS.20260807.K7M4Q", 3)
LEADER = Claim("case", "leader", "pct-kinh-te", "LS.20260807.K7M4Q", 3)
DESK = Claim("desk", "focal", "ttpvhcc-01")
AGENCY = Claim("agency", "agency", "H37.01")
UPLOAD = Claim("upload", "agency", "BQLKKT", "LS.20260807.K7M4Q", 3)
CLAIMS = [CASE, LEADER, DESK, AGENCY, UPLOAD]
SECOND, DAY = timedelta(seconds=1), timedelta(days=1)


class World:
    def __init__(self) -> None:
        self.now = START
        self.secrets = MemorySecrets()
        self.links = SignedLinks(self.secrets, lambda: self.now, "https://hoiam.example.vn/")


@pytest.fixture
def world() -> World:
    return World()


@pytest.mark.parametrize("claim", CLAIMS)
def test_a_link_says_what_it_was_made_for(world: World, claim: Claim) -> None:
    token = world.links.sign(claim)
    assert world.links.read(token, claim.audience) == claim
    assert world.links.read_expired(token) == claim


@pytest.mark.parametrize("claim", CLAIMS)
def test_tokens_are_short_and_survive_mail_clients(world: World, claim: Claim) -> None:
    for n in range(200):
        world.now = START + n * SECOND
        token = world.links.sign(claim)
        assert len(token) < 250
        assert re.fullmatch(r"[A-Za-z0-9._-]+[A-Za-z0-9]", token)


@pytest.mark.parametrize("claim", [CASE, LEADER, DESK, AGENCY])
def test_the_token_travels_in_the_fragment(world: World, claim: Claim) -> None:
    address, _, token = world.links.url(claim).partition("#")
    assert address == f"https://hoiam.example.vn{PATHS[claim.audience]}"
    assert world.links.read(token, claim.audience) == claim


def test_uploads_have_no_page(world: World) -> None:
    with pytest.raises(ValueError, match="upload"):
        world.links.url(UPLOAD)


@pytest.mark.parametrize(
    ("claim", "lifetime"),
    [(CASE, 60 * DAY), (LEADER, 30 * DAY), (DESK, 7 * DAY), (AGENCY, 30 * DAY), (UPLOAD, DAY / 24)],
)
def test_a_link_holds_until_its_time_and_then_says_whose_it_was(
    world: World, claim: Claim, lifetime: timedelta
) -> None:
    token = world.links.sign(claim)
    end = START.replace(microsecond=0) + lifetime
    world.now = end - SECOND
    assert world.links.read(token, claim.audience) == claim
    world.now = end
    with pytest.raises(LinkExpired) as expired:
        world.links.read(token, claim.audience)
    assert isinstance(expired.value, Expired)
    assert (expired.value.claim, expired.value.code) == (claim, "link_expired")
    assert world.links.read_expired(token) == claim


def test_a_lifetime_can_be_given(world: World) -> None:
    token = world.links.sign(DESK, timedelta(minutes=5))
    assert world.links.verify(token).expires_at == START.replace(microsecond=0) + timedelta(minutes=5)


@pytest.mark.parametrize("audience", sorted(LIFETIMES))
@pytest.mark.parametrize("claim", CLAIMS)
def test_a_link_opens_its_own_door_alone(world: World, claim: Claim, audience: str) -> None:
    token = world.links.sign(claim)
    if audience == claim.audience:
        assert world.links.read(token, audience) == claim
        return
    with pytest.raises(LinkInvalid):
        world.links.read(token, audience)
    world.now += 400 * DAY
    with pytest.raises(LinkInvalid):  # not even "expired": it was never meant for this
        world.links.read(token, audience)


def test_a_link_of_one_case_says_so_whatever_case_it_is_used_on(world: World) -> None:
    other = Claim("case", "agency", "BQLKKT", "LS.20260807.ZZZZZ", 3)
    assert world.links.read(world.links.sign(CASE), "case").code == "LS.20260807.K7M4Q"
    assert world.links.read(world.links.sign(other), "case").code == "LS.20260807.ZZZZZ"


def test_a_clock_that_is_behind_the_signer_takes_the_link(world: World) -> None:
    token = world.links.sign(CASE)
    world.now = START - DAY
    assert world.links.read(token, "case") == CASE


def test_every_changed_character_is_noticed(world: World) -> None:
    token = world.links.sign(CASE)
    for place, char in enumerate(token):
        for other in {"A", "B", "0", "1", "-", ".", "é"} - {char}:
            with pytest.raises(LinkInvalid):
                world.links.read(token[:place] + other + token[place + 1 :], "case")


@pytest.mark.parametrize(
    "change",
    [
        lambda token: token[:-1],
        lambda token: token + "A",
        lambda token: token + "=",
        lambda token: " " + token,
        lambda token: token + "\n",
        lambda token: "0" + token,
        lambda token: token.partition(".")[2],
        lambda token: token.upper(),
        lambda token: ".".join([*token.split(".")[:-1], ""]),
    ],
)
def test_one_token_is_one_string(world: World, change: object) -> None:
    assert callable(change)
    with pytest.raises(LinkInvalid):
        world.links.read(change(world.links.sign(CASE)), "case")


def test_links_outlive_a_newer_key_but_not_the_end_of_their_own(world: World) -> None:
    token = world.links.sign(CASE)
    world.secrets.newest = 2
    assert world.links.sign(CASE).startswith("2.")
    assert world.links.read(token, "case") == CASE
    with pytest.raises(LinkInvalid):
        world.links.read("2" + token[1:], "case")
    world.secrets.retired.add("1")
    with pytest.raises(LinkInvalid):
        world.links.read(token, "case")
    with pytest.raises(LinkInvalid):
        world.links.read_expired(token)


@pytest.mark.parametrize(
    "token",
    [
        "",
        ".",
        "1",
        "1.",
        "1..",
        "1.x.y",
        "9.W10.AAAA",
        "99999999999999999999.W10.AAAA",
        "١.W10.AAAA",
        "²..",
        "1." + "A" * 10_000_000,
        "1." + "." * 10_000,
        "1.đường.phố",
        "\x00",
        "1.\ud800.x",
        "null",
        "Bearer 1.x.y",
    ],
)
def test_garbage_is_invalid_and_nothing_else(world: World, token: str) -> None:
    with pytest.raises(LinkInvalid):
        world.links.read(token, "case")
    with pytest.raises(LinkInvalid):
        world.links.read_expired(token)


@pytest.mark.parametrize("payload", [[], {}, None, "x", [1] * 7, ["case"] * 7, ["case", "a", "b", "c", 1, 10**30, 1]])
def test_a_genuine_signature_over_another_payload_is_invalid(world: World, payload: object) -> None:
    """Made by an older or newer version of this code with the same key."""
    kid, key = world.secrets.signing_key()
    import hashlib

    options = {"key_derivation": "hmac", "digest_method": hashlib.sha256}
    signed = URLSafeSerializer(key, salt="hoi-am/link/1", signer_kwargs=options).dumps(payload)
    assert isinstance(signed, str)
    with pytest.raises(LinkInvalid):
        world.links.read(f"{kid}.{signed}", "case")
