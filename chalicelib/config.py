"""The sole reader of the environment. Every key is described in docs/architecture.md (a test compares)."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields
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


@lru_cache(maxsize=1)
def load() -> Config:
    """Raises KeyError for a missing key: a half-configured function must not start."""
    return Config(**{field.name: os.environ[field.name.upper()] for field in fields(Config)})
