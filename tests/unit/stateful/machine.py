"""The machine: people, clocks, faults and changes of the reference data in any order that hypothesis thinks of.

After every step the record must be whole (`record`); at the end, when everybody has gone home and the overdue check ran
for months, each petition must have come to an end or stand on the overdue list, in public, and in the same bytes that a
rebuild gives (`ending`).
"""

from __future__ import annotations

import sys
from datetime import date
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule

from tests.fakes.system import System, references
from tests.unit.crashes import Broken
from tests.unit.stateful import ending, record, reforms
from tests.unit.stateful.acting import Acting, Meddler, faults
from tests.unit.stateful.almanac import day_of
from tests.unit.stateful.province import Province

DAYS = {
    "an ordinary week": date(2026, 8, 7),
    "before Tet": date(2026, 2, 11),
    "before the year ends": date(2026, 12, 24),
    "before departments merge": date(2025, 2, 24),
    "before districts end": date(2025, 6, 26),
}


class Petitions(Acting):
    days, stride = 200, 1
    """How many days pass at the end, and every which of them the overdue check runs."""

    def new_system(self, start: date) -> System:
        system = System(reference=references().copy())
        system.clock.set(start)
        return system

    @initialize(data=st.data(), start=st.sampled_from(list(DAYS)), petitions=st.sampled_from([1, 1, 2, 3]))
    def begin(self, data: Any, start: str, petitions: int) -> None:
        self.world = Province(self.new_system(DAYS[start]))
        for _ in range(petitions):
            self._submit(data, None)

    @rule(minutes=st.sampled_from([1, 14, 16, 90, 600]))
    def minutes_pass(self, minutes: int) -> None:
        self.world.system.clock.forward(minutes=minutes)

    @rule(days=st.sampled_from([1, 1, 2, 3, 5, 9, 16, 30]), swept=st.booleans())
    def some_days_pass(self, days: int, swept: bool) -> None:
        self.days_pass(days, swept)

    def days_pass(self, days: int, swept: bool) -> None:
        """With the overdue check each day, or without: it was switched off."""
        for _ in range(days):
            self.world.system.clock.forward(days=1)
            if swept:
                self.world.rest()

    @precondition(lambda self: self.world.secrets)
    @rule(data=st.data(), after=st.sampled_from([0, 0, 1]), swept=st.booleans())
    def a_last_day_comes(self, data: Any, after: int, swept: bool) -> None:
        """The last day of some limit, or the first one over."""
        now = day_of(self.world.now)
        ends = sorted({clock.due_on for code in self.world.codes for clock in self.world.case(code).clocks})
        ahead = [day for day in ends if now < day]
        if ahead:
            day = data.draw(st.sampled_from(ahead))
            self.days_pass((day - now).days + after, swept)

    @rule(fault=faults("cases"))
    def sweep(self, fault: Broken | None) -> None:
        """Twice is as good as once."""
        self.world.sweep(fault)
        if fault is None:
            self.world.rest()

    @rule()
    def two_sweeps_at_once(self) -> None:
        around = self.world.wrap()
        process = self.world.system.build(
            lambda name, port: Meddler(around(name, port), self.world.sweep) if name == "cases" else around(name, port)
        )
        assert process.sweep.run()["failed"] == 0

    @rule(
        fault=faults("outbox", "mailer", "cases", "vault"),
        weather=st.sampled_from(["fair", "fair", "down", "refused"]),
        data=st.data(),
    )
    def mails(self, fault: Broken | None, weather: str, data: Any) -> None:
        mailer = self.world.system.mailer
        mailer.down = weather == "down"
        mailer.refused = {"snnmt.dau-moi@example.vn", "van.phong.1@example.vn"} if weather == "refused" else set()
        self.world.mail(fault)
        if fault:
            self.world.mail()  # the next minute's tick: too early to send again what is in doubt
        mailer.down, mailer.refused = False, set()

    @precondition(lambda self: self.world.book.sent)
    @rule(data=st.data(), outcome=st.sampled_from(["Delivery", "Bounce"]))
    def provider_tells(self, data: Any, outcome: str) -> None:
        ending.tell(self.world, data.draw, outcome)

    @rule(fault=faults("ledger", "site", "cases", "vault", "outbox"))
    def publish(self, fault: Broken | None) -> None:
        self.world.publish(fault)

    @rule(data=st.data())
    def the_province_decides(self, data: Any) -> None:
        """A new day off, an agency that ends, a new policy; everything open is looked at again."""
        reforms.reform(self.world, data.draw)

    # --- what must hold ---

    @invariant()
    def the_record_is_whole(self) -> None:
        if hasattr(self, "world"):
            record.check_records(self.world)

    def teardown(self) -> None:
        if not hasattr(self, "world"):
            return
        try:
            if sys.exc_info()[0] is None:
                ending.check_end(self.world, self.days, self.stride)
        finally:
            self.world.close()
