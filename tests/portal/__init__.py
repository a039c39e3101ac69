"""A geoportal of a test's own: a real HTTP server that speaks OGC API Features, WFS and ArcGIS as others do.

It writes down what it was asked. A test changes what it holds, what it can do and when it fails.
"""

from tests.portal.server import answer, running
from tests.portal.state import GRID, Portal, Query, Reply, as_json, esri_error, feature, posts

__all__ = [
    "GRID",
    "Portal",
    "Query",
    "Reply",
    "answer",
    "as_json",
    "esri_error",
    "feature",
    "posts",
    "running",
]
