"""Whose house burnt is for officers: the public sees the place to about a kilometre."""

from gis.db import Database
from gis.report import Location, Precision
from tests.registers import OFFICER, TOBOALI, event_of, keep, seen, told


def test_a_burnt_house_is_not_pointed_at_in_public(database: Database) -> None:
    spot = Location(
        areas=(TOBOALI,),
        lonlat=(106.4567, -3.0123),
        precision=Precision.SPOT,
        uncertainty_m=50,
        method="koordinat",
    )
    event = event_of(keep(database, told(hazard="kebakaran_rumah", location=spot, lonlat=spot.lonlat)))
    public, officer = seen(database, event), seen(database, event, viewer=OFFICER)
    assert (public["lonlat"], public["precision"], public["uncertainty_m"]) == ([106.46, -3.01], "desa", 800)
    assert (officer["lonlat"], officer["precision"]) == ([106.4567, -3.0123], "titik")
