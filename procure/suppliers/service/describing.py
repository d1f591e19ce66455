"""Filling in what everybody may know of a business, step by step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import delete

from procure.db.work import Work
from procure.kernel.errors import DomainError
from procure.kernel.labels import N_
from procure.regulations.queries import in_force
from procure.suppliers import queries
from procure.suppliers.actions import SupplierAction as Do
from procure.suppliers.models import (
    EntityType,
    Scale,
    Supplier,
    SupplierArea,
    SupplierCategory,
)
from procure.suppliers.registry_models import FingerprintKind, SupplierKbli
from procure.suppliers.rules import identifiers, naming, registration
from procure.suppliers.rules.registration import Letter, Step
from procure.suppliers.service import fingerprints
from procure.suppliers.service.filling import at, filling_in


class KbliUnknown(DomainError):
    """A code that is not in the list of that version."""

    text = N_("The KBLI %(version)s has no code %(code)s.")
    field = "kbli"


class DistrictUnknown(DomainError):
    """A district that is not in the list of places."""

    text = N_("Choose province, regency or city, and district.")
    field = "district_code"


class ScaleRuleMissing(DomainError):
    """The limits of PP 7/2021 are not among the region's rules."""

    text = N_("The limits of business scales are not set here. Ask your region's administrator.")


@dataclass(frozen=True, slots=True)
class Business:
    """Legal form and names of a business."""

    entity_type: EntityType
    name: str
    legal_name: str
    owner_name: str
    phone: str


def describe(work: Work, supplier_id: UUID, version: str, new: Business) -> Supplier:
    """Save legal form, names and telephone."""
    with filling_in(work, supplier_id, Do.DESCRIBE, Step.BUSINESS, version) as filling:
        person = new.entity_type is EntityType.INDIVIDUAL
        owner = at("owner_name", naming.name, new.owner_name)
        phone = at("phone", identifiers.phone, new.phone)
        filling.put(
            filling.supplier,
            entity_type=new.entity_type,
            name=at("name", naming.name, new.name),
            legal_name=owner if person else at("legal_name", naming.name, new.legal_name),
            owner_name=owner,
            phone=phone,
        )
        fingerprints.keep(work, filling.supplier, {FingerprintKind.PHONE: phone})
    return filling.supplier


@dataclass(frozen=True, slots=True)
class Address:
    """Where the business is."""

    address: str
    village: str
    postal_code: str
    district_code: str


def locate(work: Work, supplier_id: UUID, version: str, new: Address) -> Supplier:
    """Save the address with the codes of its district and regency. Raises DistrictUnknown."""
    with filling_in(work, supplier_id, Do.LOCATE, Step.ADDRESS, version) as filling:
        code = new.district_code
        names = queries.territory_names(work, [code, code[:5]])
        if code.count(".") != 2 or set(names) != {code, code[:5]}:  # noqa: PLR2004 - a district
            raise DistrictUnknown
        address = " ".join(new.address.split())
        village = at("village", naming.name, new.village) if new.village.strip() else ""
        filling.put(
            filling.supplier,
            address=address,
            village=village,
            postal_code=at("postal_code", identifiers.postal_code, new.postal_code),
            district_code=code,
            district_name=names[code],
            regency_code=code[:5],
            regency_name=names[code[:5]],
        )
        core = registration.address_core(address, village, code)
        fingerprints.keep(work, filling.supplier, {FingerprintKind.ADDRESS: core})
    return filling.supplier


@dataclass(frozen=True, slots=True)
class Offer:
    """What a business sells, where it delivers, and its fields (KBLI) of one version."""

    categories: Sequence[str]
    areas: Sequence[str]
    kbli: Sequence[str]
    kbli_version: str


def offer(work: Work, supplier_id: UUID, version: str, new: Offer) -> Supplier:
    """Save kinds of goods, delivery areas and business fields.

    Raises NothingChosen or KbliUnknown. The list of KBLI 2025 is not known here yet: of its codes
    only the shape is checked.
    """
    with filling_in(work, supplier_id, Do.OFFER, Step.OFFER, version) as filling:
        supplier = filling.supplier
        known = {kind.code for kind in queries.categories(work)}
        chosen = {
            "categories": sorted(known & set(new.categories)),
            "areas": sorted(queries.territory_names(work, new.areas)),
            "kbli": _kbli(work, new),
        }
        for name in ("categories", "areas"):
            if not chosen[name]:
                raise registration.NothingChosen(field=name)
        before = queries.present(work, supplier, Step.OFFER)
        filling.changed += [n for n in ("categories", "areas") if before[n] != chosen[n]]
        for model in (SupplierCategory, SupplierArea, SupplierKbli):
            work.session.execute(delete(model).where(model.supplier_id == supplier.id))
        work.session.expire(supplier, ["categories", "areas"])
        mine = {"supplier_id": supplier.id}
        work.session.add_all(
            [SupplierCategory(**mine, category_code=code) for code in chosen["categories"]]
            + [SupplierArea(**mine, regency_code=code) for code in chosen["areas"]]
            + [SupplierKbli(**mine, code=code, version=new.kbli_version) for code in chosen["kbli"]]
        )
    return filling.supplier


def _kbli(work: Work, new: Offer) -> list[str]:
    codes = sorted({at("kbli", identifiers.kbli, one, new.kbli_version) for one in new.kbli})
    if new.kbli_version == "2020":
        known = queries.kbli_titles(work, codes, new.kbli_version)
        for code in codes:
            if code not in known:
                raise KbliUnknown(version=new.kbli_version, code=code)
    return codes


@dataclass(frozen=True, slots=True)
class TaxProfile:
    """What the treasurer must know to withhold rightly."""

    is_taxable: bool
    letter: Letter
    exemption_letter_number: str
    exemption_letter_until: date | None
    turnover_statement_year: int | None


def declare_tax(work: Work, supplier_id: UUID, version: str, new: TaxProfile) -> Supplier:
    """Save the tax profile. Raises LetterIncomplete, EndsBeforeItBegins or OnlyForPersons."""
    with filling_in(work, supplier_id, Do.DECLARE_TAX, Step.TAX, version) as filling:
        registration.check_letter(new.letter)
        if bool(new.exemption_letter_number) != (new.exemption_letter_until is not None):
            raise registration.LetterIncomplete(field="exemption_letter_number")
        form = str(filling.supplier.entity_type)
        registration.check_statement_year(form, new.turnover_statement_year, work.today.year)
        filling.put(
            filling.supplier,
            is_taxable=new.is_taxable,
            final_letter_number=new.letter.number,
            final_letter_from=new.letter.starts_on,
            final_letter_until=new.letter.ends_on,
            exemption_letter_number=new.exemption_letter_number,
            exemption_letter_until=new.exemption_letter_until,
            turnover_statement_years=registration.statement_years(
                filling.supplier.turnover_statement_years,
                new.turnover_statement_year,
                work.today.year,
            ),
        )
    return filling.supplier


@dataclass(frozen=True, slots=True)
class Declared:
    """Sales of a year and capital without land and buildings (rupiah), and what OSS says."""

    scale_oss: Scale | None
    scale_year: int
    sales: int | None
    capital: int | None


def declare_scale(work: Work, supplier_id: UUID, version: str, new: Declared) -> Supplier:
    """Save the figures and the class that follows from them (PP 7/2021).

    Raises FiguresMissing, LargerThanMedium or ScaleRuleMissing.
    """
    with filling_in(work, supplier_id, Do.DECLARE_SCALE, Step.SCALE, version) as filling:
        limits = in_force(work, (registration.SCALE_LIMITS,)).get(registration.SCALE_LIMITS)
        if limits is None:
            raise ScaleRuleMissing
        scale = Scale(registration.scale_of(new.sales, new.capital, limits))
        filling.put(filling.supplier, scale=scale)
        filling.put(
            filling.profile,
            scale_oss=new.scale_oss,
            scale_year=new.scale_year,
            sales=new.sales,
            capital=new.capital,
        )
    return filling.supplier


def tag(
    work: Work, supplier_id: UUID, version: str, *, is_women: bool, is_disability: bool
) -> Supplier:
    """Keep the tags to which the owner consents now; what is not ticked is withdrawn."""
    with filling_in(work, supplier_id, Do.TAG, Step.TAGS, version) as filling:
        about = filling.profile
        for name, moment, given in (
            ("is_women_owned", "women_consented_at", is_women),
            ("is_disability_owned", "disability_consented_at", is_disability),
        ):
            if getattr(about, name) != given:
                filling.put(about, **{name: given})
                setattr(about, moment, work.now if given else None)
    return filling.supplier
