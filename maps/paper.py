"""Paper formats as data: what goes where on the page, in millimetres and points.

A landscape sheet has its side panel on the right, a portrait sheet has it below the map. Sizes of type
grow with the paper, since a larger sheet is read from farther away.
"""

from dataclasses import dataclass
from typing import NamedTuple

from gis.errors import InvalidInput

PT_PER_MM = 72 / 25.4


class Box(NamedTuple):
    """A rectangle on the page in mm, from the upper left corner of the paper."""

    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """One format. `panel_mm`: width of the side panel, or height of the panel below the map.

    `band_mm`: the strip around the map with the graticule's labels. `body_pt`: the size of running text.
    """

    name: str
    width_mm: float
    height_mm: float
    margin_mm: float
    header_mm: float
    strip_mm: float
    panel_mm: float
    gap_mm: float
    band_mm: float
    body_pt: float
    label_pt: float
    symbol_mm: float
    listed: int  # most events in the panel's list

    @property
    def portrait(self) -> bool:
        """Whether the panel is below the map."""
        return self.height_mm > self.width_mm

    @property
    def column_shares(self) -> tuple[float, ...]:
        """Widths of the panel's columns by each other; the first carries the impact table."""
        return (1.25, 1.0, 0.97) if self.portrait else (1.0,)

    @property
    def table_em(self) -> float:
        """Width of the impact table in ems of the running text."""
        gaps = 3.2 * self.gap_mm if self.portrait else 0.0
        whole = self.width_mm - 2 * self.margin_mm - gaps if self.portrait else self.panel_mm
        return whole * self.column_shares[0] / sum(self.column_shares) / (self.body_pt / PT_PER_MM)

    @property
    def size_name(self) -> str:
        """The ISO size alone: `A3`."""
        return self.name.split("-")[0]

    @property
    def outer(self) -> Box:
        """The map with the band of its graticule labels."""
        top = self.margin_mm + self.header_mm + self.gap_mm
        width = self.width_mm - 2 * self.margin_mm
        height = self.height_mm - top - self.margin_mm - self.strip_mm
        if self.portrait:
            height -= self.panel_mm + self.gap_mm
        else:
            width -= self.panel_mm + self.gap_mm
        return Box(self.margin_mm, top, width, height)

    @property
    def frame(self) -> Box:
        """The map itself, inside its neat line."""
        x, y, width, height = self.outer
        band = self.band_mm
        return Box(x + band, y + band, width - 2 * band, height - 2 * band)


def _paper(
    size: str, width_mm: float, height_mm: float, unit: float, type_scale: float, listed: int
) -> list[Paper]:
    """The format lying and standing; `unit` scales lengths, `type_scale` type, both by those of A3."""
    shared = {
        "margin_mm": 8 * unit,
        "header_mm": 18 * unit,
        "strip_mm": 15 * unit,
        "gap_mm": 2.5 * unit,
        "band_mm": 4.6 * type_scale,
        "body_pt": 7.6 * type_scale,
        "label_pt": 7 * type_scale,
        "symbol_mm": 4.2 * type_scale,
    }
    side_mm, below_mm = 104 * unit, 128 * unit
    lying = Paper(
        name=size, width_mm=width_mm, height_mm=height_mm, panel_mm=side_mm, listed=listed, **shared
    )
    name = f"{size}{STANDING}"
    standing = Paper(
        name=name, width_mm=height_mm, height_mm=width_mm, panel_mm=below_mm, listed=listed, **shared
    )
    return [lying, standing]


STANDING = "-tegak"

PAPERS: dict[str, Paper] = {
    paper.name: paper
    for paper in (
        *_paper("A4", 297, 210, 0.78, 0.9, 5),
        *_paper("A3", 420, 297, 1.0, 1.0, 8),
        *_paper("A2", 594, 420, 1.3, 1.25, 12),
        *_paper("A1", 841, 594, 1.7, 1.6, 18),
        *_paper("A0", 1189, 841, 2.2, 2.1, 24),
    )
}
"""All formats by name: `A3` lies, `A3-tegak` stands."""

_PORTRAIT_WORDS = ("tegak", "portrait", "p")


def paper_named(name: str) -> Paper:
    """The format of that name (`A3`, `a3-tegak`, `A3-portrait`); raises InvalidInput."""
    size, _, turn = name.strip().partition("-")
    key = f"{size.upper()}{STANDING}" if turn.lower() in _PORTRAIT_WORDS else name.strip().upper()
    if key not in PAPERS:
        raise InvalidInput(
            "paper",
            "Kertas '{value}' tidak dikenal: pilih salah satu dari {known}",
            "Paper '{value}' is not known: choose one of {known}",
            where="paper",
            value=name[:20],
            known=", ".join(PAPERS),
        )
    return PAPERS[key]
