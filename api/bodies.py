"""What bodies of requests have in common: no field that we do not know, no character that cannot be kept."""

import re
from typing import Any

from pydantic import BaseModel, ConfigDict, field_validator
from pydantic_core import PydanticCustomError


class Body(BaseModel):
    """A body in JSON, or a part of one. A mistyped field is refused: it is not one that was left out."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    @field_validator("*", mode="before")
    @classmethod
    def only_characters_that_are_kept(cls, value: Any) -> Any:
        """The value as it came; PostgreSQL keeps no NUL, and UTF-8 no half of a pair of UTF-16."""
        if _holds(value, _NUL):
            raise PydanticCustomError("nul", "must not hold the character NUL")
        if _holds(value, _HALF):
            raise PydanticCustomError("half", "must not hold half of a character (a lone surrogate)")
        return value


_NUL, _HALF = re.compile("\0"), re.compile("[\ud800-\udfff]")


def _holds(value: Any, wrong: re.Pattern[str]) -> bool:
    match value:
        case str():
            return bool(wrong.search(value))
        case list() | tuple():
            return any(_holds(each, wrong) for each in value if not isinstance(each, dict))
        case dict():
            return any(_holds(each, wrong) for pair in value.items() for each in pair)
        case _:
            return False
