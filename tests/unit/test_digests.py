"""One mail for one mailbox: letters of several kinds in it, its tags, and the overdue check as one batch."""

from __future__ import annotations

import json
import re
from collections import Counter
from datetime import date, timedelta
from itertools import pairwise
from typing import Any

import pytest

from chalicelib.delivery.letters import CatalogueLetters
from chalicelib.delivery.ses import SesMailer, parse_delivery_event
from chalicelib.domain.case import SYSTEM
from chalicelib.domain.commands import Tick
from chalicelib.domain.notices import Notice
from chalicelib.domain.vocabulary import Role
from chalicelib.ports import LetterItem, Mail, OutboxRow
from chalicelib.usecases.asked import Job
from chalicelib.usecases.digests import grouped, letters_of, named
from chalicelib.usecases.revisit import Revisit
from tests.fakes.store import MemoryOutbox
from tests.fakes.system import System, tokens
from tests.unit.letters import OVERDUE, case, sns
from tests.unit.world import AGENCY
from tests.web.driver import petition

OFFICE = "snnmt.dau-moi@example.vn"


def due_together() -> tuple[System, list[str]]:
    """On the day OVERDUE two cases are overdue, one of them not even acknowledged; a third comes to its reminder."""
    world = System()
    codes = [case(world) for _ in range(2)]
    world.services.act(codes[0], AGENCY, "acknowledge", {})
    world.clock.set(date(2026, 8, 12))
    codes.append(case(world))
    world.services.act(codes[2], AGENCY, "acknowledge", {})
    world.settle()
    world.mailer.sent.clear()
    world.clock.set(OVERDUE)
    return world, codes


def test_everything_that_one_mailbox_must_hear_is_one_mail() -> None:
    world, codes = due_together()
    world.services.sweep.run()
    world.services.mail.drain()
    assert Counter(mail.to for mail in world.mailer.sent).most_common(1)[0][1] == 1
    [mail] = world.mails(OFFICE)
    assert mail.subject == "3 hồ sơ cần xử lý: chưa xác nhận đã nhận hồ sơ (1), đã quá hạn (2), nhắc việc (1)"
    lines = mail.text.split("\n")
    headings = [line for line, under in pairwise(lines) if under.startswith("---")]
    assert headings == ["Chưa xác nhận đã nhận hồ sơ (1)", "Đã quá hạn (2)", "Nhắc việc (1)"], "the earliest due first"
    assert re.findall(r"<h2[^>]*>([^<]*)</h2>", mail.html) == headings
    for text in (mail.text, mail.html):
        assert [text.count(code) for code in codes] == [1, 2, 1]
        assert text.count("Mọi hồ sơ của cơ quan") == 1
    for line in (f"- {codes[0]} · Việc {codes[0][-2:]}", "  Hạn công khai kết quả: 08/09/2026", "  Mở hồ sơ: https://"):
        assert line in mail.text
    *cases, _ = tokens(mail)
    assert [world.links.read(token, "case").code for token in cases] == [codes[1], codes[0], codes[1], codes[2]]


def test_its_tags_name_each_letter_and_no_other() -> None:
    world, codes = due_together()
    world.services.sweep.run()
    world.services.mail.drain()
    for mail in world.mailer.sent:
        for code, item, key in letters_of(mail.case, mail.items, mail.notice):
            step = world.tables.events[code][item - 1].fact
            letter = key.partition("-")[0]
            assert letter in (f"step_{step.step}", "acknowledgement_overdue", "not_acknowledged"), (key, step)  # type: ignore[union-attr]
    told = Counter(one for mail in world.mailer.sent for one in letters_of(mail.case, mail.items, mail.notice))
    assert max(told.values()) == 1
    [mail] = world.mails(OFFICE)
    assert [code for code, _, _ in letters_of(mail.case, mail.items, mail.notice)] == [codes[1], *codes[:2], codes[2]]


def test_letters_of_one_kind_keep_their_subject() -> None:
    letters = CatalogueLetters()
    items = [LetterItem(f"LS.20260807.2222{n}", "conduct", "", OVERDUE, f"https://x/#{n}", "SNNMT") for n in range(2)]
    subject, text, _ = letters.compose("vi", [("step_overdue", items)])
    assert subject == "2 hồ sơ: đã quá hạn"
    assert text.startswith("Việc nêu dưới đây đã quá hạn.")
    again, _, _ = letters.compose("vi", [("step_overdue", [items[0], items[0]])])
    assert again == "1 hồ sơ: đã quá hạn", "two time limits of one case"
    single, _, _ = letters.compose("vi", [("step_overdue", items[:1])])
    assert single == "LS.20260807.22220: đã quá hạn"
    both, text, html = letters.compose("en", [("step_overdue", items), ("step_reminder", items[:1])])
    assert both.startswith("2 cases to attend to: ")
    for said in (text, html):
        assert "9 September 2026" in said
        assert "hồ sơ" not in said.lower()


class Ringing:
    """The stream: each commit rings the mail consumer at once."""

    def __init__(self, inner: Any, world: System) -> None:
        self.inner, self.world = inner, world

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)

    def commit(self, change: Any) -> None:
        self.inner.commit(change)
        self.world.services.mail.drain()


def ringing(world: System) -> Any:
    return world.build(lambda name, port: Ringing(port, world) if name == "cases" else port)


def test_while_the_overdue_check_runs_digests_wait_and_single_letters_go() -> None:
    world, _ = due_together()
    world.services.submit(petition(), "the-key-of-one-more-petition")
    assert ringing(world).sweep.run()["failed"] == 0
    assert {mail.notice.partition("-")[0] for mail in world.mailer.sent} == {"received", "new_case"}
    world.services.mail.drain()
    assert len(world.mails(OFFICE)) == 1
    assert world.waiting("mail") == 0


def test_a_look_at_all_cases_after_new_data_is_one_batch_too() -> None:
    world, _ = due_together()
    services = ringing(world)
    assert Revisit(services.deps, services.act, services.sweep.outbox)(Tick())["changed"] == 3
    assert world.mails(OFFICE) == []
    world.services.mail.drain()
    assert len(world.mails(OFFICE)) == 1
    assert world.waiting("mail") == 0


def test_what_waits_in_one_shard_shares_its_mails() -> None:
    """105 cases of one office are three mails of 40 lines at most, not four."""
    world = System()
    for _ in range(105):
        case(world)
    world.settle()
    world.mailer.sent.clear()
    world.clock.set(OVERDUE)

    class OneShard(MemoryOutbox):
        def pending(self, consumer: str, shard: int, *, limit: int = 100) -> list[OutboxRow]:
            rows = [row for n in range(self.shards) for row in super(OneShard, self).pending(consumer, n, limit=1000)]
            return sorted(rows, key=lambda row: row.id)[:limit] if shard == 0 else []

    services = world.build(lambda name, port: OneShard(world.tables) if name == "outbox" else port)
    services.sweep.run()
    services.mail.drain()
    lines = [mail.text.count("Mở hồ sơ: https://") for mail in world.mails(OFFICE)]
    assert max(lines) == 40
    assert sum(lines) == 210, "not acknowledged, and overdue"
    assert len(lines) == 6


def test_a_check_that_died_holds_the_mail_for_a_quarter_of_an_hour() -> None:
    world, _ = due_together()

    class Dies(Ringing):
        def commit(self, change: Any) -> None:
            super().commit(change)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        world.build(lambda name, port: Dies(port, world) if name == "cases" else port).sweep.run()
    world.clock.forward(minutes=14, seconds=59)
    world.services.mail.drain()
    assert world.mailer.sent == []
    world.clock.forward(seconds=1)
    world.services.mail.drain()
    assert world.mailer.sent
    assert world.waiting("mail") == 0, "the mark is gone as well"


def test_a_check_marks_its_run_once_and_only_if_something_is_due() -> None:
    world, _ = due_together()
    asked: list[str] = []

    class Counting(MemoryOutbox):
        def ask(self, consumer: str, subject: str, at: Any) -> OutboxRow:
            asked.append(f"{consumer} {subject}")
            return super().ask(consumer, subject, at)

    for _ in range(2):
        world.build(lambda name, port: Counting(world.tables) if name == "outbox" else port).sweep.run()
    assert asked == ["mail sweeping"]


@pytest.mark.parametrize(("begins", "ends"), [(1, 9), (0, 3)], ids=["begins", "ends"])
def test_a_check_that_begins_or_ends_while_the_rows_are_read_leaves_the_digests(begins: int, ends: int) -> None:
    """Half of what it asked for has been read: the rest is, with it, the next drain's."""
    world, _ = due_together()
    now = world.clock()
    cases = world.stores.cases()
    due = [code for shard in range(cases.due_shards) for code in cases.due(now, shard)]

    class Meanwhile(MemoryOutbox):
        """A check that is under way from before the reading of one shard to after that of another."""

        def pending(self, consumer: str, shard: int, *, limit: int = 100) -> list[OutboxRow]:
            if shard == begins and begins:
                self.ask("mail", "sweeping", now)
            world.services.sweep.act.run(due[0], SYSTEM, Tick())
            rows = super().pending(consumer, shard, limit=limit)
            if shard == ends:
                self.done([self.ask("mail", "sweeping", now)])
            return rows

    if not begins:
        MemoryOutbox(world.tables).ask("mail", "sweeping", now)
    world.build(lambda name, port: Meanwhile(world.tables) if name == "outbox" else port).mail.drain()
    assert world.mailer.sent == []
    assert world.waiting("mail") > 0


def job(n: int, code: str, key: str = "SNNMT", name: str = "step_overdue") -> Job:
    item = LetterItem(code, "conduct", "", OVERDUE + timedelta(days=n % 7), "https://x/#y", key)
    notice = Notice(name, Role.AGENCY, key, OFFICE, digest=True)
    return Job(OutboxRow("mail", 0, f"2026-09-09T00:00:00Z#{code}#{n:05d}", code, n, {}), notice, OFFICE, "vi", item)


class Client:
    def __init__(self) -> None:
        self.tags: list[dict[str, str]] = []

    def send_email(self, **request: Any) -> None:
        self.tags = request["EmailTags"]


def test_what_the_provider_allows_is_kept_and_comes_back_whole() -> None:
    codes = [f"ABCDEF.20260807.K7M4Q{n:03d}" for n in range(130)]
    jobs = [job(n + 1, code, "SNNMT", f"step_with_quite_a_long_name_{n % 5}") for n, code in enumerate(codes)]
    groups = grouped(jobs)
    assert sum(len(group) for group in groups) == len(jobs)
    for group in groups:
        case_tag, items, notice = named(group)
        client = Client()
        mail = Mail(OFFICE, "x", "x", "x", "0123456789abcdef", case_tag, notice, items)
        SesMailer(lambda client=client: client, "hoiam@example.vn", "hoiam").send(mail)  # type: ignore[misc]
        assert len(client.tags) <= 10
        assert all(re.fullmatch(r"[A-Za-z0-9_.@-]{1,256}", tag["Value"]) for tag in client.tags)
        assert all(re.fullmatch(r"[A-Za-z0-9_-]{1,256}", tag["Name"]) for tag in client.tags)
        assert len({tag["Name"] for tag in client.tags}) == len(client.tags)
        event = sns("Delivery", mail, delivery={"recipients": [OFFICE], "timestamp": "2026-08-07T02:01:00Z"})
        cut = {tag["Name"]: [tag["Value"]] for tag in client.tags}
        [found] = parse_delivery_event(with_tags(event, cut))
        told = letters_of(found.case, found.items, found.notice)
        assert sorted(told) == sorted((one.row.code, one.row.seq, one.notice.key) for one in group)


def with_tags(event: dict[str, Any], tags: dict[str, list[str]]) -> dict[str, Any]:
    sent = event["Records"][0]["Sns"]
    message = json.loads(sent["Message"])
    message["mail"]["tags"] = tags
    sent["Message"] = json.dumps(message)
    return event


def test_readers_of_another_kind_or_language_get_their_own_mail() -> None:
    one, reader = job(1, "LS.20260807.22222"), Notice("step_chair", Role.READER, "x", OFFICE, digest=True)
    beside = Notice("contribution_overdue", Role.COORDINATING, "SNNMT", OFFICE, digest=True)
    other = Job(one.row, reader, OFFICE, "vi", one.item)
    english = Job(one.row, beside, OFFICE, "en", one.item)
    second = Job(one.row, beside, OFFICE, "vi", one.item)
    assert sorted(len(group) for group in grouped([one, other, english, second])) == [1, 1, 2]
