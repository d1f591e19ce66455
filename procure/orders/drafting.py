"""Puts together what an order says: legal form, taxes, terms, signatory, rules behind it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Final
from uuid import UUID

from procure.accounts.models import Region
from procure.accounts.queries import appointment, me
from procure.audit.queries import laws_of
from procure.db.work import Work
from procure.kernel.actors import Role
from procure.kernel.clock import local
from procure.kernel.marks import mark_of
from procure.kernel.money import rupiah
from procure.kernel.regulation import Regulation
from procure.orders import pdf
from procure.orders.models import PurchaseOrder
from procure.orders.rules import (
    ContractForm,
    EntityType,
    SupplyKind,
    TaxableLine,
    TaxLaws,
    TaxProfile,
    TaxRuleMissing,
    TaxSheet,
    contract_form,
    document_title,
    taxes,
)
from procure.orders.rules.answering import respond_by
from procure.pdf.letterhead import Letterhead, Motif
from procure.regulations.queries import by_versions, rows_in_force
from procure.regulations.rules import Version, in_general
from procure.sourcing.models import Award
from procure.suppliers.models import EntityType as SupplierForm
from procure.suppliers.models import Supplier

STAMP: Final = "stamp-duty"
ORDER_CODES: Final = ("contract-form", "order-response", "late-penalty", STAMP)
TAX_CODES: Final = tuple(field.name.replace("_", "-") for field in fields(TaxLaws))

_SIGNATORIES: Final[Mapping[SupplierForm, str]] = {
    SupplierForm.INDIVIDUAL: "Pemilik",
    SupplierForm.SOLE_COMPANY: "Direktur",
    SupplierForm.PARTNERSHIP: "Direktur",
    SupplierForm.COMPANY: "Direktur",
    SupplierForm.COOPERATIVE: "Ketua",
}
_COLOURS: Final = {"jateng": ("#1d3b6e", Motif.KAWUNG), "bandung-barat": ("#0b5345", Motif.MEGA)}
_METHOD: Final = {"direct": "Pengadaan Langsung (pembelian langsung)"}
_QUOTATION: Final = "Pengadaan Langsung (permintaan penawaran)"
_DELIVERY: Final = "Ongkos kirim"
_SENT_AS_AGREED: Final = (
    "Barang/jasa dikirim sesuai rincian, tempat, tanggal, dan jam di atas. Perubahan hanya "
    "berlaku dengan persetujuan tertulis Pejabat Pembuat Komitmen."
)
_MADE_GOOD: Final = (
    "Barang/jasa yang kurang atau tidak sesuai dilengkapi atau diganti oleh Penyedia tanpa "
    "tambahan biaya."
)
_PAID_AFTER_HANDOVER: Final = (
    "Pembayaran dilakukan setelah serah terima, dikurangi potongan pajak yang berlaku pada "
    "tanggal pembayaran."
)


@dataclass(frozen=True, slots=True)
class Terms:
    """What law makes of an award on the day the order is drafted."""

    form: ContractForm
    title: str
    sheet: TaxSheet
    rows: Mapping[str, Version]

    def law(self, code: str) -> Regulation:
        """Return one of the rules for orders, in Indonesian as papers are."""
        return self.rows[code].as_rule()

    @property
    def versions(self) -> list[UUID]:
        """The versions of rules that shape the order."""
        return [row.id for row in self.rows.values()]


def terms(work: Work, award: Award) -> Terms:
    """Work out legal form and taxes of an award.

    Taxes are those expected on the day of delivery, when payment falls due; they are computed
    anew when the treasurer pays. Raises TaxRuleMissing when a dated row is not in force.
    """
    paid_on = max(award.purchase_request.needed_on, work.today)
    rows = _rows(work, ORDER_CODES, work.today)
    tax_rows = _rows(work, TAX_CODES, paid_on)
    laws = TaxLaws.of(row.as_rule() for row in tax_rows.values())
    sheet = taxes(_taxable(award), _profile(award.supplier), paid_on, laws)
    form = contract_form(award.total, rows["contract-form"].as_rule())
    applied = {law.version for law in sheet.laws}
    shaping = {code: row for code, row in tax_rows.items() if row.id in applied}
    if not _bears_stamp(form, award.total, rows[STAMP].as_rule()):
        del rows[STAMP]
    return Terms(form, document_title(form), sheet, {**rows, **shaping})


def _bears_stamp(form: ContractForm, total: int, law: Regulation) -> bool:
    """Agreements always bear a duty stamp, receipts above an amount (UU 10/2020)."""
    return form is ContractForm.WORK_ORDER or total > law.parameters["above"]


def _rows(work: Work, codes: Sequence[str], on: date) -> dict[str, Version]:
    found = rows_in_force(work, codes, on)
    for code in codes:
        if code not in found:
            raise TaxRuleMissing(code=code)
    return {code: found[code] for code in codes}


def _taxable(award: Award) -> list[TaxableLine]:
    lines = [
        TaxableLine(
            line.unit_price * line.line.quantity, SupplyKind(line.line.category.supply_kind)
        )
        for line in award.lines
    ]
    if award.delivery_cost:
        lines.append(TaxableLine(award.delivery_cost, lines[0].kind))
    return lines


def _profile(supplier: Supplier) -> TaxProfile:
    return TaxProfile(
        entity_type=EntityType(supplier.entity_type),
        is_pkp=supplier.is_taxable,
        npwp_valid=supplier.npwp_valid,
        final_letter_from=supplier.final_letter_from,
        final_letter_until=supplier.final_letter_until,
        exemption_letter_until=supplier.exemption_letter_until,
        yearly_statement_years=frozenset(supplier.turnover_statement_years),
    )


def conditions(drafted: Terms) -> tuple[str, ...]:
    """Return the terms of the order as printed, in Indonesian always."""
    penalty = drafted.law("late-penalty").parameters["per_mille"]
    late = (
        f"Keterlambatan dikenai denda {penalty}/1.000 dari nilai bagian pesanan yang terlambat, "
        "sebelum PPN, untuk setiap hari kalender."
    )
    said = [_SENT_AS_AGREED, _MADE_GOOD, late, _PAID_AFTER_HANDOVER]
    if STAMP in drafted.rows:
        paper = "SPK ini" if drafted.form is ContractForm.WORK_ORDER else "Kuitansi pembayaran"
        duty = drafted.law(STAMP).parameters["rupiah"]
        said.append(f"{paper} dibubuhi meterai {rupiah(duty)}.")
    return tuple(said)


def signatory(work: Work, order: PurchaseOrder) -> pdf.Official:
    """Return the commitment officer who acts, with title, capacity and decree. Raises NotFound."""
    held = appointment(work, work.actor.user_id, Role.COMMITMENT_OFFICER, order.agency_id)
    person = me(work)
    return pdf.Official(
        title="Pejabat Pembuat Komitmen",
        name=person.name,
        nip=person.nip or "",
        decree=held.decree_number,
        capacity=held.capacity,
    )


def mark(work: Work, order: PurchaseOrder, drafted: Terms) -> str:
    """Return a mark of what would be signed: law, taxes, a supplier or practice may change it."""
    supplier = order.supplier
    return mark_of(
        order.mark,
        drafted.title,
        drafted.form,
        drafted.sheet.total,
        sorted(drafted.versions),
        *(supplier.name, supplier.address, supplier.owner_name),
        order.agency.region.is_practice(work.today),
    )


def applied_rows(work: Work, order: PurchaseOrder, drafted: Terms) -> list[Version]:
    """Return every version of a rule that shaped this purchase, from request to order."""
    own = {row.id: row for row in drafted.rows.values()}
    earlier = laws_of(work, order.case_id) - own.keys()
    return [*by_versions(work, earlier), *own.values()]


def printed(row: Version, language: str = "id") -> str:
    """Return a rule by itself, without the facts of one case."""
    return in_general(row.sentence_en if language == "en" else row.sentence)


def lines(award: Award) -> tuple[pdf.Line, ...]:
    """Return the lines of the order; delivery is a line of its own where it costs something."""
    ordered = [
        pdf.Line(
            name=line.line.name,
            specification=line.line.specification,
            quantity=Decimal(line.line.quantity),
            unit=line.line.unit,
            unit_price=line.unit_price,
            amount=line.unit_price * line.line.quantity,
        )
        for line in award.lines
    ]
    if award.delivery_cost:
        cost = award.delivery_cost
        ordered.append(pdf.Line(_DELIVERY, "", Decimal(1), "kali", cost, cost))
    return tuple(ordered)


@dataclass(frozen=True, slots=True)
class Signing:
    """What only the moment of signing knows."""

    number: str
    officer: pdf.Official
    tax_number: str
    check_url: str
    short_code: str


def paper(
    work: Work,
    order: PurchaseOrder,
    drafted: Terms,
    rows: Iterable[Version],
    signing: Signing,
) -> pdf.OrderPaper:
    """Return everything that is printed on the order."""
    request, award, region = order.purchase_request, order.award, order.agency.region
    signed_at = local(work.now, region.zone)
    return pdf.OrderPaper(
        letterhead=_letterhead(order, region),
        form=drafted.form,
        number=signing.number,
        place=order.agency.letter_city,
        ordered_on=signed_at.date(),
        drawn_at=signed_at,
        purpose=request.purpose,
        budget=_budget(order),
        procedure=pdf.Procedure(
            _METHOD.get(award.method, _QUOTATION),
            award.number,
            local(award.awarded_at, region.zone).date(),
        ),
        supplier=_supplier(order.supplier, signing.tax_number),
        lines=lines(award),
        sheet=drafted.sheet,
        delivery=pdf.Delivery(
            request.delivery_address,
            request.delivery_contact,
            request.needed_on,
            request.window_from,
            request.window_until,
            region.zone,
        ),
        terms=conditions(drafted),
        respond_by=local(respond_by(work.now, drafted.law("order-response")), region.zone),
        rules=tuple(pdf.AppliedRule(printed(row), row.article, row.valid_from) for row in rows),
        officer=signing.officer,
        check_url=signing.check_url,
        short_code=signing.short_code,
        mark=f"Disetujui secara elektronik {signed_at:%d.%m.%Y %H.%M} {region.zone}",
        practice=region.is_practice(work.today),
    )


def _letterhead(order: PurchaseOrder, region: Region) -> Letterhead:
    agency = order.agency
    colour, motif = _COLOURS.get(region.brand, _COLOURS["jateng"])
    return Letterhead(region.government, agency.name, agency.address, agency.contact, colour, motif)


def _budget(order: PurchaseOrder) -> pdf.Budget:
    line = order.purchase_request.budget_line
    return pdf.Budget(
        rup_code=line.plan_code,
        dpa_number=line.dpa_number,
        sub_activity_code=line.activity_code,
        sub_activity=line.activity_name,
        account_code=line.account_code,
        account=line.account_name,
    )


def _supplier(supplier: Supplier, tax_number: str) -> pdf.Supplier:
    return pdf.Supplier(
        name=supplier.name,
        address=supplier.address,
        npwp=tax_number,
        signatory=supplier.owner_name,
        signatory_title=_SIGNATORIES[supplier.entity_type],
    )
