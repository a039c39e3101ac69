"""What a protected server wants to be shown: from the settings, to that server alone, told to nobody else."""

from pathlib import Path
from typing import TypeVar
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from pydantic import SecretStr

from gis.errors import InvalidInput, SigapError
from gis.remote import RemoteLayer
from gis.settings import RemoteCredential, Settings
from ingest.remote.guard import origin

_HIDDEN = "***"
_Error = TypeVar("_Error", bound=SigapError)


class Credential:
    """Headers and parameters of a query for one origin (scheme, host, port). None, where `told` is None."""

    def __init__(self, told: RemoteCredential | None = None) -> None:
        self._origin = origin(told.origin) if told else None
        self._headers = _plain(told.headers) if told else {}
        self._query = _plain(told.query) if told else {}

    def __repr__(self) -> str:
        return f"Credential({self._origin}, {_HIDDEN})"

    @classmethod
    def of(cls, layer: RemoteLayer, settings: Settings) -> "Credential":
        """The credential that a layer names; InvalidInput where there is none, or one for another server."""
        name = layer.options.get("credential")
        if name is None:
            return cls()
        told = settings.remote_credentials.get(name)
        if told is None:
            where = "SIGAP_REMOTE_CREDENTIALS"
            raise _wrong(name, f"tidak ada dalam {where}", f"is not in {where}")
        if origin(told.origin) != origin(layer.url):
            raise _wrong(name, f"bukan untuk {layer.host}", f"is not for {layer.host}")
        return cls(told)

    def shown(self, url: str) -> tuple[str, dict[str, str]]:
        """The address to call and the headers to send; as they are for every other origin."""
        if origin(url) != self._origin:
            return url, {}
        parts = urlsplit(url)
        query = "&".join(filter(None, (parts.query, urlencode(self._query))))
        return parts._replace(query=query).geturl(), self._headers

    def without(self, url: str) -> str:
        """An address of the server's own (a redirect, a link) without what it was shown."""
        if not self._query:
            return url
        parts = urlsplit(url)
        said = parse_qsl(parts.query, keep_blank_values=True)
        kept = [each for each in said if each[1] not in self._query.values() and each[0] not in self._query]
        return parts._replace(query=urlencode(kept)).geturl() if kept != said else url

    def hidden(self, words: str) -> str:
        """Words of the server, which may say back what it was shown."""
        for secret in self._secrets():
            words = words.replace(secret, _HIDDEN)
        return words

    def cleaned(self, body: Path) -> None:
        """The same in an answer on disk, before anything reads it."""
        for secret in (each.encode() for each in self._secrets()):
            held = body.read_bytes()
            if secret in held:
                body.write_bytes(held.replace(secret, _HIDDEN.encode()))

    def hide(self, error: _Error) -> _Error:
        """The same error without what the server was shown."""
        if self._origin is None:
            return error
        told = {
            key: self.hidden(value) if isinstance(value, str) else value
            for key, value in error.params.items()
        }
        return type(error)(error.code, error.id_text, error.en_text, where=error.where, **told)

    def _secrets(self) -> list[str]:
        """Each as it is, as an address has it, and the part behind `Bearer` or `Basic`; the longest first."""
        values = [*self._headers.values(), *self._query.values()]
        values += [value.split(" ", 1)[1] for value in self._headers.values() if " " in value]
        forms = {form for value in values if value for form in (value, quote(value, safe=""))}
        return sorted(forms, key=len, reverse=True)


def _plain(sealed: dict[str, SecretStr]) -> dict[str, str]:
    return {name: value.get_secret_value() for name, value in sealed.items()}


def _wrong(name: str, why_id: str, why_en: str) -> InvalidInput:
    return InvalidInput(
        "kredensial",
        "Kredensial '{name}' {why}",
        "Credential '{name}' {why_en}",
        where="credential",
        name=name[:60],
        why=why_id,
        why_en=why_en,
    )
