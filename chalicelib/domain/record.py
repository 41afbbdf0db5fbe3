"""Immutable values as frozen dataclasses are, for a package that defines more than a hundred of them.

`dataclass(frozen=True, slots=True)` compiles six methods and makes a second class for every class at every cold start.
Records share theirs, so a class costs the reading of its fields alone, and an instance is one update of a dictionary.
"""

from __future__ import annotations

from dataclasses import MISSING, FrozenInstanceError, dataclass, fields
from typing import Any, NoReturn, TypeVar, cast, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True)
def record(cls: type[T]) -> type[T]:
    """`dataclass(frozen=True)`: equal by type and values, hashable, no assignment. Defaults: no factories."""
    # Without a docstring, dataclasses would write one by inspecting the signature: as dear as all the rest.
    cls.__doc__ = cls.__doc__ or cls.__name__
    for name, shared in _SHARED.items():
        setattr(cls, name, shared)
    made = dataclass(init=False, eq=False, repr=False)(cls)
    found = fields(cast(Any, made))
    if any(item.default_factory is not MISSING for item in found):
        raise TypeError(f"{cls.__qualname__}: the defaults of a record are values")
    defaults = {item.name: item.default for item in found if item.default is not MISSING}
    for name in defaults.keys() & made.__dict__.keys():
        delattr(made, name)  # a decoder that finds it there would not set it
    names = cast(Any, made).__match_args__
    type.__setattr__(made, "__layout__", (names, frozenset(names), defaults))
    return made


def replace(value: T, **changes: Any) -> T:
    """`dataclasses.replace` of a record, at a quarter of its cost: a fold does it several times for each event."""
    made = object.__new__(type(value))
    own = made.__dict__
    own.update(value.__dict__)
    own.update(changes)
    if len(own) != len(value.__dict__):
        raise TypeError(f"{type(value).__qualname__} has no {sorted(own.keys() - value.__dict__.keys())}")
    return made


def _init(self: Any, *args: Any, **values: Any) -> None:
    names, every, defaults = self.__layout__
    own = self.__dict__
    own |= defaults
    if values:
        own |= values
        if not values.keys() <= every:  # the count below would take an unknown name in place of a missing one
            raise _misfit(self, args, values)
    if args:
        own |= zip(names, args, strict=False)
        if len(args) > len(names) or (values and not values.keys().isdisjoint(names[: len(args)])):
            raise _misfit(self, args, values)
    if len(own) != len(names):
        raise _misfit(self, args, values)


def _misfit(value: Any, args: tuple[Any, ...], values: dict[str, Any]) -> TypeError:
    names = ", ".join(value.__match_args__)
    return TypeError(f"{type(value).__qualname__} takes {names}: got {args!r} and {sorted(values)}")


def _values(self: Any) -> tuple[Any, ...]:
    own = self.__dict__
    return tuple(own[name] for name in self.__match_args__)


def _never_assign(self: Any, name: str, value: Any) -> NoReturn:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


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
    "__init__": _init,
    "__setattr__": _never_assign,
    "__delattr__": _never_delete,
    "__eq__": _equal,
    "__hash__": _hash,
    "__repr__": _show,
}
