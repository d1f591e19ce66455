"""What tests of orders share: a caterer, a prepared order, and a place for papers."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from procure.files import storage
from procure.launcher.provision import Urls
from tests.conftest import WorkAs, settings_for
from tests.make.deals import Deal, a_deal
from tests.make.offices import Office
from tests.make.sellers import Seller, a_seller


@pytest.fixture
def papers(app: Flask, database: Urls, tmp_path: Path) -> Iterator[Path]:
    """A storage for the papers of one test; the application's own is put back."""
    before = storage._storage
    storage.use(settings_for(database, storage_url=f"file://{tmp_path}"))
    yield tmp_path
    storage._storage = before


@pytest.fixture
def seller(owner: Session, office: Office) -> Seller:
    """A caterer of the region."""
    return a_seller(owner, office.region)


@pytest.fixture
def deal(owner: Session, work_as: WorkAs, office: Office, seller: Seller, papers: Path) -> Deal:
    """An order of Rp 2,500,000 that waits for the signature."""
    return a_deal(owner, work_as, office, seller)
