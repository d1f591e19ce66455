"""The page of rules: the region's own row goes before the national one."""

from datetime import date

from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from procure.accounts.models import Region
from procure.kernel.regulation import Severity
from procure.regulations.models import RegulationVersion
from tests.make.offices import a_region


def a_rule(owner: Session, region: Region | None, **given: object) -> RegulationVersion:
    facts: dict[str, object] = {
        "region_id": region.id if region else None,
        "code": "direct-purchase-ceiling",
        "valid_from": date(2026, 1, 1),
        "sentence": "Paling banyak Rp50.000.000; permintaan ini %(total)s.",
        "sentence_en": "Up to Rp50,000,000; this one is %(total)s.",
        "article": "Perpres 16/2018 ps. 50",
        "severity": Severity.BLOCK,
        "remedy": "Minta penawaran.",
        "remedy_en": "Ask for quotes.",
        "parameters": {"rupiah": 50_000_000},
        "source": "secondary: catatan",
        **given,
    }
    row = RegulationVersion(**facts)
    owner.add(row)
    owner.commit()
    return row


def test_rules_are_public_and_read_in_the_language_of_the_reader(
    owner: Session, client: FlaskClient
) -> None:
    a_rule(owner, a_region(owner))
    with client.session_transaction() as kept:
        kept["language"] = "en"

    page = client.get("/regulations").text

    assert 'id="direct-purchase-ceiling"' in page
    assert "Up to Rp50,000,000." in page
    assert "%(total)s" not in page
    assert "Perpres 16/2018 ps. 50" in page


def test_the_region_overrides_the_nation_and_tomorrow_is_not_shown(
    owner: Session, client: FlaskClient
) -> None:
    region = a_region(owner)
    a_rule(owner, None, sentence="Nasional.")
    a_rule(owner, region, sentence="Daerah.")
    a_rule(owner, region, sentence="Besok.", valid_from=date(2999, 1, 1))

    page = client.get("/regulations").text

    assert "Daerah." in page
    assert "Nasional." not in page
    assert "Besok." not in page


def test_without_rules_the_page_says_so(owner: Session, client: FlaskClient) -> None:
    a_region(owner)
    owner.commit()

    assert client.get("/regulations").status_code == 200
