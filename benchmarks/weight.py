"""How heavy pages are over the wire: the first visit with everything, a later page alone."""

import http.client
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from benchmarks.machine import a_machine

LATER = ("/catalogue", "/requests", "/sign-in")
KIB = 1024


def measure() -> Iterator[dict[str, Any]]:
    """Measure the landing page with its assets, and the heaviest of some later pages."""
    with a_machine() as machine:
        address = machine.product.addresses[0]
        body, size = _fetch(address, "/")
        assets = set(re.findall(r'(?:href|src)="(/static/dist/[^"#]+)', body))
        for sheet in [asset for asset in assets if asset.endswith(".css")]:
            styles, _ = _fetch(address, sheet)
            fonts = re.findall(r"url\([\"']?([^\"')]+\.woff2)", styles)
            assets |= {sheet.rsplit("/", 1)[0] + "/" + font.removeprefix("./") for font in fonts}
        first = size + sum(_fetch(address, asset)[1] for asset in assets)
        later = max(_fetch(address, path)[1] for path in LATER)
    yield {
        "bench": "weight",
        "first_kib": round(first / KIB, 1),
        "later_kib": round(later / KIB, 1),
        "requests": len(assets) + 1,
    }


def _fetch(address: str, path: str) -> tuple[str, int]:
    parts = urlsplit(address)
    line = http.client.HTTPConnection(parts.hostname or "", parts.port)
    line.request("GET", path, headers={"Accept-Encoding": "br, gzip"})
    answer = line.getresponse()
    raw = answer.read()
    assert answer.status == 200, (path, answer.status)
    headers = sum(len(name) + len(value) + 4 for name, value in answer.getheaders())
    encoding = answer.getheader("Content-Encoding", "")
    line.close()
    return _plain(raw, encoding), len(raw) + headers


def _plain(raw: bytes, encoding: str) -> str:
    if encoding == "br":
        import brotli

        raw = brotli.decompress(raw)
    elif encoding == "gzip":
        import gzip

        raw = gzip.decompress(raw)
    return raw.decode(errors="replace")
