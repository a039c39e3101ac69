"""The pages on recipes, reasons and new sources say what the code does."""

import ast
import re
from pathlib import Path
from typing import get_args

import pytest

from gis.errors import InvalidInput
from gis.report import Rejection, Report, State
from ingest import readers, recipe
from ingest.recipe import Column, Recipe

ROOT = Path(__file__).parents[2]
MODULES = (
    *(
        "archive",
        "bnpb",
        "bnpb_place",
        "bnpb_row",
        "bnpb_dates",
        "cells",
        "delimited",
        "encoding",
        "formats",
        "readers",
    ),
    *("recipe", "rows", "sheetxml", "workbook", "table", "xls"),
)
CALLS = {"InvalidInput", "TooLarge", "NotFound", "BadCell", "Regency", "_no_such"}


def reasons(module: str) -> set[str]:
    """The codes with which a module refuses a file or rejects a row."""
    tree = ast.parse((ROOT / f"ingest/{module}.py").read_text("utf-8"))
    calls = [n for n in ast.walk(tree) if isinstance(n, ast.Call) and getattr(n.func, "id", "") in CALLS]
    first = [next((a for a in call.args if isinstance(a, ast.Constant) and a.value), None) for call in calls]
    named = [word.value for call in calls for word in call.keywords if word.arg == "code"]
    return {str(found.value) for found in (*first, *named) if isinstance(found, ast.Constant)}


def test_the_reference_page_tells_all_that_a_recipe_can_say() -> None:
    page = (ROOT / "docs/reference/recipes.md").read_text("utf-8")
    file_part, column_part = page.split("## A column")
    for part, model in ((file_part, Recipe), (column_part, Column)):
        rows_ = dict(re.findall(r"^\| `(\w+)` \| (.*)\|$", part, re.MULTILINE))
        for name, declared in model.model_fields.items():
            assert name in rows_, f"{name} is not in docs/reference/recipes.md"
            assert declared.description
    for role in get_args(recipe.Role):
        assert re.search(rf"^\|.*`{role}`", column_part, re.MULTILINE), role


def test_the_reasons_page_tells_every_reason() -> None:
    page = (ROOT / "docs/reference/reasons.md").read_text("utf-8")
    told = {module: reasons(module) for module in MODULES}
    assert {"kode_wilayah_meragukan", "tanggal_kosong"} <= set().union(*told.values())
    for module, codes in told.items():
        for code in codes:
            assert f"`{code}`" in page, f"{code} of {module}"


def test_the_guide_leads_to_a_recipe_that_works(tmp_path: Path) -> None:
    guide = (ROOT / "docs/how-to/add-a-source.md").read_text("utf-8")
    blocks = re.findall(r"```(\w+)\n(.*?)```", guide, re.DOTALL)
    (table,) = (text for kind, text in blocks if kind == "csv")
    first, added = (text for kind, text in blocks if kind == "toml")
    refusal, rejection = (text.strip() for kind, text in blocks if kind == "text")
    written = tmp_path / "pmi_harian.toml"

    written.write_text(first, "utf-8")
    with pytest.raises(InvalidInput) as refused:
        readers.read(table.encode(), "pmi_harian.csv", recipe="pmi_harian", known=recipe.recipes(tmp_path))
    assert refused.value.text("id").startswith(refusal)

    written.write_text(first + added, "utf-8")
    known = {**recipe.recipes(), **recipe.recipes(tmp_path)}
    source = readers.read(table.encode(), "pmi_harian.csv", known=known)
    assert source.recipe_name == "pmi_harian"
    kin, post, bad = source.rows()
    assert isinstance(kin, Report)
    assert isinstance(post, Report)
    assert isinstance(bad, Rejection)
    assert bad.id_text == rejection
    assert kin.area_codes == ("19.03.01.1002",)
    assert post.hazard == "banjir_rob"
    assert [figure.state for figure in post.figures if figure.kind == "luka"] == [State.NIL]
    assert post.lonlat == pytest.approx((105.161, -2.069), abs=1e-3)
    assert [datum["kind"] for datum in post.personal] == ["nama"]
