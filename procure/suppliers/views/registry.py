"""The registry officers' desk: what waits, and one supplier with everything about it."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure.audit.models import AuditEntry
from procure.db.work import Work
from procure.files.actions import UploadAction
from procure.kernel.labels import N_, Labelled
from procure.suppliers import queries
from procure.suppliers.actions import (
    BankAccountAction,
    DocumentAction,
    SupplierAction,
)
from procure.suppliers.banks import banks
from procure.suppliers.business_fields import unfitting
from procure.suppliers.kinds import ChangedField, DocumentKind, EntityType
from procure.suppliers.models import Supplier
from procure.suppliers.policy import SUPPLIER_POLICY, registry_reader
from procure.suppliers.queries.queue import RETURNED, Waiting
from procure.suppliers.rules.papers import proves_tax_number
from procure.suppliers.rules.registration import Step
from procure.suppliers.views.banking import held_in_words
from procure.suppliers.views.rechecking import changed_rows
from procure.suppliers.views.sending import told
from procure.suppliers.workflow import BankAccountStatus, SupplierStatus
from procure.web.access import reads
from procure.web.paths import wanted_page
from procure.web.work import current_work

bp = Blueprint("registry", __name__, url_prefix="/registry")

DEEDS: tuple[type[Labelled], ...] = (
    SupplierAction,
    DocumentAction,
    BankAccountAction,
    UploadAction,
)
"""What the chain of a supplier tells of."""


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
        about={one: _about(wanted.stage, one) for one in page.items},
        arguments={key: value for key, value in request.args.items() if key != "page"},
    )


def _wanted() -> queries.Filter:
    stage, kind = request.args.get("stage", ""), request.args.get("form", "")
    return queries.Filter(
        stage=queries.Stage(stage) if stage in list(queries.Stage) else queries.Stage.REGISTRATIONS,
        words=request.args.get("q", "")[:100].replace("\0", ""),
        entity_type=EntityType(kind) if kind in list(EntityType) else None,
    )


def _about(stage: queries.Stage, one: Waiting) -> str:
    """Say what waits: a kind of paper, which check of an account, or what was changed."""
    if stage is queries.Stage.CHANGES:
        names = one.what.split()
        said = [_(ChangedField(name).label) for name in names if name != RETURNED]
        return ", ".join(said) + (f" · {_('asked to be corrected')}" if RETURNED in names else "")
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
    decides = SUPPLIER_POLICY.allows(work.actor, SupplierAction.INSPECT, case.supplier)
    return render_template(
        "registry/show.html",
        case=case,
        today=work.today,
        supplier=case.supplier,
        parts=_parts(work, case.supplier),
        changes=changed_rows(work, case),
        changed_at=max((one.changed_at for one in case.changes), default=None),
        seen=queries.mark_of(case.changes),
        banks=banks(),
        held=held_in_words(work, supplier_id) if decides else "",
        decides=decides,
        is_tied=any(one.person_id == work.actor.user_id for one in case.interests),
        checklist=_checklist(case, work.today),
        entries=_told(case.entries),
        reminders=_warnings(case) + _of_registration(work, case.supplier),
    )


TITLES = {
    Step.BUSINESS: N_("The business"),
    Step.OFFER: N_("What is sold and where it is delivered"),
}
"""What a part is called for the officer, where the supplier's own page says "you"."""


def _parts(work: Work, supplier: Supplier) -> list[dict[str, Any]]:
    """Return what a supplier said of itself; the account has a part of its own."""
    return [
        {**part, "title": _(TITLES.get(part["step"], part["step"].label))}
        for part in told(work, supplier)
        if part["step"] is not Step.BANK
    ]


@bp.get("/refused-numbers/<uuid:refused_number_id>")
@reads(registry_reader)
def refused_number(refused_number_id: UUID) -> ResponseReturnValue:
    """Lead an officer from a number that was refused to the supplier that has it."""
    holder = queries.holder_of(current_work(), refused_number_id)
    if holder is None:
        flash(_("Nobody has that number any more."), "success")
        return redirect(url_for(".index"))
    return redirect(url_for(".show", supplier_id=holder, _anchor="likenesses"))


def _checklist(case: queries.Case, today: date) -> list[dict[str, Any]]:
    """Say for each part whether it stands, as the officer ticks it off."""
    supplier, identity = case.supplier, case.identity
    open_papers = [
        _(asked.kind.label)
        for asked in case.asked
        if asked.need.value == "required"
        and (asked.kind not in case.papers or not case.papers[asked.kind].holds_on(today))
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
            "severity": "ok" if _is_proven(case, today) else "warn",
            "sentence": _("Tax number proven by an accepted paper"),
            "remedy": _("Until then the higher rate without NPWP is withheld from each payment."),
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


def _is_proven(case: queries.Case, today: date) -> bool:
    """Whether the tax number counts as proven, or will once the registration is accepted."""
    if case.supplier.verified_at is not None:
        return case.supplier.npwp_valid
    shown = {kind: one.number for kind, one in case.papers.items() if one.holds_on(today)}
    number = case.identity.npwp if case.identity else None
    return proves_tax_number(case.supplier.entity_type, number, shown)


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


def _of_registration(work: Work, supplier: Supplier) -> list[dict[str, Any]]:
    """Say what the registration itself shows: from whose device it came, and what does not fit."""
    about = queries.profile(work, supplier.id)
    fields = [one.code for one in queries.kblis(work, supplier.id) if one.version == "2020"]
    codes = [one.category_code for one in supplier.categories]
    kinds = {kind.code: kind.name for kind in queries.categories(work)}
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
