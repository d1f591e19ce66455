"""What search engines ask for: robots.txt, and a site map in chunks."""

from contextlib import suppress
from typing import Final
from uuid import UUID

from flask import Blueprint, Response, render_template, request, url_for

from procure.catalogue.queries import crawling
from procure.web.access import public
from procure.web.work import current_work

bp = Blueprint("crawling", __name__)

KEPT_SECONDS: Final = 3_600
NOBODY: Final = ("/catalogue/suggest", "/catalogue/pick", "/catalogue/compare", "/catalogue?")


@bp.get("/robots.txt")
@public
def robots() -> Response:
    """Say what may be read: public pages, but not every combination of filters."""
    lines = [
        "User-agent: *",
        *(f"Disallow: {path}" for path in NOBODY),
        f"Sitemap: {url_for('crawling.index', _external=True)}",
    ]
    return _kept(Response("\n".join(lines) + "\n", mimetype="text/plain"))


@bp.get("/sitemap.xml")
@public
def index() -> Response:
    """Name the chunks of the site map."""
    work = current_work()
    pages = [
        url_for("crawling.sellers", _external=True),
        url_for("crawling.listings", _external=True),
        *(
            url_for("crawling.listings", after=last, _external=True)
            for last in crawling.chunk_ends(work)
        ),
    ]
    return _xml("sitemapindex", pages)


@bp.get("/sitemap-listings.xml")
@public
def listings() -> Response:
    """Name one chunk of listings."""
    after: UUID | None = None
    with suppress(ValueError):
        after = UUID(request.args.get("after", ""))
    root = url_for("catalogue.search", _external=True)
    found = crawling.listing_ids(current_work(), after)
    return _xml("urlset", [f"{root}/{one}" for one in found])


@bp.get("/sitemap-sellers.xml")
@public
def sellers() -> Response:
    """Name the sellers, those after the slug in the address."""
    root = url_for("catalogue.search", _external=True)
    found = crawling.seller_slugs(current_work(), request.args.get("after", "")[:200])
    return _xml("urlset", [f"{root}/sellers/{slug}" for slug in found])


def _xml(kind: str, addresses: list[str]) -> Response:
    text = render_template("catalogue/sitemap.xml", kind=kind, addresses=addresses)
    return _kept(Response(text, mimetype="application/xml"))


def _kept(answer: Response) -> Response:
    answer.headers["Cache-Control"] = f"public, max-age={KEPT_SECONDS}"
    return answer
