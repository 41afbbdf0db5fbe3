"""What people type into any form, made from what the command itself declares: a new command takes part by itself."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import strategies as st

from chalicelib.domain import commands as c
from chalicelib.domain.case import Actor, Case
from chalicelib.domain.commands import Spec
from chalicelib.domain.parsing import choices_for
from chalicelib.domain.vocabulary import SUBTYPES, Kind
from tests.unit.stateful.almanac import day_of
from tests.unit.stateful.canaries import Text
from tests.unit.stateful.province import Province

AGENCIES = ("SNNMT", "STC2025", "SXD2025", "VPUB", "STNMT", "STC", "TTRA")
FIELDS = ("dat-dai", "gia-dat", "quy-hoach", "thue", "y-te")
PDF = b"%PDF-1.4\n%%EOF\n"


class Filler:
    """Fills one form for one actor. `draw` is hypothesis's."""

    def __init__(self, world: Province, draw: Any, case: Case, actor: Actor) -> None:
        self.world, self.draw, self.case, self.actor = world, draw, case, actor
        self.reference = world.system.reference.current()
        self.today = day_of(world.now)

    def form(self, kind: type[c.Command]) -> dict[str, Any]:
        """Every field with something that its declaration allows, and what belongs together mended."""
        self.command = kind.name
        raw = {name: self._value(name, spec) for name, spec in kind.asked()}
        mend = getattr(self, f"_mend_{kind.name}", None)
        return raw | (mend(raw) if mend else {})

    def pick(self, values: Any) -> Any:
        return self.draw(st.sampled_from(list(values)))

    def word(self, name: str) -> str:
        return self.world.canaries.new(self.command, name, self.case.code)

    def agency(self) -> str:
        today = {agency.code for agency in self.reference.directory.current(self.today)}
        return str(self.pick([code for code in AGENCIES if code in today]))

    def _value(self, name: str, spec: Spec) -> Any:
        match spec.type:
            case "text" | "line":
                return f"Nội dung {self.word(name)}" if spec.type == "text" else self.word(name)
            case "date":
                return (self.today + timedelta(days=self.pick([0, -1, 3]))).isoformat()
            case "email":
                return f"{self.word(name)}@example.vn"
            case "flag":
                return self.pick([False, False, True])
            case "files":
                return [self.upload()] if self.pick([False, False, True]) else []
            case "item":
                return self.pick([item.item for item in self.case.pending] or [1])
            case "case":
                return self.pick([code for code in self.world.codes if code != self.case.code] or [self.case.code])
            case "parts":
                return [{"title": f"P {self.word(name)}", "content": f"P {self.word(name)}"} for _ in range(2)]
            case _:
                return self._choice(name, spec)

    def _choice(self, name: str, spec: Spec) -> Any:
        if spec.choices == "agency":
            return self.agency() if spec.required or self.pick([True, False]) else ""
        if spec.choices == "agencies":
            return list(dict.fromkeys(self.agency() for _ in range(self.pick([0, 0, 1, 2]))))
        if spec.choices == "field":
            return self.pick(FIELDS)
        found = sorted(map(str, choices_for(spec.choices, self.reference, self.today)))
        if spec.type == "choices":
            return [value for value in found if self.pick([True, False])]
        return self.pick(found if spec.required else ["", *found])

    def upload(self) -> str:
        files = self.world.system.files
        return str(files.put("Quyết định.pdf", "application/pdf", PDF + str(len(self.world.canaries.texts)).encode()))

    # --- what belongs together, by command ---

    def _mend_classify(self, raw: dict[str, Any]) -> dict[str, Any]:
        subtypes = ("", *SUBTYPES.get(Kind(raw["kind"]), ()))
        about = self.pick(["", "", self.agency()])
        return {
            "subtype": self.pick(subtypes),
            "legal_document": self.pick([False] * 5 + [True]),
            "complained_of": about,
        }

    def _mend_forward(self, raw: dict[str, Any]) -> dict[str, Any]:
        barred = (raw["lead"], self.case.complained_of)
        return {"coordinating": [code for code in raw["coordinating"] if code not in barred]}

    _mend_reassign = _mend_forward

    def _mend_answer(self, raw: dict[str, Any]) -> dict[str, Any]:
        past, promise = self._past(), (self.today + timedelta(days=self.pick([1, 9, 40]))).isoformat()
        done = self.pick([True, True, True, False])
        dates = {"completed_on": past, "promised_on": ""} if done else {"completed_on": "", "promised_on": promise}
        return {"document_date": past, **dates}

    def _mend_report_status(self, raw: dict[str, Any]) -> dict[str, Any]:
        return {"promised_on": self.pick(["", (self.today + timedelta(days=5)).isoformat()])}

    def _mend_request_extension(self, raw: dict[str, Any]) -> dict[str, Any]:
        clock = self.case.clock("publication")
        start = max(clock.due_on, self.today) if clock else self.today
        return {"until": (start + timedelta(days=self.pick([1, 6, 20]))).isoformat()}

    def _past(self, day: date | None = None) -> str:
        return (day or self.today).isoformat()

    def _mend_record_directive(self, raw: dict[str, Any]) -> dict[str, Any]:
        return {"date": self._past()}

    _mend_hand_over = _mend_post_nationally = _mend_record_directive

    def _mend_pass_on(self, raw: dict[str, Any]) -> dict[str, Any]:
        known = self.reference.directory.has_agency(self.actor.agency)
        mailbox = self.reference.directory.agency(self.actor.agency).mailbox if known else "a@example.vn"
        local, _, domain = mailbox.rpartition("@")
        return {"email": f"{local}.{self.word('email')}@{domain}"}

    def _mend_disclose(self, raw: dict[str, Any]) -> dict[str, Any]:
        return {"part": self.pick(self.case.withheld or ["title"])}


def petition(world: Province, draw: Any, *, by_clerk: bool) -> tuple[dict[str, Any], tuple[str, ...]]:
    """A submission of any kind and channel, and the canaries in it."""

    def pick(*values: Any) -> Any:
        return draw(st.sampled_from(values))

    names = ("title", "content", "name", "email", "address")
    words = {name: world.canaries.new("submit", name) for name in names}
    today = day_of(world.now)
    mail = pick(True, True, False)
    submitter: dict[str, Any] = {
        "type": pick("citizen", "business", "organisation", "association"),
        "name": words["name"],
        "address": words["address"],
        "phone": "0912 345 678",
        **({"email": f"{words['email']}@example.vn"} if mail else {}),
    }
    raw: dict[str, Any] = {
        "kind": pick("conduct", "conduct", "regulation", "initiative", "question", "praise", "incident"),
        "title": f"Tiêu đề {words['title']}",
        "content": f"Nội dung {words['content']}",
        "submitter": submitter,
        "language": pick("vi", "vi", "en", "zh"),
        "field": pick("", *FIELDS[:2]),
        "consents": pick([], ["be_named"]),
    }
    if not by_clerk:
        from chalicelib.domain.petition import NOTICE_VERSION

        return raw | {"notice_version": NOTICE_VERSION}, tuple(words.values())
    arrived = today - timedelta(days=pick(0, 1, 4, 12))
    raw |= {
        "channel": pick("letter", "hotline", "bulk", "counter", "national_portal"),
        "received_on": arrived.isoformat(),
    }
    if raw["channel"] == "national_portal" and pick(True, False):
        raw["national_due_on"] = (today + timedelta(days=15)).isoformat()
    if pick(False, False, False, True):
        raw |= {"anonymous": True, "submitter": {"type": "citizen"}}
    return raw, tuple(words.values())


def name_words(world: Province, words: tuple[str, ...], code: str) -> None:
    """From now on the words of an accepted petition have a case."""
    for word in words:
        world.canaries.texts[word] = Text("submit", world.canaries.texts[word].name, code)
