"""Every Lambda entry point. A stand-in of the infrastructure until the real one arrives."""

from typing import Any

from chalice.app import Chalice

app = Chalice(app_name="hoiam", configure_logs=False)


@app.route("/health")
def health() -> dict[str, str]:
    return {"status": "ok"}


@app.lambda_function(name="sweep")
def sweep(event: Any, context: Any) -> dict[str, Any]:
    return {"job": "sweep"}


@app.lambda_function(name="mail")
def mail(event: Any, context: Any) -> dict[str, Any]:
    return {"job": "mail", "event": event}


@app.lambda_function(name="publish")
def publish(event: Any, context: Any) -> dict[str, Any]:
    return {"job": "publish", "event": event}


@app.lambda_function(name="report")
def report(event: Any, context: Any) -> dict[str, Any]:
    return {"job": "report"}


@app.lambda_function(name="mail_event")
def mail_event(event: Any, context: Any) -> dict[str, Any]:
    return {"job": "mail_event", "event": event}
