"""The whole system on this machine, behind `make run`: emulator, deployment, gateway, workbench.

python -m infra.local.run [--port 8000] [--data .local]
"""

import argparse
import contextlib
import json
import os
import signal
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from chalicelib import wiring
from infra import package, stack
from infra.deploy import deploy_stack, fill
from infra.local.clock import Clock
from infra.local.gateway import MAX_API_BODY, MAX_UPLOAD, FilesGateway, SiteGateway, Upstream
from infra.local.http import HOST, Server
from infra.local.paths import Paths
from infra.local.postman import Postman
from infra.local.supervisor import REGION, ROOT, CannotStartError, Emulator, lock, port_is_free
from infra.local.workbench import Workbench
from infra.stack import Target


def say(message: str) -> None:
    print(message, flush=True)


@dataclass(frozen=True)
class Ports:
    """Addresses that browsers see; loopback only."""

    site: int

    @property
    def files(self) -> int:
        return self.site + 1

    @property
    def site_origin(self) -> str:
        return f"http://{HOST}:{self.site}"

    @property
    def files_origin(self) -> str:
        return f"http://{HOST}:{self.files}"

    def check(self, patience: float) -> None:
        """CannotStartError if one is taken for longer than `patience` seconds."""
        deadline = time.monotonic() + patience
        for port in (self.site, self.files):
            while not port_is_free(port):
                if time.monotonic() > deadline:
                    raise CannotStartError(f"port {port} is taken: is a system running already? Or: make run PORT=8100")
                time.sleep(0.1)


def deploy_here(target: Target, ports: Ports, paths: Paths) -> dict[str, str]:
    """Package and stack as on AWS, with this machine's addresses and without the CDN, whose place the gateway takes."""
    parameters = {"SiteOrigin": ports.site_origin, "FilesOrigin": ports.files_origin, "WithCdn": "no"}
    try:
        outputs = deploy_stack(target, package.build(local=True), parameters)
    except stack.DeploymentError as error:
        raise CannotStartError(f"deployment failed: {error}") from error
    # What loading new reference data does to open cases happens at the workbench's time too.
    wiring.clock_override = Clock(paths.clock).now
    fill(target, outputs, lambda part: say(f"  {part}"))
    stack.write_outputs(paths.outputs, {**outputs, "Endpoint": target.endpoint or "", "Region": REGION})
    return outputs


def publish_again(target: Target, outputs: dict[str, str], *, rebuild: bool) -> None:
    """Take publication over from whoever held it: he died with the emulator, and nobody needs to wait for his lease.

    After an unclean stop (`rebuild`) the objects may be newer than the tables: everything is published again.
    """
    event = json.dumps({"take_over": True, "rebuild": rebuild}).encode()
    functions = target.client("lambda", read_timeout=900, connect_timeout=5)
    deadline = time.monotonic() + 60
    while True:
        answer = functions.invoke(FunctionName=outputs["PublishFunctionName"], Payload=event)
        result = json.loads(answer["Payload"].read())
        if "FunctionError" in answer or (result["busy"] and time.monotonic() > deadline):
            say(f"  publication failed: {str(result)[:500]}")
        elif result["busy"]:  # a tick was faster
            time.sleep(0.5)
            continue
        return


class System:
    """Everything that runs, in the order in which it must stop."""

    def __init__(self, paths: Paths, ports: Ports, emulator: Emulator) -> None:
        self._paths, self._ports, self._emulator = paths, ports, emulator
        self._servers: list[Server] = []
        self._postman: Postman | None = None

    def open(self, target: Target, outputs: dict[str, str]) -> None:
        """Start to answer; from here on the addresses work."""
        upstream = Upstream(
            port=self._emulator.port,
            api=outputs["RestAPIId"],
            site_bucket=outputs["SiteBucketName"],
            files_bucket=outputs["FilesBucketName"],
            site_origin=self._ports.site_origin,
            files_origin=self._ports.files_origin,
        )
        functions = target.client("lambda", read_timeout=900, connect_timeout=5)
        bench = Workbench(self._paths, self._ports.site, outputs, functions)
        self._postman = Postman(self._paths, target.client("sns"), outputs["MailTopicArn"])
        self._postman.start()
        self._servers = [
            Server(self._ports.site, SiteGateway(upstream, bench), MAX_API_BODY),
            Server(self._ports.files, FilesGateway(upstream), MAX_UPLOAD),
        ]
        for server in self._servers:
            threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()

    def close(self) -> bool:
        """Stop answering, then save; True if everything is on disk."""
        for server in self._servers:
            server.shutdown()
            server.server_close()
        if self._postman:
            self._postman.stop()
        return self._emulator.stop()

    def wait(self, stop: "Stop") -> None:
        """Until somebody wants it to stop, or the emulator dies."""
        while not stop.requested():
            time.sleep(0.1)
            if not self._emulator.alive():
                raise CannotStartError(f"the emulator stopped by itself; see {self._paths.log}")


class Stop:
    """Ctrl-C and SIGTERM: during the start they interrupt it, later they are a wish that is granted in order.

    A plain attribute, not an Event: a handler that takes a lock can meet the main thread holding it.
    """

    def __init__(self) -> None:
        self.wanted = False
        self.interrupts = True
        # Set by the Makefile: a killed `make` must not leave a system behind that holds the port.
        self._parent = os.getppid() if os.environ.get("STOP_WITH_PARENT") else None
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._handle)

    def requested(self) -> bool:
        return self.wanted or (self._parent is not None and os.getppid() != self._parent)

    def _handle(self, *_: object) -> None:
        self.wanted = True
        if self.interrupts:
            self.interrupts = False
            raise KeyboardInterrupt


def _start(system: System, emulator: Emulator, paths: Paths, ports: Ports, unclean: bool) -> None:
    package.build(local=True)  # while the emulator starts
    emulator.wait_until_ready()
    target = Target(endpoint=emulator.endpoint, region=REGION)
    outputs = deploy_here(target, ports, paths)
    emulator.save()
    if unclean:
        say("The last run was killed: publishing the site again from the tables")
    publish_again(target, outputs, rebuild=unclean)
    system.open(target, outputs)


def _note(paths: Paths, ports: Ports, ready: bool) -> None:
    """Who runs here; left behind only by a run that was killed."""
    fresh = paths.running.with_suffix(".tmp")
    fresh.write_text(json.dumps({"pid": os.getpid(), "port": ports.site, "ready": ready}))
    os.replace(fresh, paths.running)


def run(paths: Paths, ports: Ports) -> None:
    """Run until a signal. Raises CannotStartError."""
    started = time.monotonic()
    stop = Stop()
    paths.root.mkdir(parents=True, exist_ok=True)
    # The last run may still be saving, after its `make` was killed.
    ports.check(patience=6.0 if paths.running.exists() else 0.0)
    held = lock(paths)
    unclean = paths.running.exists()
    _note(paths, ports, ready=False)
    emulator = Emulator(paths, held, {ports.site, ports.files})
    system = System(paths, ports, emulator)
    try:
        _start(system, emulator, paths, ports, unclean)
        stop.interrupts = False
        _note(paths, ports, ready=True)
        say(f"\nHồi Âm đang chạy / is running ({time.monotonic() - started:.1f} s)")
        say(f"  Trang công khai / site       {ports.site_origin}/")
        say(f"  Bàn thử / workbench          {ports.site_origin}/__local/")
        say(f"  Tải lên, tải về / files      {ports.files_origin}/")
        say(f"  Dữ liệu / data               {paths.root}\n  Ctrl-C để dừng / to stop")
        system.wait(stop)
    finally:
        stop.interrupts = False
        clean = system.close()
        if not emulator.ready:  # it never held any data: as clean as it was
            clean = not unclean
        if clean:
            paths.running.unlink(missing_ok=True)
        say("Đã lưu và dừng / saved and stopped" if clean else "Dừng không trọn vẹn / not saved cleanly")


def main() -> None:
    parser = argparse.ArgumentParser(description="Run the whole system on this machine.")
    parser.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
    parser.add_argument("--data", type=Path, default=ROOT / ".local")
    options = parser.parse_args()
    if not 1 <= options.port <= 65534:
        parser.error("the port must be between 1 and 65534: the next one serves files")
    with contextlib.suppress(KeyboardInterrupt):
        try:
            run(Paths(options.data.resolve()), Ports(options.port))
        except CannotStartError as error:
            print(f"make run: {error}", file=sys.stderr)
            raise SystemExit(1) from error


if __name__ == "__main__":
    main()
