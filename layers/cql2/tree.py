"""From text to tree, bounded before the parser sees it: deep nesting would overflow the parser's stack."""

import json
from typing import Any

import cql2

from gis.errors import InvalidInput

MAX_BYTES = 2_000
MAX_DEPTH = 32
LANGUAGES = ("cql2-text", "cql2-json", "cql-text")  # GDAL calls the text form cql-text
_OPEN, _CLOSE = "([{", ")]}"


def parse(text: str, language: str = "cql2-text") -> Any:
    """The expression as CQL2-JSON values; InvalidInput where it is too long, too deep or not CQL2."""
    if language not in LANGUAGES:
        raise _refusal(
            "filter-lang '{language}' tidak dikenal: {known}",
            "filter-lang '{language}' is not known: {known}",
            where="filter-lang",
            language=language[:40],
            known=", ".join(LANGUAGES),
        )
    if len(text.encode()) > MAX_BYTES:
        raise _refusal(
            "Filter lebih panjang daripada {most} byte",
            "The filter is longer than {most} bytes",
            most=MAX_BYTES,
        )
    if _nesting(text) > MAX_DEPTH:
        raise _too_deep()
    try:
        tree = cql2.Expr(_json(text) if language == "cql2-json" else text).to_json()
    except RecursionError as error:
        raise _too_deep() from error
    except InvalidInput:
        raise
    except Exception as error:  # the library raises Exception itself
        raise _refusal(
            "Filter bukan CQL2 yang dapat dibaca: {why}",
            "The filter is not CQL2 that can be read: {why}",
            why=_reason(error),
        ) from error
    if _is_deeper(tree, MAX_DEPTH * 2):  # a call and its argument list are two levels of the tree
        raise _too_deep()
    return tree


def _json(text: str) -> Any:
    try:
        value = json.loads(text)
    except ValueError as error:
        raise _refusal("Filter bukan JSON: {why}", "The filter is not JSON: {why}", why=str(error)) from error
    if not isinstance(value, dict):
        raise _refusal(
            "Filter cql2-json harus sebuah objek", "A cql2-json filter must be an object", why="dict"
        )
    return value


def _nesting(text: str) -> int:
    """The deepest nesting of brackets, those in quoted text included: too many refused is no loss."""
    depth = deepest = 0
    for character in text:
        if character in _OPEN:
            depth += 1
            deepest = max(deepest, depth)
        elif character in _CLOSE:
            depth -= 1
    return deepest


def _is_deeper(tree: Any, levels: int) -> bool:
    """Whether the tree has more levels; walked level by level, since recursion is what is feared."""
    layer = [tree]
    for _ in range(levels):
        layer = [child for node in layer for child in _children(node)]
        if not layer:
            return False
    return True


def _children(node: Any) -> list[Any]:
    if isinstance(node, dict):
        return list(node.values())
    return node if isinstance(node, list) else []


def _reason(error: Exception) -> str:
    lines = [line.strip(" |=") for line in str(error).splitlines()]
    return "; ".join(line for line in lines if line)[:200]


def _too_deep() -> InvalidInput:
    return _refusal(
        "Filter bersarang lebih dalam daripada {most} tingkat",
        "The filter is nested deeper than {most} levels",
        most=MAX_DEPTH,
    )


def _refusal(id_text: str, en_text: str, *, where: str = "filter", **params: object) -> InvalidInput:
    return InvalidInput("filter", id_text, en_text, where=where, **params)
