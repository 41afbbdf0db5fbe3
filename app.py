"""Every Lambda entry point. Wires the routes, rings the use cases, and does nothing else.

Functions that no HTTP request calls stand here and not in a blueprint: Chalice would package those with a handler that
never loads this file.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from aws_lambda_powertools import Logger
from chalice.app import Chalice

from chalicelib import wiring
from chalicelib.web import office, public
from chalicelib.web.problems import framework_errors

# One logger for all: children ("hoiam.mail") share its handler; lines carry the case's code, never personal data.
logger = Logger(service="hoiam", level=logging.INFO, serialize_stacktrace=False)

app = Chalice(app_name="hoiam", configure_logs=False)
app.register_middleware(framework_errors, "http")
app.register_blueprint(public.routes)
app.register_blueprint(office.routes)


def _out_of_time(context: Any) -> Callable[[], bool]:
    """True from ten seconds before the function's time-out: what is left is done by the next call."""
    return lambda: bool(context.get_remaining_time_in_millis() < 10_000)


@app.lambda_function(name="sweep")
def sweep(event: Any, context: Any) -> dict[str, Any]:
    """The overdue check."""
    return wiring.services().sweep.run(_out_of_time(context))


@app.lambda_function(name="mail")
def mail(event: Any, context: Any) -> dict[str, Any]:
    """Outbox rows to letters. What rang (stream or tick) does not matter: rows say what is to be done."""
    return wiring.services().mail.drain(_out_of_time(context))


@app.lambda_function(name="publish")
def publish(event: Any, context: Any) -> dict[str, Any]:
    """Outbox rows to the public site. A stream rings a drain, the schedule a tick, the operator a rebuild."""
    from chalicelib.wiring_publication import publish as run

    return run(event, _out_of_time(context))


@app.lambda_function(name="report")
def report(event: Any, context: Any) -> dict[str, Any]:
    """The letters of a working morning, one each to focal officers and leaders."""
    return wiring.services().morning.run()


@app.lambda_function(name="mail_event")
def mail_event(event: Any, context: Any) -> dict[str, Any]:
    """Deliveries, bounces and complaints from the mail provider."""
    return wiring.take_delivery_events(event)
