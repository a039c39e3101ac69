"""What bodies of requests have in common: no field that we do not know, no character that cannot be kept."""

from typing import Any

from pydantic import BaseModel, ConfigDict, field_validator
from pydantic_core import PydanticCustomError


class Body(BaseModel):
    """A body in JSON, or a part of one. A mistyped field is refused: it is not one that was left out."""

    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    @field_validator("*", mode="before")
    @classmethod
    def without_nul(cls, value: Any) -> Any:
        """The value as it came; PostgreSQL keeps no text with the character NUL."""
        if _has_nul(value):
            raise PydanticCustomError("nul", "must not hold the character NUL")
        return value


def _has_nul(value: Any) -> bool:
    match value:
        case str():
            return "\0" in value
        case list() | tuple():
            return any(_has_nul(each) for each in value if not isinstance(each, dict))
        case dict():
            return any(_has_nul(each) for pair in value.items() for each in pair)
        case _:
            return False
