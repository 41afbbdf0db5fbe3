"""Closed worlds: every route says who may call it, every key has words, every action a rule, every import is allowed."""

from __future__ import annotations

import ast
import json
import re
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from string import Formatter

import pytest

from app import app
from chalicelib import config
from chalicelib.domain import commands as c
from chalicelib.domain import events as e
from chalicelib.domain import notices, parsing, queues
from chalicelib.domain import vocabulary as v
from chalicelib.domain.apply import _HANDLERS
from chalicelib.domain.decide.rules import RULES
from chalicelib.domain.errors import DomainError
from chalicelib.domain.vocabulary import Role
from chalicelib.messages import catalogue
from chalicelib.publishing.views import _NOTED
from chalicelib.web import catalogue as web_catalogue
from chalicelib.web import forms, openapi
from chalicelib.web.problems import _CHALICE_CODES, STATUS
from infra.local.http import ROOT if False else _root  # placeholder
