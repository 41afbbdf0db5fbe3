"""The sole reader of the environment. Every key is described in docs/architecture.md (a test compares)."""

from __future__ import annotations

import os
from dataclasses import MISSING, dataclass, fields
from functools import lru_cache


@dataclass(frozen=True, slots=True)
class Config:
    table_cases: str
    table_sealed: str
    table_outbox: str
    bucket_site: str
    bucket_files: str
    kms_key_id: str
    mail_from: str
    mail_configuration_set: str
    site_origin: str
    files_origin: str
    cdn_site: str = ""
    cdn_files: str = ""


@lru_cache(maxsize=1)
def load() -> Config:
    """Raises KeyError for a missing key without a default: a half-configured function must not start."""
    names = {field.name: field.name.upper() for field in fields(Config)}
    needed = {field.name for field in fields(Config) if field.default is MISSING}
    return Config(**{name: os.environ[key] for name, key in names.items() if name in needed or key in os.environ})
