"""The showcase: a market at work for the first look, told once, with a trail that holds."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.orm import Session

from procure.audit.queries import breaks
from procure.db.work import Work
from procure.kernel.actors import system
from procure.kernel.clock import now
from procure.launcher.provision import Urls
from procure.seeds.names import named
from tests.conftest import settings_for

COUNTS = text(
    "SELECT (SELECT string_agg(status || ' ' || n, ', ' ORDER BY status) FROM "
    "(SELECT status, count(*) n FROM purchase_requests WHERE region_id = :region GROUP BY 1) a), "
    "(SELECT count(*) FROM rfqs WHERE region_id = :region AND closes_at > now()), "
    "(SELECT count(*) FROM rfqs WHERE region_id = :region AND closes_at <= now()), "
    "(SELECT count(*) FROM sealed_quotes WHERE region_id = :region), "
    "(SELECT string_agg(status, ' ' ORDER BY status) FROM purchase_orders "
    " WHERE region_id = :region AND pdf_sha256 IS NOT NULL)"
)
WRONG_MONEY = text(
    "SELECT b.id FROM budget_lines b LEFT JOIN budget_holds h ON h.budget_line_id = b.id "
    "GROUP BY b.id HAVING b.reserved <> coalesce(sum(h.reserved), 0) "
    "OR b.committed <> coalesce(sum(h.committed), 0)"
)


def run(app: Flask, *words: str) -> str:
    result = app.test_cli_runner().invoke(args=words)
    assert result.exit_code == 0, (result.output, result.exception)
    return result.output


@pytest.fixture
def told(app: Flask, database: Urls) -> Flask:
    """The demonstration with its showcase."""
    run(app, "seed", "demo")
    run(app, "seed", "showcase")
    return app


@pytest.mark.parametrize("slug", ["jateng", "kbb"])
def test_each_region_has_something_to_see_at_every_step(
    told: Flask, owner: Session, slug: str
) -> None:
    seen = owner.execute(COUNTS, {"region": named("region", slug)}).one()

    assert tuple(seen) == (
        "approved 1, ordered 3, sourcing 5, submitted 1",
        4,
        1,
        3,
        "accepted accepted issued",
    )


def test_a_second_telling_changes_nothing(told: Flask, owner: Session) -> None:
    count = text("SELECT count(*) FROM audit_entries")
    before = owner.scalar(count)

    assert "played before" in run(told, "seed", "showcase")
    assert owner.scalar(count) == before


def test_trail_and_money_agree_and_the_guards_are_back(told: Flask, owner: Session) -> None:
    off = text("SELECT tgname FROM pg_trigger WHERE tgenabled = 'D'")

    assert list(breaks(Work(owner, system(), now()))) == []
    assert owner.execute(WRONG_MONEY).all() == []
    assert owner.execute(off).all() == []


def test_quotes_of_the_closed_request_came_before_its_deadline(told: Flask, owner: Session) -> None:
    late = text(
        "SELECT q.id FROM sealed_quotes q JOIN rfqs r ON r.id = q.rfq_id "
        "WHERE q.received_at >= r.closes_at OR q.received_at <= r.published_at"
    )

    assert owner.execute(late).all() == []


@pytest.mark.usefixtures("told")
def test_the_front_page_shows_open_requests(client: FlaskClient) -> None:
    for slug, purpose in (
        ("jateng", "Konsumsi lokakarya pelestarian gamelan"),
        ("kbb", "Konsumsi lokakarya rencana ekonomi kecamatan"),
    ):
        page = client.get("/", query_string={"region": slug}, follow_redirects=True).text

        assert purpose in page


def test_without_storage_nothing_is_told(app: Flask, database: Urls) -> None:
    settings = app.extensions["settings"]
    app.extensions["settings"] = settings_for(database)
    try:
        assert "nothing was done" in run(app, "seed", "showcase")
    finally:
        app.extensions["settings"] = settings
