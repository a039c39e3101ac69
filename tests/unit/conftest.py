"""Values that several pure tests share."""

from datetime import date

import pytest

from gis.areas import AreaIndex, Edition
from ingest import editions, indicative


@pytest.fixture(scope="session")
def indicative_index() -> AreaIndex:
    """The index of the indicative edition, built without a database."""
    edition = Edition(
        slug="indikatif",
        title="Batas indikatif",
        decree="uji",
        valid_from=date(2025, 1, 1),
        indicative=True,
        source="uji",
    )
    return AreaIndex(edition, editions.place(indicative.build(), indicative=True))
