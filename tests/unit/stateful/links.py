"""Old mails in somebody's inbox: every link that ever went out is good, or says why not, and shows only its part."""

from __future__ import annotations

import json
from typing import Any

from hypothesis import strategies as st

from chalicelib.domain.case import Actor
from chalicelib.domain.errors import DomainError
from chalicelib.domain.vocabulary import INSPECTORS, Role, Status
from tests.fakes.system import LINK
from tests.unit.stateful.canaries import SECRET
from tests.unit.stateful.province import Province

# Read by those who work on it, and by nobody else: the original, and who speaks.
_HANDLING = ("write_texts", "handling_content")
_IDENTITY = frozenset({("submit", name) for name in ("name", "email", "address")})
_ORIGINAL = frozenset({("submit", name) for name in ("title", "content")}) | _IDENTITY
# By role: what is secret from the public, and may stand in the dossier all the same.
_ALSO = {
    Role.AGENCY: {_HANDLING, ("ask_withdrawal", "reason"), ("raise_again", "content"), ("rate", "reason")},
    Role.COORDINATING: {_HANDLING},
    Role.READER: {_HANDLING},
    Role.LEADER: {_HANDLING, ("rate", "reason"), ("raise_again", "content")},
}


def check_link(world: Province, draw: Any) -> None:
    """Opens one link of one mail."""
    mails = list({id(x.mail): x.mail for sent in world.book.sent.values() for x in sent}.values())
    mail = draw(st.sampled_from(mails))
    for path, fragment in LINK.findall(mail.text):
        if path == "/tra-cuu":
            code, _, secret = fragment.partition(":")
            _open(world, lambda code=code, secret=secret: (world.services.access.submitter(code, secret), code))
        elif path == "/tra-loi/":
            _open(world, lambda token=fragment: world.services.access.link(token))
        elif path == "/ban-lam-viec/":
            _open(world, lambda token=fragment: world.services.access.desk(token))


def _open(world: Province, enter: Any) -> None:
    try:
        actor, code = enter()
    except DomainError:
        return
    if not code:
        return
    try:
        dossier = world.services.read(code, actor)
    except DomainError:
        return
    case = dossier.case
    assert case.status is not Status.RESTRICTED or actor.role in INSPECTORS, (actor, case.status)
    if actor.role is Role.AGENCY:
        assert actor.agency == case.lead, (actor, case.lead)
    view = json.dumps(world.services.present(dossier), ensure_ascii=False, default=str)
    for word, text in world.canaries.found(view + json.dumps(dict(dossier.texts), default=str)):
        assert _may_read(actor, (text.command, text.name)), (actor, word, text)


def _may_read(actor: Actor, what: tuple[str, str]) -> bool:
    if actor.role is Role.SUBMITTER:
        return what not in {_HANDLING, ("note", "content"), ("reveal_identity", "note"), ("pass_on", "email")}
    if actor.role is Role.FOCAL:
        return what not in {("note", "content"), ("pass_on", "email")}
    if actor.role in INSPECTORS:
        return True
    return what not in SECRET or what in _ALSO.get(actor.role, set())
