"""The field's own terms as keys (`docs/glossary`); labels live in `messages`, storage keeps only these."""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """475/TTg-KSTT point 1 names the first three (R1-05 to R1-07); a province may switch the others off."""

    CONDUCT = "conduct"
    REGULATION = "regulation"
    INITIATIVE = "initiative"
    QUESTION = "question"
    PRAISE = "praise"
    INCIDENT = "incident"


SUBTYPES: dict[Kind, tuple[str, ...]] = {
    # R1-05 as corrected in section G: four types of conduct.
    Kind.CONDUCT: ("delay", "harassment", "non_performance", "wrong_performance"),
    # R1-06: five defects of regulations.
    Kind.REGULATION: ("unfit", "not_synchronised", "inconsistent", "illegal", "contrary_to_treaty"),
}

SUBINDEXES = tuple([f"PCI-{n}" for n in range(1, 11)] + [f"PGI-{n}" for n in range(1, 5)])


class Channel(StrEnum):
    """R2-14, R4-22, R1-04: how a petition came in."""

    WEB = "web"
    HOTLINE = "hotline"
    SMS = "sms"
    ZALO = "zalo"
    EMAIL = "email"
    LETTER = "letter"
    COUNTER = "counter"
    MEETING = "meeting"
    BULK = "bulk"
    NATIONAL_PORTAL = "national_portal"
    GOVERNMENT_OFFICE = "government_office"
    SUGGESTION_BOX = "suggestion_box"


class SubmitterType(StrEnum):
    CITIZEN = "citizen"
    BUSINESS = "business"
    ORGANISATION = "organisation"
    ASSOCIATION = "association"


class Ownership(StrEnum):
    """R4-74, R4-76: whether all kinds of businesses are treated alike. Never required."""

    STATE = "state"
    PRIVATE = "private"
    FDI = "fdi"
    HOUSEHOLD = "household"
    COOPERATIVE = "cooperative"


class FromProvince(StrEnum):
    """R4-76: in or out of the province. Compared in the statistics, never a condition."""

    INSIDE = "inside"
    OUTSIDE = "outside"


# Offered by name; any other well-formed code is taken as well: nobody is refused for a language alone (section G).
LANGUAGES = ("vi", "en", "zh", "tyz", "nut", "ko", "ja")


# What the public text may be written in: the first one is the translation's.
TEXT_LANGUAGES = ("vi", "en")


class Status(StrEnum):
    """What the public reads. Timeliness is another axis and never mixed in here."""

    RECEIVED = "received"
    AWAITING_SUPPLEMENT = "awaiting_supplement"
    REFUSED = "refused"
    REDIRECTED = "redirected"
    FORWARDED = "forwarded"
    RETURNED = "returned"
    TO_REASSIGN = "to_reassign"
    IN_PROCESS = "in_process"
    EXTENSION_REQUESTED = "extension_requested"
    UNDER_REVIEW = "under_review"
    ANSWER_RETURNED = "answer_returned"
    ANSWERED = "answered"
    REOPENED = "reopened"
    ESCALATED = "escalated"
    HANDED_OVER = "handed_over"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    RESTRICTED = "restricted"


# Every limit that a case may have, by the name under which policy gives its length.
CLOCKS = (
    *("forwarding", "publication", "supplement", "rating", "promise", "reassign", "review", "extension_decision"),
    *("coordination", "advice", "leader_decision", "directive", "follow_up", "national", "legal_transfer", "opinion"),
    *("acknowledgement", "contest"),
    *("naming_reply", "naming_decision"),
)


class Timeliness(StrEnum):
    ON_TIME = "on_time"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    LATE = "late"
    PAUSED = "paused"
    NONE = "none"


class Role(StrEnum):
    SUBMITTER = "submitter"
    CLERK = "clerk"
    FOCAL = "focal"
    AGENCY = "agency"
    COORDINATING = "coordinating"
    INSPECTORATE = "inspectorate"
    INSPECTORATE_ALTERNATE = "inspectorate_alternate"
    LEADER = "leader"
    READER = "reader"  # duty-inspection team, special task force (R4-31, R4-45): sees delays, does nothing
    NAMED = "named"  # an agency that is to be named, wherever the case is now: it may reply, and do nothing else
    EXPERT = "expert"
    GOVERNMENT = "government"  # holds what was handed over; nobody acts as it here
    SYSTEM = "system"


class Rating(StrEnum):
    """R2-11, R2-12; the middle step is the practice of Huế and Tây Ninh."""

    SATISFIED = "satisfied"
    ACCEPTABLE = "acceptable"
    NOT_SATISFIED = "not_satisfied"


class RefusalReason(StrEnum):
    """Why a petition is not accepted (NĐ 20/2008 art. 7 as amended by NĐ 92/2017; practice in systems.md)."""

    OUT_OF_SCOPE = "out_of_scope"
    ANONYMOUS = "anonymous"
    NO_CLEAR_CONTENT = "no_clear_content"
    DUPLICATE = "duplicate"
    COURT_MATTER = "court_matter"
    STATE_SECRET = "state_secret"
    ABUSE = "abuse"
    TEST = "test"
    ADVERTISING = "advertising"
    NO_SUPPLEMENT = "no_supplement"


# Nobody waits for a letter about these, and an answer would only tell a machine that somebody reads.
UNANSWERED_REFUSALS = frozenset({RefusalReason.TEST, RefusalReason.ADVERTISING})


class RedirectReason(StrEnum):
    """Not a petition, but somebody else's duty: the submitter gets a guidance letter with the right address."""

    LEGAL_COMPLAINT = "legal_complaint"
    COURT = "court"
    OTHER_PROVINCE = "other_province"
    LEGAL_DOCUMENTS = "legal_documents"


class RestrictGround(StrEnum):
    """Why only an inspector may read on.

    Anonymous text with clear, checkable content is information and no denunciation (Luật Tố cáo 2018 art. 25(2)), and
    not a case for the bin.
    """

    DENUNCIATION = "denunciation"
    ANONYMOUS = "anonymous"


class Against(StrEnum):
    """Whom a denunciation is about: the inspectorate and the leadership do not read what is said against them."""

    INSPECTORATE = "inspectorate"
    LEADER = "leader"
    OTHER = "other"


# Who reads the restricted queues, and whose denunciations go past the inspectorate to the other recipient on file.
INSPECTORS = frozenset({Role.INSPECTORATE, Role.INSPECTORATE_ALTERNATE})
PAST_INSPECTORATE = frozenset({Against.INSPECTORATE.value, Against.LEADER.value})

# R1-10 to R1-12: agencies disagree; handled, but raised again; the Government's own competence.
UP_CLASSES = ("UP-1", "UP-2", "UP-3")
# What may be kept back from the public, and why (R4-60; Law 91/2025; what is under investigation).
PARTS = (
    *("title", "content", "reports", "answers", "attachments", "opinions"),
    *("directives", "contributions", "reasons", "namings", "honours"),
)
# What of it a leader signed: it stays public where the petition itself does not.
SIGNED_PARTS = ("namings", "honours")
# Words that need no review before they take effect, and that the public reads once the focal officer let them through:
# they hold nothing up, re-arm nothing, and nobody's time runs for them.
NOTES = ("directive", "contribution", "reason")
# What experts say, and what an agency says to its naming: reviewed beside the handling, too.
OPINION, REPLY = "opinion", "naming_reply"
# What stands beside the handling while it waits for review.
BESIDE = frozenset({OPINION, REPLY, *NOTES})
# R1-14, R1-28: what an agency may be named for. R1-26, R1-27: who may be honoured.
FAILURES = ("evasion", "non_cooperation", "delay", "non_performance")
HONOUREES = ("agency", "submitter")
WITHHOLD_GROUNDS = ("state_secret", "personal_data", "business_secret", "investigation", "other_law")

# Nothing can happen to these by themselves any more.
FINAL = frozenset(
    {Status.REFUSED, Status.REDIRECTED, Status.CLOSED, Status.WITHDRAWN, Status.MERGED, Status.RESTRICTED}
)
# Text of these is never published, only counted by reason (design, section 2).
TEXT_HIDDEN = frozenset({Status.REFUSED, Status.REDIRECTED, Status.WITHDRAWN, Status.MERGED, Status.RESTRICTED})
BEFORE_LEADER = frozenset({Status.REOPENED, Status.ESCALATED})
# An agency works on it.
HANDLING = frozenset(
    {
        Status.FORWARDED,
        Status.IN_PROCESS,
        Status.EXTENSION_REQUESTED,
        Status.UNDER_REVIEW,
        Status.ANSWER_RETURNED,
        Status.REOPENED,
        Status.ESCALATED,
    }
)
