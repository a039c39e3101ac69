"""SIGAP's errors: one tree; every message exists in Bahasa Indonesia and in English.

    SigapError
    ├── InvalidInput        what was sent cannot be read or is not allowed (HTTP 400, 422)
    │   └── TooLarge        more bytes, rows or vertices than we take (413)
    ├── NotFound            no such thing, or not for this viewer (404)
    ├── NotAllowed          the viewer may not do that (401, 403)
    ├── Conflict            it clashes with what is there already (409)
    ├── TooMany             asked too often; later again (429)
    └── Unavailable         a part that we need is not there: database, binary, file (503)
        └── Collided        a transaction lost against another; begun anew it may win

The HTTP status belongs to `api/errors.py`; nothing below `api` knows about HTTP.
"""

from typing import Any


class SigapError(Exception):
    """Something went wrong, said in words that the person who caused it understands.

    `code` is a stable slug for machines, `id_text` and `en_text` are templates filled from `params`.
    `where` names the place: file, sheet, row, column, query parameter.
    """

    def __init__(
        self, code: str, id_text: str, en_text: str, *, where: str | None = None, **params: Any
    ) -> None:
        self.code = code
        self.id_text = id_text
        self.en_text = en_text
        self.where = where
        self.params = params
        super().__init__(self.text("en"))

    def __reduce__(self) -> tuple[Any, ...]:
        # As it was made: an exception is otherwise copied by its message alone.
        return _made_again, (type(self), self.code, self.id_text, self.en_text, self.where, self.params)

    def text(self, lang: str = "id") -> str:
        """The message in `lang` (`id` or `en`) with its parameters filled in."""
        template = self.id_text if lang == "id" else self.en_text
        return template.format(**self.params)

    def as_dict(self) -> dict[str, str | None]:
        """Plain JSON form, in both languages."""
        return {"code": self.code, "id": self.text("id"), "en": self.text("en"), "where": self.where}


def _made_again(
    kind: type[SigapError], code: str, id_text: str, en_text: str, where: str | None, params: dict[str, Any]
) -> SigapError:
    return kind(code, id_text, en_text, where=where, **params)


class InvalidInput(SigapError):
    """What was sent cannot be read or is not allowed."""


class TooLarge(InvalidInput):
    """More bytes, rows or vertices than SIGAP takes at once."""


class NotFound(SigapError):
    """There is no such thing, or it is not for this viewer."""


class NotAllowed(SigapError):
    """The viewer may not do that."""


class Conflict(SigapError):
    """It clashes with what is there already."""


class TooMany(SigapError):
    """It was asked too often; `retry_s` says after how many seconds it may be asked again."""

    @property
    def retry_s(self) -> int:
        """Seconds to wait."""
        return int(self.params.get("seconds", 60))


class Unavailable(SigapError):
    """A part that SIGAP needs is not there."""


class Collided(Unavailable):
    """A transaction lost against another one and has written nothing: `gis.retrying` begins it anew."""
