"""Where the built web map is: what the server hands out at `/`, and the fonts that print uses too."""

from pathlib import Path

from gis import errors

SOURCE = Path(__file__).parent / "web"
BUILD = "cd maps/web && npm ci && npm run build"


def dist() -> Path:
    """The folder with `index.html` and `assets/`; raises Unavailable when the map is not built."""
    return _built(SOURCE / "dist", "index.html")


def fonts() -> Path:
    """The folder with NotoSans-Regular, -Italic, -SemiBold and -Bold (.ttf); raises Unavailable."""
    return _built(SOURCE / "dist" / "fonts", "NotoSans-Regular.ttf")


def leaflet() -> Path:
    """The folder with leaflet.js and leaflet.css, for the stand-alone HTML map; raises Unavailable."""
    return _built(SOURCE / "dist" / "leaflet", "leaflet.js")


def _built(folder: Path, proof: str) -> Path:
    if not (folder / proof).is_file():
        raise errors.Unavailable(
            "webapp_not_built",
            "Peta web belum dibangun. Jalankan scripts/setup, atau: {command}",
            "The web map is not built. Run scripts/setup, or: {command}",
            command=BUILD,
        )
    return folder
