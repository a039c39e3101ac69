"""What is wrong with a value that was sent, in Bahasa Indonesia, by pydantic's names for faults."""

from collections.abc import Mapping
from typing import Any

_WHOLE, _NUMBER, _TEXT = "harus bilangan bulat", "harus bilangan", "harus teks"
_DAY = "harus tanggal, misalnya 2026-01-31"
_TIME = "harus waktu ISO dengan zona, misalnya 2026-01-31T07:00:00+07:00"
_OBJECT, _LIST, _FLAG = "harus objek JSON", "harus daftar", "harus true atau false"
WORDS = {
    "missing": "wajib diisi",
    "extra_forbidden": "tidak dikenal",
    "nul": "tidak boleh memuat karakter NUL",
    "half": "tidak boleh memuat separuh karakter (surrogate tunggal)",
    "json_invalid": "bukan JSON yang utuh",
    "int_parsing": _WHOLE,
    "int_parsing_size": _WHOLE,
    "int_type": _WHOLE,
    "int_from_float": _WHOLE,
    "float_parsing": _NUMBER,
    "float_type": _NUMBER,
    "finite_number": "harus bilangan berhingga",
    "greater_than_equal": "paling kecil {ge}",
    "greater_than": "lebih besar dari {gt}",
    "less_than_equal": "paling besar {le}",
    "less_than": "lebih kecil dari {lt}",
    "bool_parsing": _FLAG,
    "bool_type": _FLAG,
    "string_type": _TEXT,
    "string_unicode": "harus teks Unicode yang utuh",
    "string_too_long": "paling panjang {max_length} huruf",
    "string_too_short": "paling pendek {min_length} huruf",
    "string_pattern_mismatch": "harus berpola {pattern}",
    "literal_error": "harus salah satu dari {expected}",
    "enum": "harus salah satu dari {expected}",
    "model_attributes_type": _OBJECT,
    "model_type": _OBJECT,
    "dict_type": _OBJECT,
    "list_type": _LIST,
    "tuple_type": _LIST,
    "too_long": "paling banyak {max_length} isi",
    "too_short": "paling sedikit {min_length} isi",
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_from_datetime_inexact": _DAY,
    "datetime_type": _TIME,
    "datetime_parsing": _TIME,
    "datetime_from_date_parsing": _TIME,
}


def said(fault: Mapping[str, Any], lang: str) -> str:
    """One of pydantic's faults; in its own English where there are no words for it here."""
    words = WORDS.get(fault["type"]) if lang == "id" else None
    return _in_words(words, fault.get("ctx", {})) if words else str(fault["msg"])


def _in_words(words: str, context: dict[str, Any]) -> str:
    """The words with what the fault tells of itself; its lists of choices are joined in English."""
    told = {
        name: value.replace(" or ", " atau ") if name == "expected" else value
        for name, value in context.items()
    }
    return words.format(**told)
