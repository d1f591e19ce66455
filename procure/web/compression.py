"""Pages travel compressed, for phones on slow lines; static files are compressed when built."""

import gzip

from flask import Flask, Response, request

WORTH_IT = 1024
LEVEL = 5
KINDS = frozenset({"text/html", "text/css", "application/json", "image/svg+xml", "text/plain"})


def compress(app: Flask) -> None:
    """Compress answers of text with gzip where the browser takes it."""

    @app.after_request
    def shrink(response: Response) -> Response:
        fitting = (
            response.mimetype in KINDS
            and not response.direct_passthrough
            and not response.is_streamed
            and "Content-Encoding" not in response.headers
            and "gzip" in request.headers.get("Accept-Encoding", "")
        )
        if fitting and len(response.get_data()) >= WORTH_IT:
            response.set_data(gzip.compress(response.get_data(), LEVEL, mtime=0))
            response.headers["Content-Encoding"] = "gzip"
            response.vary.add("Accept-Encoding")
        return response
