"""How things come in: readers of every format and the one recipe of verbs.

GDAL tells what a file is by its content: one that was sent may say, under any name, that it stands for
another file of this machine, for an address on the network or for a program to be run. The drivers that heed
such words are left out when GDAL starts, which is why this stands before any of its readers is imported.
Each reader brings a GDAL of its own with drivers of its choice; that of rasters warns of each name it lacks.
"""

import logging
import os

FOLLOWING_DRIVERS = (
    "OGR_VRT", "GDALG", "WFS", "OAPIF", "OGCAPI", "CSW", "HTTP", "ADBC", "AmigoCloud", "Carto", "EEDA",
    "Elasticsearch", "GPSBabel", "NGW", "PLSCENES",
)  # fmt: skip
os.environ["OGR_SKIP"] = ",".join(FOLLOWING_DRIVERS)


def _is_of_interest(record: logging.LogRecord) -> bool:
    return "Unable to find driver" not in record.getMessage()


logging.getLogger("rasterio._env").addFilter(_is_of_interest)
