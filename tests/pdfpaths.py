"""Measuring a PDF in its own coordinates: every path of a page, its forms included, in points of the page."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import numpy as np
import pikepdf

Matrix = np.ndarray


def page_paths(pdf: bytes) -> list[np.ndarray]:
    """The points of every painted path (n × 2, in points from the lower left corner of the page)."""
    with pikepdf.open(BytesIO(pdf)) as document:
        page = document.pages[0]
        return list(_paths(page, page.obj.Resources, np.eye(3)))


def fonts(pdf: bytes) -> dict[str, bool]:
    """Every font of the file by name, and whether its program is embedded."""
    found = {}
    with pikepdf.open(BytesIO(pdf)) as document:
        for item in document.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
                found[str(item.FontName)] = any(
                    key in item for key in ("/FontFile", "/FontFile2", "/FontFile3")
                )
    return found


def _paths(content: Any, resources: Any, start: Matrix) -> Iterator[np.ndarray]:
    matrix, stack, points = start, [], []
    for instruction in pikepdf.parse_content_stream(content):
        name, values = str(instruction.operator), list(instruction.operands)
        if name == "q":
            stack.append(matrix)
        elif name == "Q":
            matrix = stack.pop()
        elif name == "cm":
            matrix = _matrix(values) @ matrix
        elif name in ("m", "l"):
            points.append(_moved(values, matrix))
        elif name == "re":
            x, y, width, height = map(float, values)
            points += [_moved(corner, matrix) for corner in ((x, y), (x + width, y + height))]
        elif name in ("f", "f*", "S", "B", "B*", "s", "b", "n"):
            if points and name != "n":
                yield np.array(points)
            points = []
        elif name == "Do":
            form = resources.XObject[str(values[0])]
            if form.get("/Subtype") == "/Form":
                inner = _matrix(list(form.get("/Matrix", [1, 0, 0, 1, 0, 0]))) @ matrix
                yield from _paths(form, form.get("/Resources", resources), inner)


def _matrix(values: list[Any]) -> Matrix:
    a, b, c, d, e, f = map(float, values)
    return np.array([[a, b, 0], [c, d, 0], [e, f, 1]])


def _moved(point: Any, matrix: Matrix) -> list[float]:
    x, y = map(float, point)
    return list((np.array([x, y, 1.0]) @ matrix)[:2])
