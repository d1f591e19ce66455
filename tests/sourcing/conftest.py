"""The cast of sourcing: three caterers, the law of the region, and keys."""

import pytest
from sqlalchemy.orm import Session

from tests.make.offices import Office
from tests.make.quotations import some_keys, the_region_s_law
from tests.make.sellers import Seller, a_seller


@pytest.fixture
def sellers(owner: Session, office: Office) -> list[Seller]:
    """Three caterers, the law of the region, and sealing keys."""
    the_region_s_law(owner, office)
    some_keys(owner)
    return [a_seller(owner, office.region) for _ in range(3)]
