"""Printed sheets look as someone once approved them. `scripts/approve` accepts what they look like now."""

import os
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from maps import sheet
from tests import invented

PICTURES = Path(__file__).parent / "pictures"
ACCEPT = os.environ.get("APPROVE_PICTURES") == "1"
DPI = 80

VISIBLE = 48  # of 255: smaller differences are those of font rasterisers
MOST_DIFFERENT = 0.0005  # of all pixels

SHEETS = {
    "situasi-a3": lambda: invented.spec("A3"),
    "situasi-a4": lambda: invented.spec("A4", lang="en"),
    "situasi-a4-tegak": lambda: invented.spec("A4-tegak"),
    "situasi-a4-kosong": lambda: invented.spec(
        "A4", events=(), address=None, invented=False, indicative=False
    ),
}


def picture(pdf: bytes) -> Image.Image:
    """The page in grey, as a photocopy shows it."""
    return pypdfium2.PdfDocument(pdf)[0].render(scale=DPI / 72).to_pil().convert("L")


@pytest.mark.parametrize("name", SHEETS)
def test_the_sheet_looks_as_approved(name: str, tmp_path: Path):
    drawn = picture(sheet.render(SHEETS[name]()))
    file = PICTURES / f"{name}.png"
    if ACCEPT:
        PICTURES.mkdir(exist_ok=True)
        drawn.quantize(32).save(file, optimize=True)
    approved = Image.open(file).convert("L")
    assert drawn.size == approved.size
    apart = np.abs(np.asarray(drawn, dtype=int) - np.asarray(approved, dtype=int)) > VISIBLE
    if apart.mean() > MOST_DIFFERENT:
        drawn.save(tmp_path / f"{name}-now.png")
        Image.fromarray(np.where(apart, 0, 255).astype(np.uint8)).save(tmp_path / f"{name}-apart.png")
        pytest.fail(f"{apart.mean():.2%} of {name} differs; see {tmp_path}; scripts/approve accepts it")
