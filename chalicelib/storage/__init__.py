"""DynamoDB behind the ports: the only importer of pynamodb. `configure` names the tables, once, before first use."""

from __future__ import annotations

from chalicelib.storage.session import Tables, configure

__all__ = ["Tables", "configure"]
