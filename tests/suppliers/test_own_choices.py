"""What an owner decides about the own business: statements, tags by consent, the coach's help."""

import pytest
from sqlalchemy.orm import Session

from procure.kernel.clock import local, now
from procure.suppliers import queries
from procure.suppliers.rules.registration import Step
from tests.conftest import WorkAs
from tests.make.offices import Office
from tests.make.registering import Registering, an_owner, places


@pytest.fixture
def sri(owner: Session, office: Office, work_as: WorkAs) -> Registering:
    """An owner who has begun to fill in a registration."""
    places(owner)
    made = an_owner(work_as, office.region)
    made.fill(Step.BUSINESS)
    return made


def test_a_new_year_s_turnover_statement_leaves_the_old_one(sri: Registering) -> None:
    year = local(now()).year
    sri.fill(Step.TAX, turnover_statement_year=year - 1)
    sri.fill(Step.TAX, turnover_statement_year=year)
    assert sri.supplier().turnover_statement_years == [year - 1, year]
    assert queries.present(sri.work(), sri.supplier(), Step.TAX)["turnover_statement_year"] == year
