"""Query parameters that are refused on every route: unknown ones, and those that say two things."""

from collections.abc import Iterable, Sequence

from starlette.datastructures import QueryParams

from gis.errors import InvalidInput


def refuse_unclear(query: QueryParams) -> None:
    """InvalidInput for a parameter that says two things, or holds what no stored text can hold."""
    said: dict[str, str] = {}
    for name, value in query.multi_items():
        if said.setdefault(name, value) != value:
            raise InvalidInput(
                "parameter",
                "Parameter '{name}' disebut lebih dari sekali; tulis sekali, beberapa nilai dengan koma",
                "Parameter '{name}' is given more than once; write it once, several values with commas",
                where=name[:60],
                name=name[:60],
            )
        if "\0" in value:
            raise InvalidInput(
                "karakter_nul",
                "Parameter '{name}' tidak boleh memuat karakter NUL",
                "Parameter '{name}' must not hold the character NUL",
                where=name[:60],
                name=name[:60],
            )


def unknown_parameters(unknown: Sequence[str], known: Iterable[str]) -> InvalidInput:
    """The error for query parameters that a route does not know."""
    return InvalidInput(
        "parameter",
        "Parameter '{unknown}' tidak dikenal di sini; yang diterima: {known}",
        "Parameter '{unknown}' is not known here; accepted are: {known}",
        where=unknown[0][:60],
        unknown="', '".join(name[:60] for name in unknown),
        known=", ".join(sorted(known)),
    )
