"""From tree to SQL: every word of the condition is ours, every value of the reader's a bound parameter."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from gis.errors import InvalidInput
from gis.geo import BBox
from layers.cql2 import spatial, temporal, tree
from layers.cql2.queryables import Queryable, Type

_COMPARISONS = {"=": "=", "<>": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_ARITHMETIC = {"+", "-", "*", "/", "%", "div"}
_ARRAYS = {"a_equals": "=", "a_contains": "@>", "a_containedby": "<@", "a_overlaps": "&&"}
# name → (type of its one argument, type of its result, SQL)
_FUNCTIONS: dict[str, tuple[Type, Type, str]] = {
    "casei": ("string", "string", "lower({})"),
    "lower": ("string", "string", "lower({})"),
    "upper": ("string", "string", "upper({})"),
    "abs": ("number", "number", "abs({})"),
    "floor": ("number", "number", "floor({})"),
    "ceil": ("number", "number", "ceil({})"),
}


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition to put behind AND, and the parameters (`:cql_0` …) that it names."""

    sql: str
    params: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Term:
    """A value in SQL, with its type in the filter's words; `value` where it is a literal."""

    type: Type
    sql: str
    value: Any = None


def compile_filter(
    text: str, queryables: Iterable[Queryable], *, language: str = "cql2-text", prefix: str = "cql"
) -> Condition:
    """The condition that a filter means; InvalidInput says what was not understood and what is accepted."""
    compiler = _Compiler({each.name: each for each in queryables}, prefix)
    sql = compiler.condition(tree.parse(text, language))
    return Condition(sql, compiler.params)


@dataclass(slots=True)
class _Compiler:
    known: Mapping[str, Queryable]
    prefix: str
    params: dict[str, Any] = field(default_factory=dict)

    # -- conditions ------------------------------------------------------------------------------

    def condition(self, node: Any) -> str:
        if isinstance(node, bool):
            return "true" if node else "false"
        if isinstance(node, dict) and "op" in node:
            return self._operation(str(node["op"]).lower(), node.get("args") or [])
        term = self.term(node)
        if term.type != "boolean":
            raise _wrong("bukan syarat", "is no condition", what=node)
        return term.sql

    def _operation(self, op: str, args: list[Any]) -> str:
        if op in ("and", "or"):
            if not args:
                raise _wrong("tanpa syarat", "has no condition", what=op)
            return "(" + f" {op.upper()} ".join(self.condition(arg) for arg in args) + ")"
        if op == "not":
            return f"(NOT {self.condition(_only(op, args, 1)[0])})"
        if op in _COMPARISONS:
            return self._comparison(op, *_only(op, args, 2))
        handler = _HANDLERS.get(op)
        if handler:
            return handler(self, args)
        if op in spatial.RELATIONS:
            return self._spatial(op, *_only(op, args, 2))
        if op in temporal.RELATIONS:
            return temporal.relation(op, *(self._period(arg) for arg in _only(op, args, 2)))
        if op in _ARRAYS:
            one, other = (self._strings(arg) for arg in _only(op, args, 2))
            return f"({one} {_ARRAYS[op]} {other})"
        raise _wrong("tidak dikenal sebagai syarat", "is not known as a condition", what=op)

    def _comparison(self, op: str, left: Any, right: Any) -> str:
        one, other = self._alike(left, right)
        if one.type == "instant":
            return temporal.comparison(op, self._period(left), self._period(right))
        if one.type in ("geometry", "strings") or (one.type == "boolean" and op not in ("=", "<>")):
            raise _wrong("tidak dapat dibandingkan begitu", "cannot be compared like that", what=left)
        return f"({one.sql} {_COMPARISONS[op]} {other.sql})"

    def _between(self, args: list[Any]) -> str:
        value, low, high = _only("between", args, 3)
        return f"({self._comparison('>=', value, low)} AND {self._comparison('<=', value, high)})"

    def _in(self, args: list[Any]) -> str:
        value, choices = _only("in", args, 2)
        if not isinstance(choices, list) or not choices:
            raise _wrong("tanpa pilihan", "has no choices", what="in")
        return "(" + " OR ".join(self._comparison("=", value, choice) for choice in choices) + ")"

    def _like(self, args: list[Any]) -> str:
        value, pattern = (self.term(arg) for arg in _only("like", args, 2))
        if value.type != "string" or pattern.type != "string":
            raise _wrong("hanya untuk teks", "is for text only", what="like")
        return f"({value.sql} LIKE {pattern.sql})"

    def _is_null(self, args: list[Any]) -> str:
        return f"({self.term(_only('isNull', args, 1)[0]).sql} IS NULL)"

    def _spatial(self, op: str, left: Any, right: Any) -> str:
        one, other = (self._place(arg) for arg in (left, right))
        exact, near = spatial.relation(op, one.sql, other.sql), spatial.near(op, one, other, self._bind)
        return f"({near} AND {exact})" if near else exact

    # -- terms -----------------------------------------------------------------------------------

    def term(self, node: Any) -> Term:
        if isinstance(node, bool):
            return Term("boolean", "true" if node else "false")
        if isinstance(node, int | float):
            return Term("number", self._bind(_finite(node), "double precision"))
        if isinstance(node, str):
            return Term("string", self._bind(node.replace("\x00", ""), "text"), node)
        if isinstance(node, dict) and "property" in node:
            return self._property(str(node["property"]))
        if isinstance(node, dict) and "op" in node:
            return self._call(str(node["op"]).lower(), node.get("args") or [])
        if isinstance(node, dict) and ("date" in node or "timestamp" in node):
            return Term("instant", "", node)
        raise _wrong("bukan nilai", "is no value", what=node)

    def _property(self, name: str) -> Term:
        found = self.known.get(name)
        if found is None:
            raise InvalidInput(
                "filter",
                "Properti '{name}' tidak dikenal di sini; yang ada: {known}",
                "Property '{name}' is not known here; there are: {known}",
                where="filter",
                name=name[:60],
                known=", ".join(sorted(self.known))[:1000],
            )
        return Term(found.type, found.sql)

    def _call(self, name: str, args: list[Any]) -> Term:
        if name in _ARITHMETIC:
            return self._calculation(name, *_only(name, args, 2))
        if name not in _FUNCTIONS:
            raise InvalidInput(
                "filter",
                "Fungsi '{name}' tidak tersedia; yang ada: {known}",
                "There is no function '{name}'; there are: {known}",
                where="filter",
                name=name[:60],
                known=", ".join(sorted(_FUNCTIONS)),
            )
        takes, gives, sql = _FUNCTIONS[name]
        argument = self.term(_only(name, args, 1)[0])
        if argument.type != takes:
            raise _wrong("bukan masukan fungsi ini", "is not what this function takes", what=args[0])
        return Term(gives, sql.format(argument.sql))

    def _calculation(self, op: str, left: Any, right: Any) -> Term:
        one, other = self.term(left), self.term(right)
        if one.type != "number" or other.type != "number":
            raise _wrong("hanya untuk angka", "is for numbers only", what=op)
        a, b = (f"CAST({term.sql} AS numeric)" if op == "%" else term.sql for term in (one, other))
        if op in ("/", "div", "%"):
            b = f"nullif({b}, 0)"
        if op == "div":
            return Term("number", f"trunc({a} / CAST({b} AS double precision))")
        return Term("number", f"({a} {op} {b})")

    def _alike(self, left: Any, right: Any) -> tuple[Term, Term]:
        one, other = self.term(left), self.term(right)
        types = {one.type, other.type}
        if types == {"instant", "string"}:  # a time written as plain text, as GDAL does
            return Term("instant", one.sql), Term("instant", other.sql)
        if len(types) > 1:
            raise InvalidInput(
                "filter",
                "'{left}' ({one}) tidak dapat dibandingkan dengan '{right}' ({other})",
                "'{left}' ({one}) cannot be compared with '{right}' ({other})",
                where="filter",
                left=_words(left),
                right=_words(right),
                one=one.type,
                other=other.type,
            )
        return one, other

    def _period(self, node: Any) -> temporal.Period:
        if isinstance(node, dict) and "property" in node:
            term = self._property(str(node["property"]))
            if term.type != "instant":
                raise _wrong("bukan waktu", "is no time", what=node)
            return temporal.Period(term.sql, term.sql)
        if isinstance(node, dict) and "interval" in node:
            start, end = _only("interval", node["interval"], 2)
            return temporal.Period(self._end(start, "-infinity").start, self._end(end, "infinity").end)
        moments = temporal.literal(node)
        return temporal.Period(*(self._bind(moment, "timestamptz") for moment in moments))

    def _end(self, node: Any, open_end: str) -> temporal.Period:
        if node in ("..", ""):
            return temporal.Period(f"timestamptz '{open_end}'", f"timestamptz '{open_end}'")
        return self._period(node)

    def _place(self, node: Any) -> spatial.Place:
        if isinstance(node, dict) and "property" in node:
            name = str(node["property"])
            term = self._property(name)
            if term.type != "geometry":
                raise _wrong("bukan geometri", "is no geometry", what=node)
            return spatial.Place(term.sql, indexed=self.known[name].indexed)
        shape = spatial.literal(node)
        # In a subquery of its own it is read once, not once a row.
        sql = f"(SELECT ST_GeomFromEWKB({self._bind(spatial.ewkb(shape), 'bytea')}))"
        return spatial.Place(sql, box=BBox(*shape.bounds))

    def _strings(self, node: Any) -> str:
        if isinstance(node, list):
            if not all(isinstance(item, str) for item in node):
                raise _wrong("bukan daftar teks", "is no list of texts", what=node)
            return self._bind([item.replace("\x00", "") for item in node], "text[]")
        term = self.term(node)
        if term.type == "string":
            return f"ARRAY[{term.sql}]"
        if term.type != "strings":
            raise _wrong("bukan daftar", "is no list", what=node)
        return term.sql

    def _bind(self, value: Any, sql_type: str) -> str:
        name = f"{self.prefix}_{len(self.params)}"
        self.params[name] = value
        return f"CAST(:{name} AS {sql_type})"


_HANDLERS: dict[str, Callable[[_Compiler, list[Any]], str]] = {
    "between": _Compiler._between,
    "in": _Compiler._in,
    "like": _Compiler._like,
    "isnull": _Compiler._is_null,
}


def _only(op: str, args: Any, wanted: int) -> list[Any]:
    if not isinstance(args, list) or len(args) != wanted:
        raise _wrong(f"memerlukan {wanted} masukan", f"takes {wanted} arguments", what=op)
    return args


def _finite(number: float) -> float:
    if number != number or number in (float("inf"), float("-inf")):
        raise _wrong("terlalu besar", "is too large", what=number)
    return number


def _wrong(id_words: str, en_words: str, *, what: Any) -> InvalidInput:
    return InvalidInput(
        "filter",
        "Dalam filter, '{what}' " + id_words,
        "In the filter, '{what}' " + en_words,
        where="filter",
        what=_words(what),
    )


def _words(node: Any) -> str:
    if isinstance(node, dict):
        node = node.get("property") or node.get("op") or node.get("date") or node.get("timestamp") or node
    return str(node)[:80]
