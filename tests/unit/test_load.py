"""`manage.py load-agencies` over the whole system in memory, and what the sweep does by itself when a day passes."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from chalicelib import wiring
from chalicelib.domain import events as e
from chalicelib.domain.commands import Succeed
from chalicelib.domain.errors import LinkSuperseded
from chalicelib.domain.reference import Reference, to_payload
from chalicelib.domain.vocabulary import Role
from chalicelib.usecases.revisit import Revisit
from infra.operator.data_files import DATA, read_reference
from infra.operator.load import compose, load
from tests.fakes.faulty import Crash, Fault, Mode, faulty
from tests.fakes.reference import MemoryReferences
from tests.fakes.system import System, tokens
from tests.unit.crashes import Broken, broken_run, every_fault, history
from tests.unit.world import FOCAL, SUBMITTER, at, reference
from tests.web.driver import TEXTS, petition

BEFORE, AFTER = date(2026, 8, 5), date(2026, 8, 10)


@pytest.fixture(autouse=True)
def _uninstall() -> Iterator[None]:
    yield
    wiring.install(None)


@pytest.fixture(scope="module")
def new(tmp_path_factory: pytest.TempPathFactory) -> Reference:
    """A file in which the education department ended on 06/08/2026 and was split between two others."""
    folder = tmp_path_factory.mktemp("data")
    shutil.copytree(DATA, folder, dirs_exist_ok=True)
    change(
        folder / "agencies.csv",
        "Dept of Education and Training;so;;;;",
        "Dept of Education and Training;so;;2026-08-06;giao-duc:SVHTTDL|y-te:SYT;",
    )
    change(folder / "fields.csv", ";SGDDT;", ";SGDDT|2026-08-07:SVHTTDL;")
    return read_reference(folder)


def change(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert text.count(old) == 1, (file, text.count(old))
    file.write_text(text.replace(old, new), "utf-8")


def forwarded(world: System, lead: str, field: str, *coordinating: str, place: str = "") -> str:
    kind = {"kind": "regulation"} | ({"place": place} if place else {})
    code = world.services.submit(petition(**kind), f"the-key-of-petition-{len(world.tables.heads)}").code
    world.services.act(code, FOCAL, "write_texts", TEXTS)
    raw = {"lead": lead, "field": field, "coordinating": [*coordinating]}
    world.services.act(code, FOCAL, "forward", raw)
    return code


def close(world: System, code: str, lead: str) -> None:
    day = world.clock.now.date().isoformat()
    actor = e.Actor(Role.AGENCY, lead, lead)
    world.services.act(code, actor, "answer", {"content": "Đã giải quyết", "completed_on": day})
    item = world.tables.heads[code].case.pending[-1].item
    world.services.act(code, FOCAL, "review", {"item": item, "decision": "publish"})
    world.services.act(code, SUBMITTER, "rate", {"rating": "satisfied"})


CASES = {
    "moved": ("SGDDT", "giao-duc"),
    "split": ("SGDDT", "y-te"),
    "unmapped": ("SGDDT", "khac"),
    "beside": ("SNNMT", "giao-duc", "SGDDT"),
    "closed": ("SGDDT", "giao-duc"),
    "other": ("SNNMT", "dat-dai"),
}


def world_before() -> tuple[System, dict[str, str]]:
    world = System(reference=MemoryReferences(to_payload(reference())))
    world.clock.set(BEFORE)
    codes = {name: forwarded(world, *row) for name, row in CASES.items()}
    close(world, codes["closed"], "SGDDT")
    world.settle()
    return world, codes


def loaded(world: System, new: Reference, **more: Any) -> int:
    world.clock.set(AFTER)
    wiring.install(world.services)
    return load(new, "load-agencies", sleep=more.get("sleep", lambda seconds: None))


def now(world: System, code: str) -> tuple[str, tuple[str, ...], str]:
    case = world.tables.heads[code].case
    return case.lead, case.coordinating, case.status.value


def test_loading_a_file_moves_what_it_ends(new: Reference, capsys: pytest.CaptureFixture[str]) -> None:
    world, codes = world_before()
    assert loaded(world, new) == 0
    assert {name: now(world, code) for name, code in codes.items()} == {
        "moved": ("SVHTTDL", (), "forwarded"),
        "split": ("SYT", (), "forwarded"),
        "unmapped": ("SGDDT", (), "to_reassign"),
        "beside": ("SNNMT", ("SVHTTDL",), "forwarded"),
        "closed": ("SGDDT", (), "closed"),
        "other": ("SNNMT", (), "forwarded"),
    }
    said = capsys.readouterr().out
    assert "4 of 5 open cases have other agencies now; 1 wait for a person" in said
    assert world.tables.heads[codes["unmapped"]].queue == "triage"


def test_loading_it_again_finishes_and_changes_nothing(new: Reference, capsys: pytest.CaptureFixture[str]) -> None:
    world, _ = world_before()
    loaded(world, new)
    before = world.everything_stored()
    capsys.readouterr()
    assert loaded(world, new) == 0
    assert world.everything_stored() == before
    said = capsys.readouterr().out
    assert f"version {new.version} is loaded already" in said
    assert "0 of 5 open cases have other agencies now; 1 wait for a person" in said


@pytest.mark.parametrize("command", ["load-agencies", "load-calendar", "load-policy"])
def test_the_same_data_have_the_same_version(new: Reference, command: str) -> None:
    assert compose(new, new, command).version == new.version
    both = compose(compose(reference(), new, command), reference(), command)
    assert (both.version, both.directory.version) == (reference().version, reference().directory.version)


def test_a_crash_between_saving_and_looking_at_the_cases_is_made_good_by_a_repeat(new: Reference) -> None:
    world, codes = world_before()

    def dies(seconds: float) -> None:
        raise Crash

    with pytest.raises(Crash):
        loaded(world, new, sleep=dies)
    assert now(world, codes["moved"])[0] == "SGDDT"
    assert loaded(world, new) == 0
    assert now(world, codes["moved"])[0] == "SVHTTDL"


def test_a_crash_anywhere_in_the_middle_and_a_repeat_end_alike(new: Reference) -> None:
    base, _ = world_before()
    base.clock.set(AFTER)
    base.reference.save(to_payload(new), new.version, at(AFTER))

    def work(world: System, wrap: Any) -> None:
        services = world.build(wrap)
        Revisit(services.deps, services.act, services.sweep.outbox)(Succeed())

    whole = base.copy()
    work(whole, lambda name, port: port)
    whole.settle()
    faults = list(every_fault(base, work, step=3))
    assert {fault.method for fault in faults} >= {"commit", "load", "queue"}
    for fault in faults:
        world = broken_run(base, work, fault)
        work(world, lambda name, port: port)
        world.settle()
        assert history(world) == history(whole), fault
        assert sorted(m.notice for m in world.mailer.sent) == sorted(m.notice for m in whole.mailer.sent), fault


def test_one_case_that_fails_does_not_keep_the_others_and_is_told(
    new: Reference, capsys: pytest.CaptureFixture[str]
) -> None:
    world, codes = world_before()
    wiring.install(world.build(Broken("cases", "commit", 1, Mode.FAIL).wrap))
    world.clock.set(AFTER)
    # One failure is tried again; a store that never answers for one case leaves that one.
    many = tuple(Fault("commit", n, Mode.FAIL) for n in range(1, 7))
    wiring.install(world.build(lambda name, port: faulty(port, *many) if name == "cases" else port))
    assert load(new, "load-agencies", sleep=lambda seconds: None) == 1
    assert "run load-agencies again" in capsys.readouterr().err
    assert loaded(world, new) == 0
    assert now(world, codes["moved"])[0] == "SVHTTDL"
    assert now(world, codes["split"])[0] == "SYT"


def test_old_links_die_and_new_ones_go_out(new: Reference) -> None:
    world, codes = world_before()
    old = tokens(world.mails("sgddt.dau-moi@example.vn", "forwarded")[0])[0]
    beside = tokens(world.mails("sgddt.dau-moi@example.vn", "coordinate")[0])[0]
    assert world.services.access.link(old)[0].agency == "SGDDT"
    loaded(world, new)
    world.settle()
    for token in (old, beside):
        with pytest.raises(LinkSuperseded):
            world.services.access.link(token)
    [mail] = world.mails("svhttdl.dau-moi@example.vn", "forwarded")
    below = replace(mail, text=mail.text.partition(f"- {codes['moved']}")[2])
    actor, code = world.services.access.link(tokens(below)[0])
    assert (actor.agency, code) == ("SVHTTDL", codes["moved"])
    assert "acknowledge" in world.services.read(code, actor).actions
    assert len(world.mails("svhttdl.dau-moi@example.vn", "coordinate")) == 1
    assert len(world.mails(notice="reassign_needed")) == 1
    sent = len(world.mailer.sent)
    loaded(world, new)
    world.settle()
    assert len(world.mailer.sent) == sent


def test_many_cases_of_one_agency_are_one_digest(new: Reference) -> None:
    world, _ = world_before()
    for _ in range(4):
        forwarded(world, "SGDDT", "giao-duc")
    world.settle()
    loaded(world, new)
    world.settle()
    assert len(world.mails("svhttdl.dau-moi@example.vn", "forwarded")) == 1


def test_the_public_reads_who_took_over_and_the_old_page_keeps_a_row(new: Reference) -> None:
    world, codes = world_before()
    loaded(world, new)
    world.settle()
    words = [entry["text"]["vi"] for entry in world.doc(f"ho-so/{codes['moved']}")["timeline"]]
    assert words[-1] == (
        "Từ 07/08/2026, Sở Văn hóa, Thể thao và Du lịch tiếp nhận hồ sơ thay Sở Giáo dục và Đào tạo do sắp xếp tổ chức"
        f" (danh mục cơ quan {new.directory.version}); thời hạn tính tiếp"
    )
    assert world.doc(f"ho-so/{codes['unmapped']}")["status"] == "to_reassign"
    assert world.doc(f"ho-so/{codes['closed']}")["lead"]["id"] == "SGDDT"
    rows = {row["code"]: row for row in world.doc("co-quan/SGDDT")["rows"]}
    assert rows[codes["moved"]]["moved_to"]["id"] == "SVHTTDL"
    assert rows[codes["split"]]["moved_to"]["id"] == "SYT"
    assert rows[codes["closed"]]["moved_to"] is None
    assert rows[codes["unmapped"]]["status"] == "to_reassign"


def test_figures_by_then_and_by_successor(new: Reference) -> None:
    world, _ = world_before()
    loaded(world, new)
    world.settle()
    doc = world.doc("thong-ke")
    handled = {line["id"]: line["figures"]["received"] for line in doc["agencies"]}
    folded = {line["id"]: line["figures"]["received"] for line in doc["by_successor"]}
    assert handled == {"SGDDT": 2, "SVHTTDL": 1, "SYT": 1, "SNNMT": 2}
    assert folded == {"SGDDT": 1, "SVHTTDL": 2, "SYT": 1, "SNNMT": 2}, "what nobody took over stays where it was"
    page = world.doc("co-quan/SVHTTDL")
    assert (page["figures"]["answered"], page["by_successor"]["figures"]["answered"]) == (0, 1)
    assert [(line["id"], line["figures"]["closed"]) for line in page["by_successor"]["from"]] == [("SGDDT", 1)]
    assert "Kể cả các cơ quan đã sáp nhập" in world.site.documents["co-quan/SVHTTDL"].body.decode()
    assert "Theo cơ quan kế thừa" in world.site.documents["thong-ke"].body.decode()
    assert json.dumps(page["by_successor"]["figures"]["days"]) == '{"0": 1}'
