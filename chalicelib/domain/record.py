"""Immutable values as frozen dataclasses are, for modules that define dozens of them.

`dataclass(frozen=True)` compiles six methods for every class at every cold start: 82 facts and commands took 36 ms, a
tenth of what a function may cost. Only `__init__` differs between them, so only that is generated.
"""

from __future__ import annotations

from dataclasses import FrozenInstanceError, dataclass
from typing import Any, NoReturn, TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def record(cls: type[T]) -> type[T]:
    """`dataclass(frozen=True, slots=True)`: equal by type and values, hashable, no assignment after `__init__`."""
    # Without a docstring, dataclasses would write one by inspecting the signature: as dear as all the rest.
    cls.__doc__ = cls.__doc__ or cls.__name__
    for name, shared in _SHARED.items():
        setattr(cls, name, shared)
    return dataclass(eq=False, repr=False, slots=True)(cls)


def _values(self: Any) -> tuple[Any, ...]:
    return tuple(getattr(self, name) for name in self.__match_args__)


def _write_once(self: Any, name: str, value: Any) -> None:
    """Once each, by `__init__`: a slot is empty until then."""
    if hasattr(self, name):
        raise FrozenInstanceError(f"cannot assign to field {name!r}")
    object.__setattr__(self, name, value)


def _never_delete(self: Any, name: str) -> NoReturn:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _equal(self: Any, other: object) -> bool:
    return _values(self) == _values(other) if type(other) is type(self) else NotImplemented


def _hash(self: Any) -> int:
    return hash((type(self), _values(self)))


def _show(self: Any) -> str:
    shown = ", ".join(f"{name}={value!r}" for name, value in zip(self.__match_args__, _values(self), strict=True))
    return f"{type(self).__qualname__}({shown})"


_SHARED: dict[str, Any] = {
    "__setattr__": _write_once,
    "__delattr__": _never_delete,
    "__eq__": _equal,
    "__hash__": _hash,
    "__repr__": _show,
}
