"""The composition root: builds every part once per process, lazily, from `config` alone.

`clock_override` is None in every deployment; the local runner's own handler file (added to the local package alone)
is the only thing that ever sets it.
"""

from __future__ import annotations

import logging
import secrets as randomness
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from chalicelib import config
from chalicelib.delivery.links import SignedLinks
from chalicelib.ports import Letters, Links, Mailer, Outbox, Site
from chalicelib.storage import aws
from chalicelib.storage.cases import DynamoCases
from chalicelib.storage.cdn import Cdn
from chalicelib.storage.deliveries import DynamoDeliveries
from chalicelib.storage.files import S3Files
from chalicelib.storage.keyring import KeyRing
from chalicelib.storage.outbox import DynamoOutbox
from chalicelib.storage.reference import DynamoReferences
from chalicelib.storage.sealed import SealedStore
from chalicelib.storage.secrets import RingSecrets
from chalicelib.storage.session import Tables, configure
from chalicelib.storage.site import S3Site
from chalicelib.storage.vault import SealedVault
from chalicelib.usecases.access import Access
from chalicelib.usecases.act import Act
from chalicelib.usecases.deps import Deps
from chalicelib.usecases.desk import Desk
from chalicelib.usecases.office import Office
from chalicelib.usecases.parts import Parts
from chalicelib.usecases.read import Dossier, Read
from chalicelib.usecases.submit import CODE_ALPHABET, Submit

if TYPE_CHECKING:  # what no request needs is imported by the function that does: a cold start pays for the rest alone
    from chalicelib.domain.repeats import Repeat
    from chalicelib.domain.vocabulary import Role
    from chalicelib.usecases.correspondence import Correspondence
    from chalicelib.usecases.mail import SendMail
    from chalicelib.usecases.morning import Morning
    from chalicelib.usecases.sweep import Sweep

Post = Callable[[], tuple[Letters, Mailer]]

log = logging.getLogger("hoiam.wiring")
clock_override: Callable[[], datetime] | None = None


def now() -> datetime:
    """The present instant, aware."""
    return clock_override() if clock_override else datetime.now(UTC)


def draw(length: int) -> str:
    return "".join(randomness.choice(CODE_ALPHABET) for _ in range(length))


@dataclass(frozen=True)
class Services:
    """All use cases with their adapters; `web` and `app` see nothing below it."""

    origin: str
    deps: Deps
    links: Links
    outbox: Outbox
    site: Site
    post: Post
    access: Access
    submit: Submit
    parts: Parts
    act: Act
    read: Read
    office: Office
    desk: Desk

    @cached_property
    def mail(self) -> SendMail:
        from chalicelib.usecases.mail import SendMail

        letters, mailer = self.post()
        return SendMail(self.deps, self.outbox, mailer, letters, self.links, self.act, self.origin)

    @cached_property
    def sweep(self) -> Sweep:
        from chalicelib.usecases.sweep import Sweep

        return Sweep(self.deps, self.act, self.outbox)

    @cached_property
    def morning(self) -> Morning:
        from chalicelib.usecases.morning import Morning

        return Morning(self.deps, self.outbox)

    @cached_property
    def correspondence(self) -> Correspondence:
        from chalicelib.usecases.correspondence import Correspondence

        return Correspondence(self.deps, self.outbox)

    def present(self, dossier: Dossier) -> dict[str, Any]:
        """The case as this actor sees it. Loaded late: whoever submits sees nothing of it yet."""
        from chalicelib.domain.kin import named_by
        from chalicelib.domain.reading import readable
        from chalicelib.publishing.views import dossier_view

        files = {
            file.id: {
                "name": file.name,
                "size": file.size,
                "type": file.type,
                "href": self.deps.files.download_url(file),
            }
            for file in dossier.files.values()
        }
        reference = self.deps.reference.current()
        seen = readable(dossier.events, dossier.actor)
        gone = self.gone(named_by(dossier.events))
        return dossier_view(dossier.case, dossier.events, dossier.texts, reference, files, seen, gone)

    def gone(self, codes: Iterable[str]) -> frozenset[str]:
        """Those of these cases that no view may name."""
        from chalicelib.publishing.gone import gone_of

        return gone_of(codes, self.deps.cases)

    def suggest(self, dossier: Dossier) -> dict[str, Any]:
        """For a focal officer alone, nothing for anybody else. Loaded late: the public routes never need it."""
        from chalicelib.publishing.suggestions import suggestions_view
        from chalicelib.usecases.suggest import Suggest

        return suggestions_view(Suggest(self.deps, self.site)(dossier), self.deps.reference.current())

    def deliveries(self, dossier: Dossier) -> list[dict[str, Any]]:
        """What became of each letter: for the desk, which mends addresses, and for nobody else."""
        from chalicelib.publishing.correspondence import letters_view

        reference = self.deps.reference.current()
        return letters_view(self.correspondence(dossier), dossier.case.code, reference)

    def repeated(self, role: Role) -> list[Repeat]:
        """Offices with repeated conduct cases, as an inspector's desk shows them."""
        from chalicelib.usecases.morning import repeated

        return repeated(self.deps, role)

    def agency_named(self, code: str) -> Mapping[str, Any] | None:
        """`{"id", "name"}` in both languages."""
        from chalicelib.publishing.names import agency

        return agency(self.deps.reference.current(), code)

    def render(self, template: str, lang: str, **context: Any) -> str:
        from chalicelib.publishing.render import render

        return render(template, lang, **context)

    def render_form(self, values: Mapping[str, Any], errors: Sequence[Mapping[str, Any]], lang: str) -> str:
        from chalicelib.publishing.forms import form_options
        from chalicelib.publishing.render import render

        options = form_options(self.deps.reference.current(), self.deps.context_today())
        doc = {"title": "", "detail": "", "errors": errors}
        return render("problem.html", lang, path="/gui", doc=doc, values=flat(values), reference=options)

    def render_english(self, path: str) -> str | None:
        from chalicelib.publishing.english import render_english

        return render_english(path, self._read_json)

    def _read_json(self, key: str) -> bytes | None:
        document = self.site.read(key)
        return document.body if document else None


_installed: Services | None = None


def services() -> Services:
    """Everything that a request or a schedule needs, built on first use."""
    global _installed
    if _installed is None:
        _installed = _build()
    return _installed


def install(given: Services | None) -> None:
    """Use these services from now on (tests with fakes); None builds the real ones again on next use."""
    global _installed
    _installed = given


@lru_cache(maxsize=1)
def ring() -> KeyRing:
    """The key-ring. The tables are named here, before anything can use them."""
    settings = config.load()
    configure(Tables(settings.table_cases, settings.table_sealed, settings.table_outbox))
    return KeyRing(SealedStore(), aws.kms, settings.kms_key_id, now)


def _build() -> Services:
    settings = config.load()
    secrets = RingSecrets(ring())
    deps = Deps(
        clock=now,
        cases=DynamoCases(),
        vault=SealedVault(ring(), SealedStore()),
        secrets=secrets,
        files=S3Files(aws.s3, settings.bucket_files, settings.files_origin, Cdn(aws.cloudfront, settings.cdn_files)),
        reference=DynamoReferences(),
        deliveries=DynamoDeliveries(),
        conduct_counts=_conduct_counts,
    )
    links = SignedLinks(secrets, now, settings.site_origin)
    site = S3Site(aws.s3, settings.bucket_site, Cdn(aws.cloudfront, settings.cdn_site))
    return assemble(deps, links, _post, DynamoOutbox(), site, settings.site_origin)


def _post() -> tuple[Letters, Mailer]:
    from chalicelib.delivery.letters import CatalogueLetters
    from chalicelib.delivery.ses import SesMailer

    settings = config.load()
    return CatalogueLetters(), SesMailer(aws.sesv2, settings.mail_from, settings.mail_configuration_set)


def _conduct_counts() -> Mapping[str, int]:
    """Only the inspectors' desk and the weekly letter ask for it: the publisher's part is imported then."""
    from chalicelib.publishing.complained import conduct_counts
    from chalicelib.storage.ledger import DynamoLedger

    return conduct_counts(DynamoLedger())


def assemble(deps: Deps, links: Links, post: Post, outbox: Outbox, site: Site, origin: str) -> Services:
    """The use cases over any adapters: real ones here, fakes in tests."""
    submit = Submit(deps, draw)
    act = Act(deps, submit)
    return Services(
        origin=origin,
        deps=deps,
        links=links,
        outbox=outbox,
        site=site,
        post=post,
        access=Access(deps, links),
        submit=submit,
        parts=Parts(deps),
        act=act,
        read=Read(deps),
        office=Office(deps, act, links, outbox),
        desk=Desk(deps, links),
    )


def flat(values: Mapping[str, Any]) -> dict[str, Any]:
    """A form's nested values under the dotted names that its inputs have."""
    found: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, Mapping):
            found |= {f"{name}.{inner}": text for inner, text in value.items()}
        else:
            found[name] = value
    return found


def take_delivery_events(event: Mapping[str, Any]) -> dict[str, int]:
    """SNS records of the mail provider's configuration set -> the cases concerned. What is not about a mail of ours is
    left alone: {"taken", "refused"}.
    """
    from chalicelib.delivery.ses import parse_delivery_event
    from chalicelib.usecases.tags import genuine

    mail, secrets = services().mail, services().deps.secrets
    found = parse_delivery_event(event)
    refused = 0
    for item in found:
        tag = genuine(secrets, item.tag, item.case, item.items, item.notice)
        if not tag:
            refused += 1
        elif item.outcome == "delivered":
            mail.delivered(tag, item.case, item.notice, item.items, item.at)
        elif item.case and item.outcome != "complained":
            # A complaint means that the mail did arrive: nothing to show as undelivered.
            mail.bounced(item.case, item.notice, item.outcome, item.items, tag)
    if refused:
        log.warning("delivery events of no mail of ours", extra={"count": refused})
    return {"taken": len(found) - refused, "refused": refused}
