"""The words that heads and events are made of: a preset dictionary (RFC 1950) for deflating them.

An item of a few hundred bytes repeats nothing yet, so it deflates to little more than half; beginning with these words
it deflates to a third. The bytes are part of the stored form: whoever changes one makes everything stored unreadable
(a test holds their checksum). Should better words be wanted, add a second dictionary: each stream names its own.
"""

from __future__ import annotations

import zlib

# Rare first, frequent last: what stands near the end is cheaper to point to.
WORDS = b"".join(
    (
        b'"question""praise""incident""initiative""regulation""conduct""citizen""association""organisation""business"',
        b'"hotline""sms""zalo""email""letter""counter""meeting""bulk""national_portal""government_office""suggestion_box"',
        b'"clerk""leader""expert""inspectorate""inspectorate_alternate""coordinating""ppc_office""vice_chair""chair"',
        b'"refused""redirected""restricted""withdrawn""merged""handed_over""reopened""escalated""returned""to_reassign"',
        b'"awaiting_supplement""extension_requested""answer_returned","resume_status":"","secret_generation":1,',
        b'"secret_renewed_on":"2026-","named":"","anonymous":true,"ownership":"private","from_province":"inside",',
        b'"refused_by":"","proposal":"","against":"","purge":"","merged_into":"LS.2026","contested":true,"merged":1,',
        b'"repeats":1,"split":1,"split_from":"LS.2026","to_replace":["","final":true,"ground":"agencies_disagree",',
        b'"seconded":true,"invited":["withdrawal_asked":true,"withheld":["content"],"bounced":["forwarded-agency-',
        b'"late":true,"reopened":1,"returns":1,"returns_in_row":1,"extensions":1,"supplements":1,"disagreed":["',
        b'"contributed":["complained_of":"","national_due_on":"2026-","legal_document":true,"from":"","to":"","until":"',
        b'"officer":"","lead":"","changes":[{"clock":"","old":"2026-","new":"2026-"}],"calendar":"","because":"',
        b'"superseded":true,"notice":"","reason":"","into":"LS.2026","of":"LS.2026","document_date":"2026-',
        b'"completed_on":"2026-","promised_on":"2026-","cites":"LS.2026","working_days":1,"trusted":true,',
        b'{"name":"supplement","{"name":"national","{"name":"promise","{"name":"directive","{"name":"follow_up",',
        b'"legal_transfer""extension_decision""reassign""opinion""advice""leader_decision""naming_reply",',
        b'"provisional":true,"steps":["heads_up","reminder","due_today","overdue","expired"],"pauses":[["2026-',
        b'{"role":"system"},"fact":{"clock":"publication","step":"reminder","on":"2026-","due_on":"2026-"},',
        b'"type":"step_reached"}"type":"mail_failed"}"type":"closed"}"type":"urged"}"type":"contributed"}',
        b'"fact":{"rating":"satisfied"},"clocks":[],"request":"","type":"rated"}"rating":"not_satisfied""acceptable"',
        b'"type":"claimed"}"type":"classified"}"fact":{"language":"vi"},"type":"texts_written"}"type":"forwarded"}',
        b'"type":"acknowledged"}"type":"status_reported"}"type":"answer_given"}"type":"item_published"}',
        b'"type":"item_returned"}"fact":{"item":,"type":"answer","agency":"","fact":{"officer":"","fact":{"lead":"",',
        b'"origin":"","place":"","notice_version":"2026-","consents":["survey","be_named"],"files":["',
        b'"status":"received","version":"status":"forwarded","version":"status":"in_process","version":',
        b'"status":"under_review","version":"status":"answered","version":"status":"closed","version":1,',
        b'"subindex":"PCI-","lead":"","coordinating":["","routing":1,"claimed_by":"","texts":3,"clocks":[{"name":"',
        b'"pending":[{"item":,"type":"status","agency":"","on":"2026-"}],"acknowledged":true,"rearms":1,',
        b'"answered_on":"2026-","working_days":1,"rating":"satisfied","recent":["","last_at":"2026-',
        b'"start_on":"2026-","length":2,"due_on":"2026-","length":10,"due_on":"{"name":"rating","start_on":"2026-',
        b'"calendar":""},{"name":"review","start_on":"2026-"calendar":""},{"name":"coordination","start_on":"2026-',
        b'{"name":"forwarding","start_on":"2026-","length":5,"due_on":"2026-","calendar":""},{"name":"publication",',
        b'"by":{"role":"agency","id":"","agency":""},"fact":{"agency":"","by":{"role":"focal","id":"","agency":""},',
        b'{"code":"LS.2026","kind":"conduct","channel":"web","submitter_type":"business","received_on":"2026-',
        b'{"code":"LS.2026","seq":1,"at":"2026-08-07T09:00:00.000000+07:00","by":{"role":"submitter"},"fact":{"',
        b'"kind":"conduct","subtype":"","field":"","body":{"id":"","hash":""},"clocks":[{"name":"publication",',
        b'"start_on":"2026-","length":20,"due_on":"2026-","calendar":""}],"request":"","type":"received"}',
    )
)
# A window of 8 KB holds the words and any item; a small one, since making a large one costs more than the deflating.
_WINDOW, _MEMORY = 13, 5


def deflate(text: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, _WINDOW, _MEMORY, zlib.Z_DEFAULT_STRATEGY, WORDS)
    return packer.compress(text) + packer.flush()


def inflate(data: bytes) -> bytes:
    """Of either kind: a stream without our words does not ask for them. Raises `zlib.error`."""
    unpacker = zlib.decompressobj(zdict=WORDS)
    text = unpacker.decompress(data) + unpacker.flush()
    if not unpacker.eof:
        raise zlib.error("cut short")
    return text
