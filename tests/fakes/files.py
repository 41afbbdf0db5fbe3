"""`Files` in memory. `upload` plays the browser's form post, with the limits that the form's policy has on S3."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote, unquote

from chalicelib.domain.errors import FieldError, InvalidFields
from chalicelib.ports import FileInfo
from chalicelib.storage.files import FIELD, MAX_BYTES, check_offer, new_id, public_folder, public_key, type_of
from chalicelib.storage.sniff import HEAD_BYTES, TAIL_BYTES, sniff
from chalicelib.storage.strip import strip

ORIGIN = "https://files.example.vn"


class MemoryFiles:
    """`quarantine`, `kept`: (bytes, info) by id; `owners`: origins of their cases by id; `public`: bytes by key;
    `recalled`: folders that the CDN forgets.
    """

    def __init__(self, origin: str = ORIGIN) -> None:
        self.origin = origin
        self.quarantine: dict[str, tuple[bytes, FileInfo]] = {}
        self.kept: dict[str, tuple[bytes, FileInfo]] = {}
        self.owners: dict[str, str] = {}
        self.public: dict[str, bytes] = {}
        self.recalled: list[str] = []

    def offer(self, name: str, size: int, type_: str) -> tuple[str, str, Mapping[str, str]]:
        kept_name, id_ = check_offer(name, size, type_), new_id(type_)
        fields = {"key": f"quarantine/{id_}", "Content-Type": type_, "x-amz-meta-name": quote(kept_name)}
        return id_, f"{self.origin}/", fields

    def upload(self, fields: Mapping[str, str], data: bytes) -> int:
        """The HTTP status that S3 gives: 204, or 400 outside the size range."""
        if not 1 <= len(data) <= MAX_BYTES:
            return 400
        id_, type_ = fields["key"].removeprefix("quarantine/"), fields["Content-Type"]
        self.quarantine[id_] = (data, FileInfo(id_, unquote(fields["x-amz-meta-name"]), len(data), type_))
        return 204

    def put(self, name: str, type_: str, data: bytes) -> str:
        """Offer and upload at once: the id."""
        id_, _, fields = self.offer(name, len(data), type_)
        assert self.upload(fields, data) == 204
        return id_

    def accept(self, ids: Sequence[str], owner: str) -> list[FileInfo]:
        wanted = list(dict.fromkeys(ids))
        errors = [FieldError(FIELD, code) for id_ in wanted if (code := self._problem(id_, owner))]
        if errors:
            raise InvalidFields(errors)
        for id_ in wanted:
            if id_ not in self.kept:
                self.kept[id_], self.owners[id_] = self.quarantine[id_], owner
            self.quarantine.pop(id_, None)
        return [self.kept[id_][1] for id_ in wanted]

    def _problem(self, id_: str, owner: str) -> str:
        if id_ in self.kept:
            return "" if self.owners[id_] == owner else "missing"
        if id_ not in self.quarantine:
            return "missing"
        data = self.quarantine[id_][0]
        return "" if sniff(data[:HEAD_BYTES], data[-TAIL_BYTES:]) == type_of(id_) else "type"

    def info(self, ids: Sequence[str]) -> list[FileInfo]:
        return [self.kept[id_][1] for id_ in dict.fromkeys(ids) if id_ in self.kept]

    def download_url(self, file: FileInfo) -> str:
        return f"{self.origin}/kept/{file.id}?signature=fake"

    def withdraw(self, ids: Sequence[str]) -> None:
        for key in [key for key in self.public if key.startswith(tuple(map(public_folder, ids)))]:
            del self.public[key]

    def recall(self, ids: Sequence[str]) -> None:
        self.recalled += [public_folder(id_) for id_ in ids]

    def erase(self, ids: Sequence[str]) -> None:
        self.withdraw(ids)
        for id_ in ids:
            self.kept.pop(id_, None)

    def publish(self, file: FileInfo) -> str:
        key = public_key(file)
        try:
            self.public[key] = strip(file.type, self.kept[file.id][0])
        except ValueError as broken:
            raise InvalidFields([FieldError(FIELD, "type")]) from broken
        return f"{self.origin}/{key}"
