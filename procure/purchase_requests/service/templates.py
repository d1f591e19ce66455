"""Keeping routine purchases: from a request, with changes, and out of use."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete

from procure.audit.service import record
from procure.db.work import Work
from procure.kernel.errors import StalePage
from procure.purchase_requests.actions import PurchaseTemplateAction as Do
from procure.purchase_requests.policy import PURCHASE_TEMPLATE_POLICY
from procure.purchase_requests.queries import records, templates
from procure.purchase_requests.rules.templates import TemplateLine, check_kept, shared_out
from procure.purchase_requests.template_models import PurchaseTemplate, PurchaseTemplateLine


def keep(work: Work, purchase_request_id: UUID, title: str) -> PurchaseTemplate:
    """Keep what a request asks for as a template of the agency."""
    with work.transaction():
        request = records.get(work, purchase_request_id)
        PURCHASE_TEMPLATE_POLICY.require(work.actor, Do.KEEP, request)
        lines = shared_out(
            (
                TemplateLine(
                    line.category_code,
                    line.name,
                    line.specification,
                    line.quantity,
                    False,
                    line.unit,
                    line.listing_id,
                )
                for line in request.lines
            ),
            request.head_count,
        )
        check_kept(lines)
        kept = PurchaseTemplate(
            region_id=request.region_id,
            agency_id=request.agency_id,
            title=title,
            person_id=work.actor.user_id,
        )
        work.session.add(kept)
        work.session.flush()
        _write(work, kept, lines)
        record(work, Do.KEEP, kept, facts={"title": title})
    return kept


def change(
    work: Work, template_id: UUID, title: str, lines: Sequence[TemplateLine], *, version: int
) -> PurchaseTemplate:
    """Give a template another title and other lines. Raises StalePage or NothingToKeep."""
    with work.transaction():
        kept = templates.get(work, template_id, lock=True)
        PURCHASE_TEMPLATE_POLICY.require(work.actor, Do.CHANGE, kept)
        if kept.version != version:
            raise StalePage
        check_kept(lines)
        kept.title = title
        kept.version += 1
        work.session.execute(
            delete(PurchaseTemplateLine).where(PurchaseTemplateLine.template_id == kept.id)
        )
        work.session.expire(kept, ["lines"])
        _write(work, kept, lines)
        record(work, Do.CHANGE, kept, facts={"title": title})
    return kept


def retire(work: Work, template_id: UUID) -> None:
    """Take a template out of use; requests that began with it stay as they are."""
    with work.transaction():
        kept = templates.get(work, template_id, lock=True)
        PURCHASE_TEMPLATE_POLICY.require(work.actor, Do.RETIRE, kept)
        kept.retired_at = work.now
        record(work, Do.RETIRE, kept, facts={"title": kept.title})


def _write(work: Work, kept: PurchaseTemplate, lines: Sequence[TemplateLine]) -> None:
    work.session.add_all(
        PurchaseTemplateLine(
            template_id=kept.id,
            position=position,
            region_id=kept.region_id,
            agency_id=kept.agency_id,
            category_code=line.category_code,
            name=line.name,
            specification=line.specification,
            quantity=line.quantity,
            is_per_person=line.is_per_person,
            unit=line.unit,
            listing_id=line.listing_id,
        )
        for position, line in enumerate(lines, 1)
    )
    work.session.flush()
