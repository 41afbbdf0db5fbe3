"""How many API requests run at once. The emulator starts a process for each, AWS would start an instance."""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

AT_ONCE = 8  # measured: 200 clients without a gate start 187 processes and time out, behind this all succeed


class Gate:
    """A semaphore that lets callers in strictly in the order of their arrival (threading's own does not promise it)."""

    def __init__(self, places: int = AT_ONCE) -> None:
        self._lock = threading.Lock()
        self._free = places
        self._waiting: deque[threading.Event] = deque()

    @contextmanager
    def entered(self) -> Iterator[None]:
        turn = threading.Event()
        with self._lock:
            if self._free:
                self._free -= 1
                turn.set()
            else:
                self._waiting.append(turn)
        turn.wait()
        try:
            yield
        finally:
            self._leave()

    def _leave(self) -> None:
        with self._lock:
            if self._waiting:
                self._waiting.popleft().set()  # the place passes on: nobody can slip in between
            else:
                self._free += 1
