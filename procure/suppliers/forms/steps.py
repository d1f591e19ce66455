"""The steps of a registration, one form each."""

from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import (
    BooleanField,
    DateField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]
from wtforms.validators import InputRequired, Length, Optional

from procure.suppliers import banks
from procure.suppliers.forms.fields import TOO_LONG, Checked, chosen, name_field, phone_field
from procure.suppliers.models import EntityType, Scale
from procure.suppliers.rules import identifiers, naming
from procure.suppliers.rules.registration import Letter, Step
from procure.suppliers.service.describing import Address, Business, Declared, Offer, TaxProfile
from procure.suppliers.service.numbering import Account, Numbers
from procure.web.forms import Between, CountField, Form, RupiahField


class StepForm(Form):
    """Parent of the steps: carries a mark of the values over which it was filled in."""

    step: ClassVar[Step]
    version = HiddenField()


class BusinessForm(StepForm):
    """Legal form and names."""

    step = Step.BUSINESS
    entity_type = RadioField(
        _l("Legal form"),
        [InputRequired(_l("Choose the legal form."))],
        choices=[SelectChoice(str(kind), _l(kind.label)) for kind in EntityType],
    )
    name = name_field(_l("Name under which you sell"), _l("Write the name."))
    legal_name = StringField(_l("Legal name"), [Optional(), Checked(naming.name)])
    owner_name = name_field(_l("Name of the owner or director"), _l("Write the name."))
    phone = phone_field()

    def to_value(self) -> Business:
        """Return the business."""
        return Business(
            entity_type=EntityType(self.entity_type.data),
            name=self.name.data or "",
            legal_name=self.legal_name.data or self.name.data or "",
            owner_name=self.owner_name.data or "",
            phone=self.phone.data or "",
        )


class NumbersForm(StepForm):
    """Numbers of the business and its owner; blank leaves what is kept."""

    step = Step.NUMBERS
    nik = StringField(_l("Identity number (NIK)"), [Optional(), Checked(identifiers.nik)])
    nib = StringField(_l("Business number (NIB)"), [Optional(), Checked(identifiers.nib)])
    npwp = StringField(_l("Tax number (NPWP)"), [Optional(), Length(max=40, message=TOO_LONG)])
    nitku = StringField(
        _l("Number of the place of business (NITKU)"),
        [Optional(), Checked(identifiers.nitku)],
    )

    def to_value(self) -> Numbers:
        """Return the numbers as typed."""
        return Numbers(
            nib=self.nib.data or "",
            npwp=self.npwp.data or "",
            nik=self.nik.data or "",
            nitku=self.nitku.data or "",
        )


class AddressForm(StepForm):
    """Where the business is."""

    step = Step.ADDRESS
    province_code = SelectField(_l("Province"), [Optional()], validate_choice=False)
    regency_code = SelectField(_l("Regency or city"), [Optional()], validate_choice=False)
    district_code = SelectField(
        _l("District"), [InputRequired(_l("Choose the district."))], validate_choice=False
    )
    village = StringField(
        _l("Village or ward"),
        [InputRequired(_l("Write the village or ward.")), Checked(naming.name)],
    )
    address = TextAreaField(
        _l("Street and number, RT/RW"),
        [
            InputRequired(_l("Write the address.")),
            Length(min=5, max=200, message=_l("Write between %(min)d and %(max)d characters.")),
        ],
    )
    postal_code = StringField(
        _l("Postal code"),
        [InputRequired(_l("Write the postal code.")), Checked(identifiers.postal_code)],
    )

    def to_value(self) -> Address:
        """Return the address."""
        return Address(
            address=self.address.data or "",
            village=self.village.data or "",
            postal_code=self.postal_code.data or "",
            district_code=self.district_code.data or "",
        )


class OfferForm(StepForm):
    """What is sold, where it is delivered, and the business fields."""

    step = Step.OFFER
    categories = SelectMultipleField(
        _l("What do you sell?"), [InputRequired(_l("Choose at least one."))]
    )
    areas = SelectMultipleField(
        _l("Where do you deliver?"), [InputRequired(_l("Choose at least one."))]
    )
    kbli_version = RadioField(
        _l("The KBLI on your NIB is of the year"),
        choices=[SelectChoice(one, one) for one in identifiers.KBLI_VERSIONS],
        default="2020",
    )
    kbli = StringField(
        _l("Business fields (KBLI)"), [Optional(), Length(max=200, message=TOO_LONG)]
    )

    def to_value(self) -> Offer:
        """Return the offer; codes of business fields stand with commas or blanks between them."""
        return Offer(
            categories=self.categories.data or [],
            areas=self.areas.data or [],
            kbli=(self.kbli.data or "").replace(",", " ").replace(";", " ").split(),
            kbli_version=self.kbli_version.data or "2020",
        )


YEAR_SIGNS = 4


def year_of(value: Any) -> int | None:
    """Return the year of a choice; nothing for none, and 0 for what is no year."""
    text = str(value or "")
    if not text:
        return None
    return int(text) if len(text) == YEAR_SIGNS and text.isascii() and text.isdigit() else 0


class TaxForm(StepForm):
    """What the treasurer must know."""

    step = Step.TAX
    is_taxable = BooleanField(_l("The business is a taxable entrepreneur (PKP)"))
    final_letter_number = StringField(
        _l("Number of the letter (Surat Keterangan)"),
        [Optional(), Length(max=60, message=TOO_LONG)],
    )
    final_letter_from = DateField(_l("Date of the letter"), [Optional()])
    final_letter_until = DateField(_l("Letter valid until"), [Optional()])
    exemption_letter_number = StringField(
        _l("Number of the exemption letter (SKB)"), [Optional(), Length(max=60, message=TOO_LONG)]
    )
    exemption_letter_until = DateField(_l("SKB valid until"), [Optional()])
    turnover_statement_year = SelectField(
        _l("Turnover statement for the year"),
        coerce=year_of,
        validate_choice=False,
    )

    def to_value(self) -> TaxProfile:
        """Return the tax profile."""
        return TaxProfile(
            is_taxable=bool(self.is_taxable.data),
            letter=Letter(
                (self.final_letter_number.data or "").strip(),
                self.final_letter_from.data,
                self.final_letter_until.data,
            ),
            exemption_letter_number=(self.exemption_letter_number.data or "").strip(),
            exemption_letter_until=self.exemption_letter_until.data,
            turnover_statement_year=self.turnover_statement_year.data,
        )


class ScaleForm(StepForm):
    """Figures from which the class follows."""

    step = Step.SCALE
    scale_year = CountField(_l("Year of the figures"), [Between(2015, 2100)])
    sales = RupiahField(_l("Sales of that year"))
    capital = RupiahField(_l("Capital, without land and buildings"))
    scale_oss = SelectField(_l("The class that OSS prints on your NIB"), [Optional()])

    def to_value(self) -> Declared:
        """Return the figures (rupiah)."""
        return Declared(
            scale_oss=Scale(self.scale_oss.data) if self.scale_oss.data else None,
            scale_year=self.scale_year.data or 0,
            sales=self.sales.data,
            capital=self.capital.data,
        )

    def offer(self) -> None:
        """Offer the classes."""
        classes = [(str(one), _(one.label)) for one in Scale]
        self.scale_oss.choices = [chosen(_("No NIB, or no class on it")), *classes]


class TagsForm(StepForm):
    """Two tags, each by its own consent."""

    step = Step.TAGS
    is_women_owned = BooleanField(_l("Show that the business is owned by a woman"))
    is_disability_owned = BooleanField(
        _l("Show that the business is owned by a person with a disability")
    )


class BankForm(StepForm):
    """The account to which orders are paid."""

    step = Step.BANK
    bank_code = SelectField(_l("Bank"), [InputRequired(_l("Choose the bank."))])
    account = StringField(
        _l("Account number"),
        [InputRequired(_l("Write the account number.")), Checked(identifiers.account)],
    )
    holder = name_field(_l("Name of the account holder"), _l("Write the name of the holder."))

    def offer(self) -> None:
        """Offer the banks by name."""
        named = sorted(banks.banks().items(), key=lambda bank: bank[1].casefold())
        self.bank_code.choices = [chosen(), *((code, name) for code, name in named)]

    def to_value(self) -> Account:
        """Return the account as typed."""
        return Account(
            bank_code=self.bank_code.data or "",
            account=self.account.data or "",
            holder=self.holder.data or "",
        )


FORMS: dict[Step, Any] = {
    form.step: form
    for form in (
        BusinessForm,
        NumbersForm,
        AddressForm,
        OfferForm,
        TaxForm,
        ScaleForm,
        TagsForm,
        BankForm,
    )
}
