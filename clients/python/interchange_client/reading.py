"""JSON into dataclasses: by their annotations; what a newer house sends besides is left out."""

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def read(kind: type[T], value: Any) -> T:
    """`value` as `kind`: a dataclass, list, dict, optional, moment, day or plain value. Raises `ValueError` where a field is missing."""
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        inner = [one for one in get_args(kind) if one is not NoneType]
        return None if value is None else read(inner[0], value)  # type: ignore[return-value]
    if origin is list:
        return [read(get_args(kind)[0], one) for one in value]  # type: ignore[return-value]
    if origin is dict:
        inside = get_args(kind)[1]
        return {name: read(inside, one) for name, one in value.items()}  # type: ignore[return-value]
    if is_dataclass(kind):
        hints = _hints(kind)
        missing = [one.name for one in fields(kind) if one.name not in value]
        if missing:
            raise ValueError(f"{kind.__name__}: the answer lacks {', '.join(missing)}")
        return kind(**{one.name: read(hints[one.name], value[one.name]) for one in fields(kind)})  # type: ignore[return-value]
    if kind is datetime:
        return datetime.fromisoformat(value)  # type: ignore[return-value]
    if kind is date:
        return date.fromisoformat(value)  # type: ignore[return-value]
    return value  # type: ignore[no-any-return]
