"""Doors to the review of a registration, and to sending it."""

from datetime import datetime
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure.db.work import Work
from procure.suppliers import queries, service
from procure.suppliers.actions import SupplierAction as Do
from procure.suppliers.banks import banks
from procure.suppliers.models import Supplier
from procure.suppliers.policy import own_business
from procure.suppliers.registry_models import SupplierKbli
from procure.suppliers.rules import registration as rules
from procure.suppliers.rules.identifiers import masked
from procure.suppliers.views.door import bp
from procure.suppliers.views.filling import ENDPOINTS, letter_findings
from procure.web import words
from procure.web.access import does, reads
from procure.web.work import current_work


def told(work: Work, supplier: Supplier) -> list[dict[str, Any]]:
    """Return what a supplier said of itself, step by step; numbers are masked."""
    kept, account = queries.identity(work, supplier.id), queries.account(work, supplier.id)
    about = queries.profile(work, supplier.id)
    kinds = {kind.code: kind.name for kind in queries.categories(work)}
    areas = queries.territory_names(work, [one.regency_code for one in supplier.areas])
    fields = queries.kblis(work, supplier.id)
    titles = queries.kbli_titles(work, [one.code for one in fields], "2020")
    facts: dict[rules.Step, list[tuple[str, Any]]] = {
        rules.Step.BUSINESS: [
            (_("Legal form"), _(supplier.entity_type.label)),
            (_("Name under which you sell"), supplier.name),
            (_("Legal name"), supplier.legal_name or "-"),
            (_("Name of the owner or director"), supplier.owner_name),
            (_("Mobile phone number"), supplier.phone),
        ],
        rules.Step.NUMBERS: [
            ("NIK", masked(kept.nik if kept else None) or "-"),
            ("NIB", masked(kept.nib if kept else None) or "-"),
            ("NPWP", masked(kept.npwp if kept else None) or "-"),
            ("NITKU", masked(kept.nitku if kept else None, 6) or "-"),
            (
                _("Tax number proven"),
                _("Yes, by an accepted paper") if supplier.npwp_valid else _("Not yet"),
            ),
        ],
        rules.Step.ADDRESS: [
            (_("Street and number, RT/RW"), supplier.address or "-"),
            (_("Village or ward"), supplier.village or "-"),
            (_("District"), supplier.district_name or "-"),
            (_("Regency or city"), supplier.regency_name or "-"),
            (_("Postal code"), supplier.postal_code or "-"),
        ],
        rules.Step.OFFER: [
            (
                _("Goods and services"),
                _listed(kinds, [c.category_code for c in supplier.categories]),
            ),
            (_("Delivery areas"), _listed(areas, [a.regency_code for a in supplier.areas])),
            ("KBLI", ", ".join(_field(one, titles) for one in fields) or "-"),
        ],
        rules.Step.TAX: [
            (_("Taxable entrepreneur (PKP)"), _yes(supplier.is_taxable)),
            (_("Letter (Surat Keterangan)"), supplier.final_letter_number or "-"),
            (_("Letter valid from"), words.day(supplier.final_letter_from)),
            (_("Letter valid until"), words.day(supplier.final_letter_until)),
            (_("Exemption letter (SKB)"), supplier.exemption_letter_number or "-"),
            (_("Exemption letter valid until"), words.day(supplier.exemption_letter_until)),
            (
                _("Turnover statement for the year"),
                ", ".join(map(str, supplier.turnover_statement_years)) or "-",
            ),
        ],
        rules.Step.SCALE: [
            (_("Class that follows (PP 7/2021)"), _(supplier.scale.label)),
            (
                _("The class that OSS prints on your NIB"),
                _(about.scale_oss.label) if about and about.scale_oss else "-",
            ),
            (_("Figures of the year"), about.scale_year if about and about.scale_year else "-"),
            (_("Sales of that year"), words.money(about.sales if about else None)),
            (
                _("Capital, without land and buildings"),
                words.money(about.capital if about else None),
            ),
        ],
        rules.Step.TAGS: [
            (_("Owned by a woman"), _agreed(about.women_consented_at if about else None)),
            (
                _("Owned by a person with a disability"),
                _agreed(about.disability_consented_at if about else None),
            ),
        ],
        rules.Step.BANK: [
            (_("Bank"), banks().get(account.bank_code, "-") if account else "-"),
            (_("Account number"), masked(account.account) if account else "-"),
            (_("Name of the account holder"), account.holder if account else "-"),
        ],
    }
    return [
        {
            "step": step,
            "title": _(step.label),
            "facts": facts[step],
            "url": url_for(ENDPOINTS[step], supplier_id=supplier.id),
        }
        for step in rules.Step
    ]


def _listed(names: dict[str, str], codes: list[str]) -> str:
    return ", ".join(names.get(code, code) for code in codes) or "-"


def _field(one: SupplierKbli, titles: dict[str, str]) -> str:
    """Name a business field with the version of its list, and its title where we know the list."""
    title = titles.get(one.code, "") if one.version == "2020" else ""
    return f"{one.code} {title}".strip() + f" (KBLI {one.version})"


def _agreed(moment: datetime | None) -> str:
    """Say whether the owner lets the tag be shown, and since when."""
    return _("Yes, agreed on %(day)s", day=words.day(moment)) if moment else _("No")


def _yes(value: bool) -> str:
    return _("Yes") if value else _("No")


def _review(supplier_id: UUID, refused: bool = False) -> str:
    work = current_work()
    supplier = queries.get(work, supplier_id)
    about = queries.profile(work, supplier.id)
    gaps = rules.gaps(queries.filled(work, supplier))
    return render_template(
        "suppliers/review.html",
        supplier=supplier,
        parts=told(work, supplier),
        gaps=[
            {"gap": gap, "url": url_for(ENDPOINTS[gap.step], supplier_id=supplier.id)}
            for gap in gaps
        ],
        findings=letter_findings(work, supplier),
        is_holder_different=bool(about and about.is_holder_different),
        is_open=str(supplier.status) in rules.OPEN_TO_COACH,
        refused=refused,
        asked=queries.asked_of(work, supplier),
        papers=queries.latest(work, supplier.id),
        today=work.today,
    )


@bp.get("/suppliers/<uuid:supplier_id>/review")
@reads(own_business)
def review(supplier_id: UUID) -> ResponseReturnValue:
    """Show everything that will be sent, with what is missing."""
    return _review(supplier_id)


@bp.post("/suppliers/<uuid:supplier_id>/submit")
@does(Do.SUBMIT)
@reads(own_business)
def submit(supplier_id: UUID) -> ResponseReturnValue:
    """Send the registration to the registry officer."""
    try:
        service.submit(current_work(), supplier_id)
    except rules.RegistrationIncomplete:
        return _review(supplier_id, refused=True), 422
    flash(_("Your registration was sent. You are told as soon as it is checked."), "success")
    return redirect(url_for(".mine"))
