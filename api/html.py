"""Small HTML pages for people who open an API address in a browser. Everything shown is escaped."""

import json
from html import escape
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from api import links

_STYLE = """
:root{color-scheme:light}
body{font:16px/1.55 system-ui,"Noto Sans",sans-serif;margin:0;color:#17262e;background:#f4f6f5}
header{background:#12384a;color:#fff;padding:.9rem 1.25rem}
header a{color:#fff;text-decoration:none;font-weight:700}
main{max-width:60rem;margin:1.5rem auto;padding:0 1.25rem}
h1{font-size:1.45rem;line-height:1.25;margin:.2rem 0 1rem}
table{border-collapse:collapse;width:100%;background:#fff}td,th{text-align:left;padding:.45rem .7rem;
border-bottom:1px solid #dde4e2;vertical-align:top}th{width:13rem;font-weight:600}
pre{background:#fff;border:1px solid #dde4e2;padding:1rem;overflow:auto;font-size:.85rem}
.ok{border-left:.5rem solid #2a7d4f;background:#fff;padding:1rem 1.25rem;margin:0 0 1.25rem}
.old{border-left:.5rem solid #b3261e;background:#fff;padding:1rem 1.25rem;margin:0 0 1.25rem}
.ok b,.old b{font-size:1.2rem;display:block}
code{background:#e7edeb;padding:.1rem .3rem;border-radius:.2rem}a{color:#0b5a7d}
"""


def page(request: Request, title: str, body: str, *, lang: str = "id", status: int = 200) -> HTMLResponse:
    """A page around `body`, which must be escaped already."""
    home = escape(links.to(request, "/"))
    text = (
        f'<!doctype html><html lang="{lang}"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width,initial-scale=1">'
        f"<title>{escape(title)} · SIGAP</title>"
        f'<style>{_STYLE}</style></head><body><header><a href="{home}">SIGAP</a></header>'
        f"<main><h1>{escape(title)}</h1>{body}</main></body></html>"
    )
    return HTMLResponse(text, status)


def table(rows: list[tuple[str, str]]) -> str:
    """A table of names and values; both are escaped here."""
    cells = "".join(f"<tr><th>{escape(name)}</th><td>{escape(value)}</td></tr>" for name, value in rows)
    return f"<table>{cells}</table>"


def document_page(request: Request, document: dict[str, Any]) -> HTMLResponse:
    """A JSON document for the eye: its links, and itself."""
    title = str(document.get("title") or document.get("id") or request.url.path)
    listed = "".join(
        f'<li><a href="{escape(each["href"])}">{escape(each.get("title") or each["rel"])}</a> '
        f"<small>{escape(each['rel'])}</small></li>"
        for each in _links(document)
    )
    text = escape(json.dumps(document, ensure_ascii=False, indent=1)[:200_000])
    return page(request, title, f"<ul>{listed}</ul><pre>{text}</pre>")


def _links(document: dict[str, Any]) -> list[dict[str, str]]:
    found = list(document.get("links", []))
    for each in document.get("collections", []):
        found += [one for one in each["links"] if one["rel"] in ("self", "items")]
    return found
