"""Rules are kept in memory only for as long as they are the same."""

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from procure.accounts.models import Region
from procure.kernel.actors import Actor
from procure.regulations.models import RegulationVersion
from procure.regulations.queries import in_force
from tests.conftest import WorkAs
from tests.make.offices import Office
from tests.regulations.test_regulation_pages import a_rule

CODE = "direct-purchase-ceiling"


def ceiling(work_as: WorkAs, actor: Actor) -> int:
    """Return what a new request reads."""
    return in_force(work_as(actor), (CODE,))[CODE].parameters["rupiah"]


def test_a_changed_rule_counts_for_the_next_who_asks(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    rule = a_rule(owner, office.region)
    assert ceiling(work_as, office.requester) == 50_000_000
    rule.parameters = {"rupiah": 10_000_000}
    owner.commit()
    assert ceiling(work_as, office.requester) == 10_000_000
    owner.delete(rule)
    owner.commit()
    assert in_force(work_as(office.requester), (CODE,)) == {}


def test_a_rule_that_was_taken_back_before_it_counted_is_not_kept(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    rule = a_rule(owner, office.region)
    first = owner.scalar(select(Region.law_edition).where(Region.id == office.region.id))
    rule.parameters = {"rupiah": 1}
    owner.flush()
    second = owner.scalar(select(Region.law_edition).where(Region.id == office.region.id))
    owner.rollback()
    third = owner.scalar(select(Region.law_edition).where(Region.id == office.region.id))
    assert first == third != second
    assert ceiling(work_as, office.requester) == 50_000_000


def test_an_unchanged_rule_is_read_once_for_all_requests(
    owner: Session, office: Office, work_as: WorkAs
) -> None:
    a_rule(owner, office.region)
    ceiling(work_as, office.requester)
    work = work_as(office.requester)
    asked: list[str] = []
    event.listen(
        work.session.get_bind(), "before_cursor_execute", lambda *given: asked.append(given[2])
    )
    assert in_force(work, (CODE,))[CODE].parameters == {"rupiah": 50_000_000}
    assert not [one for one in asked if RegulationVersion.__tablename__ in one]
