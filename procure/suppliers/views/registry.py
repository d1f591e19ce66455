"""The registry officers' desk: what waits, and one supplier with everything about it."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure.audit.models import AuditEntry
from procure.db.work import Work
from procure.kernel.actors import Role
from procure.kernel.labels import Labelled
from procure.suppliers import queries
from procure.suppliers.actions import (
    BankAccountAction,
    DocumentAction,
    SupplierAction,
)
from procure.suppliers.banks import banks
from procure.suppliers.business_fields import unfitting
from procure.suppliers.kinds import DocumentKind, EntityType
from procure.suppliers.models import Supplier
from procure.suppliers.policy import registry_reader
from procure.suppliers.queries.queue import Waiting
from procure.suppliers.views.banking import held_in_words
from procure.suppliers.workflow import BankAccountStatus, SupplierStatus
from procure.web.access import reads
from procure.web.paths import wanted_page
from procure.web.work import current_work

bp = Blueprint("registry", __name__, url_prefix="/registry")

DEEDS: tuple[type[Labelled], ...] = (SupplierAction, DocumentAction, BankAccountAction)


@bp.get("")
@reads(registry_reader)
def index() -> ResponseReturnValue:
    """Show one pile of the desk, who waits longest first, with what waits in the others."""
    work, wanted = current_work(), _wanted()
    page = queries.waiting(work, wanted, wanted_page())
    return render_template(
        "registry/index.html",
        page=page,
        wanted=wanted,
        stages=list(queries.Stage),
        counts=queries.counts(work),
        entity_types=list(EntityType),
        about={one: _about(one) for one in page.items},
        arguments={key: value for key, value in request.args.items() if key != "page"},
    )


def _wanted() -> queries.Filter:
    stage, kind = request.args.get("stage", ""), request.args.get("form", "")
    return queries.Filter(
        stage=queries.Stage(stage) if stage in list(queries.Stage) else queries.Stage.REGISTRATIONS,
        words=request.args.get("q", "")[:100].replace("\0", ""),
        entity_type=EntityType(kind) if kind in list(EntityType) else None,
    )


def _about(one: Waiting) -> str:
    """Say what waits: a kind of paper, or which check of an account comes next."""
    if one.what in list(DocumentKind):
        return _(DocumentKind(one.what).label)
    if one.what in list(BankAccountStatus):
        return _(BankAccountStatus(one.what).label)
    return _(one.supplier.entity_type.label)


@bp.get("/<uuid:supplier_id>")
@reads(registry_reader)
def show(supplier_id: UUID) -> ResponseReturnValue:
    """Show one supplier with all that the officer weighs."""
    work = current_work()
    case = queries.case(work, supplier_id)
    codes = [one.category_code for one in case.supplier.categories]
    areas = [one.regency_code for one in case.supplier.areas]
    kinds = {kind.code: kind.name for kind in queries.categories(work)}
    places = queries.territory_names(work, areas)
    decides = work.actor.has(Role.REGISTRY_OFFICER)
    return render_template(
        "registry/show.html",
        case=case,
        today=work.today,
        supplier=case.supplier,
        sells=", ".join(kinds.get(code, code) for code in codes),
        delivers=", ".join(places.get(code, code) for code in areas),
        banks=banks(),
        held=held_in_words(work, supplier_id) if decides else "",
        decides=decides,
        checklist=_checklist(case),
        entries=_told(case.entries),
        reminders=_warnings(case) + _of_registration(work, case.supplier, kinds),
    )


def _checklist(case: queries.Case) -> list[dict[str, Any]]:
    """Say for each part whether it stands, as the officer ticks it off."""
    supplier, identity = case.supplier, case.identity
    open_papers = [
        _(asked.kind.label)
        for asked in case.asked
        if asked.need.value == "required"
        and (asked.kind not in case.papers or not case.papers[asked.kind].is_accepted)
    ]
    checked = any(one.status is BankAccountStatus.ACTIVE for one in case.accounts)
    is_person = supplier.entity_type is EntityType.INDIVIDUAL
    numbers = identity is not None and bool(identity.nik if is_person else identity.nib)
    return [
        {
            "severity": "ok" if numbers else "block",
            "sentence": _("Numbers: identity number (NIK) given")
            if is_person
            else _("Numbers: business number (NIB) given"),
            "remedy": _("Ask for corrections: the number is missing."),
        },
        {
            "severity": "ok" if supplier.categories and supplier.areas else "block",
            "sentence": _("What is sold, and where it is delivered"),
            "remedy": _("Ask for corrections: nothing is chosen yet."),
        },
        {
            "severity": "block" if open_papers else "ok",
            "sentence": _("Required papers accepted"),
            "remedy": _("Still open: %(papers)s.", papers=", ".join(open_papers)),
        },
        {
            "severity": "ok" if checked else "warn",
            "sentence": _("Bank account checked by two officers"),
            "remedy": _("This may follow later; nothing is paid before."),
        },
        {
            "severity": "ok" if not any(n.verdict is None for n in case.neighbours) else "warn",
            "sentence": _("No undecided likeness with another supplier"),
            "remedy": _("Decide below what they are to each other."),
        },
    ]


def _warnings(case: queries.Case) -> list[dict[str, Any]]:
    """Say what deserves a second look; each with an innocent explanation."""
    said: list[dict[str, Any]] = []
    if case.holder_differs:
        said.append(
            {
                "severity": "warn",
                "sentence": _("The account is held under another name than owner and business."),
                "remedy": _("Often a spouse or a trade name; look at the bank book page."),
            }
        )
    said += [
        {
            "severity": "warn",
            "sentence": _(
                "%(person)s, an official of the region, %(sign)s.",
                person=one.person,
                sign=_(one.sign.label),
            ),
            "remedy": _("It may be chance. Ask whether they have to do with each other."),
        }
        for one in case.noticed
    ]
    said += [
        {"severity": str(one.severity), "sentence": one.sentence, "remedy": one.remedy}
        for one in case.findings
    ]
    return said


def _of_registration(
    work: Work, supplier: Supplier, kinds: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Say what the registration itself shows: from whose device it came, and what does not fit."""
    about = queries.profile(work, supplier.id)
    fields = [one.code for one in queries.kblis(work, supplier.id) if one.version == "2020"]
    codes = [one.category_code for one in supplier.categories]
    unlike = [kinds.get(code, code) for code in unfitting(codes, fields)]
    said = []
    if supplier.coach_id is not None and about is not None and about.is_same_device:
        said.append(
            (
                _("A coach helped, and the owner confirmed from the coach's own device."),
                _("It may be a lent phone. Call the owner and ask whether they agreed."),
            )
        )
    identity = queries.identity_of(work, supplier.id)
    if queries.has_lost_place(work, identity.nik if identity else None):
        said.append(
            (
                _("The district in the NIK is not in today's list of places."),
                _("It may have been divided since. Compare the number with the identity card."),
            )
        )
    if unlike:
        said.append(
            (
                _("No business field (KBLI) fits: %(kinds)s.", kinds=", ".join(unlike)),
                _("Ask for the right field on the NIB, or for what is really sold."),
            )
        )
    return [{"severity": "warn", "sentence": text, "remedy": remedy} for text, remedy in said]


def _told(entries: Iterable[AuditEntry]) -> list[dict[str, Any]]:
    """Say what happened, newest first."""
    labels = {str(deed): deed.label for kind in DEEDS for deed in kind}
    return [
        {
            "at": entry.at,
            "title": _(labels.get(entry.action, entry.action)),
            "who": entry.actor_name,
            "reason": _(entry.reason) if entry.reason else "",
            "detail": _step(entry),
        }
        for entry in reversed(list(entries))
    ]


def _step(entry: AuditEntry) -> list[tuple[str, str]]:
    if entry.before == entry.after or entry.after not in list(SupplierStatus):
        return []
    return [(_("Now"), _(SupplierStatus(entry.after).label))]
