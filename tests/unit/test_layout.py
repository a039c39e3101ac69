"""JSON at the terminal: whole, and a value that fits on a line stands on one."""

import json

from hypothesis import given
from hypothesis import strategies as st

from api.commands.layout import WIDTH, laid_out

SCALAR = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=30)
VALUE = st.recursive(
    SCALAR, lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=8), inner), max_leaves=40
)


@given(VALUE)
def test_it_is_the_same_value(value: object) -> None:
    assert json.loads(laid_out(value)) == value


def test_a_span_stands_on_the_line_of_its_value() -> None:
    figures = {
        f"angka_{n}": {"value": n, "state": "angka", "unit": "jiwa", "span": [n, n + 9]} for n in range(9)
    }
    lines = laid_out({"figures": figures, "unread": [[n, n + 1] for n in range(40)]}).splitlines()
    assert '  "angka_3": {"value": 3, "state": "angka", "unit": "jiwa", "span": [3, 12]},' in lines
    assert "  [7, 8]," in lines
    assert max(map(len, lines)) <= WIDTH
