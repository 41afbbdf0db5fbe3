"""Records behave as frozen dataclasses do, whichever of the two a class is."""

from __future__ import annotations

import copy
import pickle
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, is_dataclass, replace
from typing import Any

import pytest

from chalicelib.domain.record import record
from chalicelib.domain.record import replace as swap


@record
class Fact:
    """Something happened."""

    who: str
    days: tuple[int, ...] = ()


@record
class Other:
    who: str
    days: tuple[int, ...] = ()


@record
class Bare:
    pass


@dataclass(frozen=True, slots=True)
class Plain:
    who: str
    days: tuple[int, ...] = ()


def test_values_decide_and_the_type_does() -> None:
    assert Fact("a", (1,)) == Fact("a", (1,))
    assert Fact("a") != Fact("b")
    assert Fact("a") != Other("a")
    assert Fact("a") != ("a", ())
    assert Bare() == Bare()
    different = {Fact("a"), Fact("a"), Fact("b"), Other("a"), Bare(), Bare()}
    assert len(different) == len({hash(value) for value in different}) == 4


@pytest.mark.parametrize("value", [Fact("a", (1,)), Plain("a", (1,))])
def test_nothing_can_be_changed_added_or_removed(value: Fact | Plain) -> None:
    with pytest.raises(FrozenInstanceError, match=r"^cannot assign to field 'who'$"):
        value.who = "b"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError, match=r"^cannot delete field 'who'$"):
        del value.who
    with pytest.raises((AttributeError, TypeError)):
        value.more = 1  # type: ignore[union-attr]
    assert value.who == "a"


def test_what_dataclasses_can_do() -> None:
    value = Fact("a", (1,))
    assert is_dataclass(value)
    assert [field.name for field in fields(value)] == ["who", "days"]
    assert replace(value, who="b") == Fact("b", (1,))
    assert asdict(value) == {"who": "a", "days": (1,)}
    assert repr(value) == "Fact(who='a', days=(1,))"
    assert copy.deepcopy(value) == value
    assert pickle.loads(pickle.dumps(value)) == value  # noqa: S301 -- our own bytes
    match value:
        case Fact(who, (day,)):
            assert (who, day) == ("a", 1)
        case _:
            pytest.fail("a record can be matched")


@pytest.mark.parametrize(
    ("args", "values"),
    [(("a", (1,)), {}), (("a",), {"days": (1,)}), ((), {"days": (1,), "who": "a"})],
    ids=["by place", "by place and by name", "by name"],
)
def test_how_it_takes_its_fields(args: tuple[Any, ...], values: dict[str, Any]) -> None:
    assert vars(Fact(*args, **values)) == {"who": "a", "days": (1,)}


@pytest.mark.parametrize(
    ("args", "values"),
    [
        ((), {}),
        (("a", (), 1), {}),
        (("a",), {"who": "b"}),
        (("a",), {"more": 1}),
        ((), {"more": 1}),
        ((), {"days": ()}),
    ],
    ids=["missing", "too many", "twice", "unknown", "unknown in place of another", "only the default"],
)
def test_it_takes_its_fields_once_each(args: tuple[Any, ...], values: dict[str, Any]) -> None:
    with pytest.raises(TypeError) as caught:
        Fact(*args, **values)
    assert str(caught.value) == f"Fact takes who, days: got {args!r} and {[*values]}"
    with pytest.raises(TypeError):
        Plain(*args, **values)


def test_a_default_is_a_value() -> None:
    with pytest.raises(TypeError, match="values"):

        @record
        class Wrong:
            days: list[int] = field(default_factory=list)


def test_a_changed_copy() -> None:
    value = Fact("a", (1,))
    assert swap(value, who="b") == Fact("b", (1,)) != value == Fact("a", (1,))
    with pytest.raises(TypeError) as caught:
        swap(value, more=1, also=2)
    assert str(caught.value) == "Fact has no ['also', 'more']"
