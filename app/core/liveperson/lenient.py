"""Reading what may be anything: a part that is not what it should be is None, or one of a list."""

from __future__ import annotations

from typing import Annotated, TypeVar

from pydantic import BeforeValidator, Field, GetCoreSchemaHandler, OnErrorOmit
from pydantic_core import CoreSchema, core_schema

MOST_ITEMS = 2_000

T = TypeVar("T")


class _NoneOnError:
    """Reads as None what is not what it should be.

    In pydantic's own terms, not as a validator of ours: a frame has some sixty
    such places, and each call into Python costs more than reading the rest.
    """

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.with_default_schema(handler(source), default=None, on_error="default")


Lenient = Annotated[T | None, _NoneOnError()]


def listed(value: object) -> list[object]:
    """Take a bare element as a list of one; of too many the last ones, where the new stand."""
    return value[-MOST_ITEMS:] if isinstance(value, list) else [value]


def as_list(value: object) -> list[object]:
    """Take a bare element as a list of one, and nothing as an empty one."""
    return [] if value is None else listed(value)


# What is as it should be is read without a call into Python.
Listed = Annotated[
    Annotated[list[T], Field(max_length=MOST_ITEMS)]
    | Annotated[list[OnErrorOmit[T]], BeforeValidator(as_list)],
    Field(union_mode="left_to_right"),
]
