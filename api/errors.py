"""Errors to HTTP: one table, one form (RFC 9457 problem+json), in the reader's language."""

import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from api import faults, methods
from api.conditional import preferred
from gis import errors

log = logging.getLogger("sigap.api")

STATUS: dict[type[errors.SigapError], HTTPStatus] = {
    errors.TooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.InvalidInput: HTTPStatus.BAD_REQUEST,
    errors.NotFound: HTTPStatus.NOT_FOUND,
    errors.NotAllowed: HTTPStatus.UNAUTHORIZED,
    errors.Conflict: HTTPStatus.CONFLICT,
    errors.TooMany: HTTPStatus.TOO_MANY_REQUESTS,
    errors.Unavailable: HTTPStatus.SERVICE_UNAVAILABLE,
}
# Known, but not allowed: to log in would not help.
FORBIDDEN = frozenset({"dilarang", "csrf"})
# What the driver says may hold addresses, names of roles and pieces of statements. The log has it.
HIDDEN = {
    "basis_data": ("Basis data tidak dapat dihubungi", "The database cannot be reached"),
    "basis_data_gagal": ("Basis data tidak dapat dijalankan", "The database cannot be started"),
    "nilai": ("Ada nilai yang tidak dapat disimpan", "A value cannot be stored"),
    "kunci_induk": ("Kunci data pribadi tidak tersedia", "The key of personal data is not at hand"),
}
_TITLES = {
    400: ("Permintaan tidak dapat diproses", "The request cannot be processed"),
    401: ("Perlu masuk", "You must log in"),
    403: ("Tidak berwenang", "Not allowed"),
    404: ("Tidak ditemukan", "Not found"),
    405: ("Metode tidak diizinkan", "Method not allowed"),
    409: ("Bertentangan dengan yang sudah ada", "It clashes with what is there"),
    413: ("Terlalu besar", "Too large"),
    429: ("Terlalu sering", "Too many requests"),
    500: ("Kesalahan pada server", "An error of the server"),
    503: ("Layanan belum siap", "The service is not ready"),
}


def language(request: Request) -> str:
    """`id` or `en`: the `lang` parameter, else what Accept-Language wants more of the two, else `id`."""
    asked = request.query_params.get("lang")
    if asked in ("id", "en"):
        return asked
    for part in preferred(request.headers.get("accept-language", "")):
        tag = part[:2]
        if tag in ("id", "en"):
            return tag
    return "id"


def problem(
    status: int, lang: str, detail: str, *, code: str = "", where: str | None = None, **extra: Any
) -> JSONResponse:
    """A problem+json response."""
    titles = _TITLES.get(status, (HTTPStatus(status).phrase, HTTPStatus(status).phrase))
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": titles[lang == "en"],
        "status": status,
        "detail": detail,
    }
    body |= {key: value for key, value in {"code": code, "where": where, **extra}.items() if value}
    headers = {"Content-Language": lang, "Cache-Control": "no-store"}
    if status == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = 'Bearer realm="SIGAP"'
    return JSONResponse(body, status, headers, media_type="application/problem+json")


def from_error(error: errors.SigapError, lang: str) -> JSONResponse:
    """The response to one of our own errors."""
    found = (status for kind, status in STATUS.items() if isinstance(error, kind))
    status = next(found, HTTPStatus.INTERNAL_SERVER_ERROR)
    if error.code in FORBIDDEN:
        status = HTTPStatus.FORBIDDEN
    if status == HTTPStatus.INTERNAL_SERVER_ERROR:
        log.error("an error without a status: %s", error)
    answer = problem(status, lang, said(error, lang), code=error.code, where=error.where)
    if isinstance(error, errors.TooMany):
        answer.headers["Retry-After"] = str(error.retry_s)
    return answer


def said(error: errors.SigapError, lang: str) -> str:
    """What a reader is told: of a database that does not answer, not how it is called or where it is."""
    if error.code not in HIDDEN:
        return error.text(lang)
    log.warning("%s: %s", error.code, error)
    return HIDDEN[error.code][lang == "en"]


async def _own(request: Request, error: Exception) -> Response:
    assert isinstance(error, errors.SigapError)
    return from_error(error, language(request))


async def _validation(request: Request, error: Exception) -> Response:
    # FastAPI's 422 is a 400 here, as OGC API clients and suites expect.
    assert isinstance(error, RequestValidationError)
    lang = language(request)
    wrong = [{"where": _place(fault), "what": faults.said(fault, lang)} for fault in error.errors()[:20]]
    start = "Nilai tidak dapat dipakai" if lang == "id" else "A value cannot be used"
    detail = f"{start}: " + "; ".join(f"{fault['where']}: {fault['what']}" for fault in wrong)
    return problem(400, lang, detail, code="nilai", where=wrong[0]["where"], errors=wrong)


def _place(fault: dict[str, Any]) -> str:
    """The parameter or field; what is no JSON at all has a position, which names none."""
    named = () if fault["type"] == "json_invalid" else fault["loc"][1:]
    return ".".join(str(part) for part in named) or "body"


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    lang = language(request)
    if isinstance(error.__cause__, errors.SigapError):  # raised while the body was read
        return from_error(error.__cause__, lang)
    if error.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
        return _other_method(request, lang)
    if error.status_code == HTTPStatus.BAD_REQUEST:
        detail = (
            "Isi permintaan tidak dapat dibaca: kirim JSON dalam UTF-8",
            "The body cannot be read: send JSON in UTF-8",
        )
        return problem(400, lang, detail[lang == "en"], code="isi", where="body")
    titles = _TITLES.get(error.status_code, (str(error.detail), str(error.detail)))
    return problem(error.status_code, lang, titles[lang == "en"])


def _other_method(request: Request, lang: str) -> Response:
    allowed = ", ".join(methods.taken(request)) or "GET, HEAD"
    if request.method == "OPTIONS":
        return Response(status_code=204, headers={"Allow": allowed})
    words = ("Alamat ini hanya menerima", "This address takes only")
    answer = problem(405, lang, f"{words[lang == 'en']} {allowed}", code="metode", where="method")
    answer.headers["Allow"] = allowed
    return answer


async def _gone(request: Request, error: Exception) -> Response:
    log.info("the client went away at %s %s", request.method, request.url.path)
    return Response(status_code=HTTPStatus.BAD_REQUEST)  # which nobody reads


async def _unforeseen(request: Request, error: Exception) -> Response:
    log.exception("unforeseen error at %s %s", request.method, request.url.path, exc_info=error)
    lang = language(request)
    return problem(
        500,
        lang,
        "Kesalahan yang tidak terduga; sudah dicatat di log server"
        if lang == "id"
        else "An unforeseen error; the server's log has it",
    )


def install(app: FastAPI) -> None:
    """Make every error of `app` a problem+json."""
    app.add_exception_handler(errors.SigapError, _own)
    app.add_exception_handler(RequestValidationError, _validation)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(ClientDisconnect, _gone)
    app.add_exception_handler(Exception, _unforeseen)
