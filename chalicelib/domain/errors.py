"""The one tree of errors that a person can cause; `web.problems` maps each code to HTTP in one table."""

from __future__ import annotations

from collections.abc import Sequence

from chalicelib.domain.record import record


@record
class FieldError:
    """What is wrong with one field: its dotted name, a stable code, and the limit or choice that was missed.

    `names`: what the message names, in Vietnamese and in English.
    """

    field: str
    code: str
    limit: int | None = None
    names: tuple[str, str] = ("", "")


class DomainError(Exception):
    """A request that the rules refuse. `code` is stable and has a text in both languages (`error.<code>`)."""

    code = "invalid"

    def __init__(self, detail: str = "") -> None:
        super().__init__(detail or self.code)
        self.detail = detail


class InvalidFields(DomainError):
    """One or more fields are missing, malformed, too long or unknown."""

    code = "invalid_fields"

    def __init__(self, errors: Sequence[FieldError]) -> None:
        super().__init__(", ".join(f"{error.field}:{error.code}" for error in errors))
        self.errors = tuple(errors)


class NotFound(DomainError):
    """Unknown code, file or page; a wrong secret answers the same, so that codes cannot be probed."""

    code = "not_found"


class ActionNotAllowed(DomainError):
    """The action exists, but not for this actor or not in this state of the case."""

    code = "action_not_allowed"


class SamePerson(ActionNotAllowed):
    """A second person's decision: who refused does not judge the contest, who asked does not confirm."""

    code = "same_person"


class ContestOver(ActionNotAllowed):
    """The last day to contest a refusal has passed."""

    code = "contest_over"


class UndoOver(ActionNotAllowed):
    """Something has happened since the decision: it is changed by an action of its own, and not taken back."""

    code = "undo_over"


class UnknownAction(DomainError):
    """No such action on this route."""

    code = "unknown_action"


class LinkInvalid(DomainError):
    """A signed link that was tampered with, or made for something else."""

    code = "link_invalid"


class LinkExpired(DomainError):
    """A genuine link past its date: a new one can be sent to the mailbox on file, nowhere else."""

    code = "link_expired"


class LinkSuperseded(DomainError):
    """A genuine link of an earlier routing: the case went to another agency since."""

    code = "link_superseded"


class SecretInvalid(DomainError):
    """Wrong secret or unknown code: one answer for both."""

    code = "secret_invalid"


class KeyReused(DomainError):
    """The same Idempotency-Key came with another body (RFC draft idempotency-key-header: 422)."""

    code = "idempotency_key_reused"


class KeyMissing(DomainError):
    """A submission without Idempotency-Key could be doubled by a retry: refused."""

    code = "idempotency_key_missing"


class Busy(DomainError):
    """The store refused for now (conflicts, throttling): nothing was done, the same request may be sent again."""

    code = "busy"


class TooLarge(DomainError):
    """A body above the limit."""

    code = "too_large"


class CrossSite(DomainError):
    """A browser sends this for a page of another site: nobody here typed it."""

    code = "cross_site"


class NotJson(DomainError):
    """A body that is not the JSON that was promised."""

    code = "not_json"


class Unauthorized(DomainError):
    """No token or secret was sent at all."""

    code = "unauthorized"
