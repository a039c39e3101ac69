"""JSON as a person reads it at a terminal: a value that fits on a line stands on one."""

import json
from typing import Any

WIDTH = 110


def laid_out(value: Any, *, indent: int = 0, taken: int = 0) -> str:
    """The value as JSON; `taken`: letters of its line that stand before it already."""
    line = json.dumps(value, ensure_ascii=False, default=str)
    if not value or not isinstance(value, dict | list | tuple) or indent + taken + len(line) < WIDTH:
        return line
    inner = indent + 1
    if isinstance(value, dict):
        names = [f"{json.dumps(str(name), ensure_ascii=False)}: " for name in value]
        parts = [
            name + laid_out(each, indent=inner, taken=len(name))
            for name, each in zip(names, value.values(), strict=True)
        ]
    else:
        parts = [laid_out(each, indent=inner) for each in value]
    opening, closing = "{}" if isinstance(value, dict) else "[]"
    gap = "\n" + " " * inner
    return f"{opening}{gap}{f',{gap}'.join(parts)}\n{' ' * indent}{closing}"
