"""What /openapi.json says beyond what FastAPI reads off the routes: refusals, media types, who may, examples.

FastAPI knows parameters, bodies and the shape of an answer. That nothing is ever a 422, in which form errors
come, what a plain response holds and what a multipart form takes stands here; a test asks every route and
compares.
"""

from collections.abc import Iterator
from typing import Any

from api.uploads import LAYER_FORM, REPORT_FORM
from gis import xlsx

PROBLEM = "application/problem+json"
_JSON, _HTML, _SCHEMA = "application/json", "text/html", "application/schema+json"
_REFUSALS = {
    "400": "Tidak dapat dibaca: `where` menyebut bagian yang mana",
    "401": "Perlu masuk, atau token tidak berlaku",
    "403": "Dikenal, tetapi tidak berwenang",
    "404": "Tidak ada, atau tidak ada bagi pembaca ini",
    "409": "Bertentangan dengan yang sudah ada",
    "413": "Terlalu besar",
    "429": "Terlalu sering; Retry-After menyebut berapa detik",
    "503": "Belum siap, atau terlalu berat",
}
_ASKS_NOBODY = ("/health", "/ready")
_MEDIA: dict[str, tuple[str, ...]] = {
    "/catalog": ("application/ld+json",),
    "/catalog/{slug}/iso19115.xml": ("application/xml",),
    "/api/live": ("text/event-stream",),
    "/api/exports/bnpb.xlsx": (xlsx.MEDIA_TYPE,),
    "/api/submissions/{id}/returned": (xlsx.MEDIA_TYPE,),
    "/api/layers/{slug}/legend.svg": ("image/svg+xml",),
    "/api/silence/history": (_JSON, "text/csv"),
    "/basemap/{z}/{x}/{y}.{ending}": ("*/*",),
    "/sheets/{number}.pdf": ("application/pdf",),
    "/s/{code}": (_JSON, _HTML),
    "/ogc/api": ("application/vnd.oai.openapi+json", _HTML),
    "/ogc/collections/{collection}/schema": (_SCHEMA, _HTML),
    "/ogc/collections/{collection}/queryables": (_SCHEMA, _HTML),
    "/ogc/collections/{collection}/items": ("application/geo+json", _HTML),
    "/ogc/collections/{collection}/items/{feature}": ("application/geo+json", _HTML),
}
"""What stands in an answer that is no plain JSON; all else below /ogc is JSON or a page."""
_ALSO: dict[tuple[str, str], dict[str, str]] = {
    ("get", "/api/events/{id}"): {"308": "Digabung ke kejadian lain"},
    ("get", "/api/events/{id}/laporan.txt"): {"308": "Digabung ke kejadian lain"},
    ("get", "/sheets/{number}.pdf"): {"304": "Tidak berubah"},
    ("get", "/basemap/{z}/{x}/{y}.{ending}"): {"204": "Kosong", "304": "Tidak berubah"},
    ("post", "/api/submissions"): {"200": "Sudah pernah masuk", "202": "Masuk antrean pekerjaan"},
    ("post", "/api/layers/{slug}/remote"): {"200": "Didaftarkan, tidak diambil"},
}
_EXAMPLES = {
    "as_of": "2026-01-31T07:00:00+07:00",
    "area": "19.03",
    "hazard": "banjir,puting_beliung",
    "from": "2026-01-01",
    "to": "2026-01-31",
    "datetime": "2026-01-01/..",
    "bbox": "105.5,-3.5,108.5,-1.5",
    "filter": "severity >= 2",
    "at": "2026-01-31",
    "cutoff": "07:00",
    "older_than": "6j",
    "parent": "19.03",
    "lon": 106.45,
    "lat": -3.01,
}
_LANGUAGE = {
    "name": "lang",
    "in": "query",
    "required": False,
    "description": "bahasa pesan; tanpa ini menurut Accept-Language",
    "schema": {"type": "string", "enum": ["id", "en"]},
}
_SECURITY = {
    "token": {"type": "http", "scheme": "bearer", "description": "token dari `sigap user token`"},
    "sesi": {
        "type": "apiKey",
        "in": "cookie",
        "name": "sigap_sesi",
        "description": "sesi dari POST /api/session; selain GET juga header X-SIGAP-CSRF",
    },
}
_PROBLEM_SCHEMA = {
    "type": "object",
    "description": "RFC 9457",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "code": {"type": "string"},
        "where": {"type": "string"},
        "errors": {"type": "array", "items": {"type": "object"}},
    },
}


def finish(document: dict[str, Any], public: set[tuple[str, str]]) -> None:
    """Complete the document; `public` are the methods and paths that anyone may use."""
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            _parameters(operation)
            _answers(method, path, operation, (method, path) in public)
    parts = document.setdefault("components", {})
    parts["securitySchemes"] = _SECURITY
    for name in ("HTTPValidationError", "ValidationError"):  # our refusals have another form
        parts.get("schemas", {}).pop(name, None)
    parts.setdefault("schemas", {})["Problem"] = _PROBLEM_SCHEMA
    document["paths"]["/api/submissions"]["post"] |= _submission()


def _parameters(operation: dict[str, Any]) -> None:
    known = operation.setdefault("parameters", [])
    for each in known:
        if each["name"] in _EXAMPLES and each["in"] == "query":
            each["example"] = _EXAMPLES[each["name"]]
    if "lang" not in {each["name"] for each in known}:
        known.append(_LANGUAGE)


def _answers(method: str, path: str, operation: dict[str, Any], is_public: bool) -> None:
    operation["security"] = [*([{}] if is_public else []), *({name: []} for name in _SECURITY)]
    found: dict[str, Any] = operation["responses"]
    found.pop("422", None)
    found |= {status: {"description": text} for status, text in _ALSO.get((method, path), {}).items()}
    for status in [status for status in found if status in ("200", "201", "202")]:
        found[status] |= _content(path, found[status])
    for status in _refused(method, path, operation, is_public):
        content = {PROBLEM: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        found[status] = {"description": _REFUSALS[status], "content": content}
    if path == "/ready":
        found["503"]["content"] = {_JSON: {}}


def _content(path: str, told: dict[str, Any]) -> dict[str, Any]:
    """The media types of an answer; those that FastAPI read off the route stay."""
    named = _MEDIA.get(path)
    if named is None and path.startswith("/ogc") and "mapbox" not in str(told.get("content")):
        named = (_JSON, _HTML)
    if named is None and not told.get("content"):
        named = (_JSON,)
    return {"content": {each: {} for each in named}} if named else {}


def _refused(method: str, path: str, operation: dict[str, Any], is_public: bool) -> Iterator[str]:
    if path == "/health":
        return
    yield "503"
    if path in _ASKS_NOBODY:
        return
    yield from ("400", "401")
    if method != "get" or not is_public:
        yield "403"
    names = {each["name"] for each in operation["parameters"]}
    if method != "get" or "{" in path or path == "/basemap" or names & {"after", "before"}:
        yield "404"
    if method != "get":
        yield from ("409", "413")
    if path.startswith("/api/session") and method in ("post", "put"):
        yield "429"


def _submission() -> dict[str, Any]:
    """What POST /api/submissions takes: it reads its body by itself."""
    text, file = {"type": "string", "maxLength": 1_000_000}, {"type": "string", "format": "binary"}
    fields = {name: {"type": "string"} for name in (*REPORT_FORM, *LAYER_FORM)}
    form = {"type": "object", "required": ["file"], "properties": {"file": file, **fields}}
    headers = {
        "X-Filename": "nama berkas, bila dikirim mentah",
        "Prefer": "respond-async: layer lewat antrean",
    }
    return {
        "requestBody": {
            "required": True,
            "content": {
                "text/plain": {"schema": text},
                "application/octet-stream": {"schema": file},
                "multipart/form-data": {"schema": form | {"additionalProperties": False}},
            },
        },
        "parameters": [
            *(
                {
                    "name": name,
                    "in": "header",
                    "required": False,
                    "description": said,
                    "schema": {"type": "string"},
                }
                for name, said in headers.items()
            ),
            _LANGUAGE,
        ],
    }
