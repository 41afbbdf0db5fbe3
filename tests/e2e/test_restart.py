"""Stops and crashes: what was accepted is there afterwards, and the site says so again."""

from __future__ import annotations

import signal
import time
from pathlib import Path

from infra.local.testing import LocalSystem
from tests.e2e.api import Api, Petition


def saved_since(system: LocalSystem, moment: float) -> bool:
    """Whether the tables were written to disk after `moment`."""
    files = [file.stat().st_mtime for file in Path(system.paths.state).rglob("*dynamodb*") if file.is_file()]
    return bool(files) and max(files) > moment


def everything_is_there(api: Api, petitions: list[Petition], received: int) -> None:
    for petition in petitions:
        view = api.call("GET", f"/cases/{petition.code}", token=petition.secret)
        assert view["case"]["status"] == "received"
        assert api.document(f"/ho-so/{petition.code}")["code"] == petition.code
    assert api.received() == received


def test_a_kill_loses_nothing_that_is_older_than_a_minute(api: Api, system: LocalSystem) -> None:
    before = api.received()
    petitions = [api.submit(title=f"Trước khi mất điện {n}") for n in range(3)]
    accepted = time.time()
    system.run("publish")
    while not saved_since(system, accepted):
        assert time.time() < accepted + 60, "not saved within the promised minute"
        time.sleep(0.2)
    system.kill()
    system.start()
    assert "publishing the site again" in system.output.read_text()
    everything_is_there(api, petitions, before + 3)
    system.run("mail")
    for petition in petitions:
        assert api.mails(petition.code, "dn@example.vn"), "told, if need be again"


def test_ctrl_c_keeps_everything(api: Api, system: LocalSystem) -> None:
    before = api.received()
    petition = api.submit(title="Ngay trước khi dừng")
    clock = api.now()
    system.kill(signal.SIGINT)
    system.start()
    assert api.now() >= clock, "the clock goes on where it was"
    system.run("publish")
    everything_is_there(api, [petition], before + 1)
