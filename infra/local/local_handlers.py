"""The entry points of app.py under a clock that the workbench moves. Added to the local package alone.

This is the only clock override there is: deployed, nothing sets it, because this file is not there.
"""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import app as deployed

_CLOCK = Path(os.environ["LOCAL_CLOCK_FILE"])


def now() -> datetime:
    """Real time plus the offset that the workbench wrote; read each time, because a function lives for minutes."""
    try:
        offset = float(json.loads(_CLOCK.read_text())["offset_seconds"])
    except FileNotFoundError:
        offset = 0.0
    return datetime.now(UTC) + timedelta(seconds=offset)


try:
    from chalicelib import wiring
except ImportError:  # an application without a composition root has no clock to move
    wiring = None

if wiring is not None:
    wiring.clock_override = now

app = deployed.app
sweep = deployed.sweep
mail = deployed.mail
publish = deployed.publish
report = deployed.report
mail_event = deployed.mail_event
