"""The clock goes round the regions, and reads in each the day that it is there."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from procure.accounts.jobs import in_each_region
from procure.jobs import queue
from procure.kernel.actors import Role
from tests.make.offices import a_region

PAPUA_S_MIDNIGHT = datetime(2027, 3, 10, 15, tzinfo=UTC)
"""In Java it is ten in the evening of the day before."""


@pytest.mark.usefixtures("keeper_work")
def test_each_region_is_worked_in_by_its_own_day(
    owner: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = {
        a_region(owner, zone="WIB").id: date(2027, 3, 10),
        a_region(owner, zone="WIT").id: date(2027, 3, 11),
    }
    owner.commit()
    monkeypatch.setattr(queue, "now", lambda: PAPUA_S_MIDNIGHT)
    found = {}
    for work, region_id in in_each_region():
        assert work.actor.region_id == region_id
        assert work.actor.has(Role.SYSTEM)
        found[region_id] = work.today
    assert found == days
