"""Doors to a registration: its list of steps, each step, the review, and sending it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure.accounts.models import Region
from procure.db.work import Work
from procure.kernel.actors import Role
from procure.kernel.errors import DomainError, NotFound, NotPermitted
from procure.kernel.regulation import Finding
from procure.regulations.queries import in_force
from procure.suppliers import queries, service
from procure.suppliers.actions import SupplierAction as Do
from procure.suppliers.banks import banks
from procure.suppliers.forms.steps import FORMS
from procure.suppliers.models import EntityType, Supplier
from procure.suppliers.policy import SUPPLIER_POLICY, registrant
from procure.suppliers.registry_models import LinkPurpose
from procure.suppliers.rules import registration as rules
from procure.suppliers.rules.identifiers import masked, npwp_looks_right
from procure.suppliers.rules.registration import Letter, Step
from procure.suppliers.service.filling import version_of
from procure.suppliers.views.door import bp, secret
from procure.suppliers.views.sharing import share_address
from procure.web.access import does, reads
from procure.web.work import current_work

DEEDS: dict[Step, Do] = {
    Step.BUSINESS: Do.DESCRIBE,
    Step.NUMBERS: Do.IDENTIFY,
    Step.ADDRESS: Do.LOCATE,
    Step.OFFER: Do.OFFER,
    Step.TAX: Do.DECLARE_TAX,
    Step.SCALE: Do.DECLARE_SCALE,
    Step.TAGS: Do.TAG,
    Step.BANK: Do.NAME_ACCOUNT,
}
ENDPOINTS: dict[Step, str] = {
    Step.BUSINESS: "suppliers.describe",
    Step.NUMBERS: "suppliers.identify",
    Step.ADDRESS: "suppliers.locate",
    Step.OFFER: "suppliers.offer",
    Step.TAX: "suppliers.declare_tax",
    Step.SCALE: "suppliers.declare_scale",
    Step.TAGS: "suppliers.tag",
    Step.BANK: "suppliers.name_account",
}


@bp.get("/suppliers/<uuid:supplier_id>/registration")
@reads(registrant)
def registration(supplier_id: UUID) -> ResponseReturnValue:
    """List the steps of a registration with what is missing in each."""
    work = current_work()
    supplier = queries.get(work, supplier_id)
    filled = queries.filled(work, supplier)
    gaps = rules.gaps(filled)
    is_helper = work.actor.has(Role.COACH)
    waiting = queries.waiting_links(work, supplier.id, LinkPurpose.OWNER) if is_helper else []
    return render_template(
        "suppliers/registration.html",
        supplier=supplier,
        filled=filled,
        tasks=_tasks(work, supplier, filled, gaps),
        missing=len({gap.step for gap in gaps}),
        is_helper=is_helper,
        coach=queries.coach_name(work, supplier),
        may_end_help=supplier.coach_id is not None
        and SUPPLIER_POLICY.allows(work.actor, Do.END_HELP, supplier),
        link=waiting[0] if waiting else None,
        share=share_address(supplier, waiting[0], secret()) if waiting else "",
    )


def _tasks(
    work: Work, supplier: Supplier, filled: rules.Filled, gaps: list[rules.Gap]
) -> list[dict[str, Any]]:
    missing = {gap.step: gap for gap in gaps}
    tasks = []
    for step in Step:
        if not SUPPLIER_POLICY.allows(work.actor, DEEDS[step], supplier):
            continue
        gap = missing.get(step)
        tasks.append(
            {
                "title": _(step.label),
                "url": url_for(ENDPOINTS[step], supplier_id=supplier.id),
                "gap": gap,
                "is_voluntary": step in rules.VOLUNTARY and step not in filled.steps,
            }
        )
    return tasks


def _may_fill(work: Work, supplier: Supplier, step: Step) -> bool:
    return SUPPLIER_POLICY.allows(work.actor, DEEDS[step], supplier)


def _onward(work: Work, supplier_id: UUID) -> str:
    """Return where to go after a step: to the next that is missing, else to the review."""
    supplier = queries.get(work, supplier_id)
    if str(supplier.status) not in rules.OPEN_TO_COACH:
        return url_for("suppliers.mine")
    for gap in rules.gaps(queries.filled(work, supplier)):
        if _may_fill(work, supplier, gap.step):
            return url_for(ENDPOINTS[gap.step], supplier_id=supplier_id)
    verb = "review" if work.actor.is_supplier else "registration"
    return url_for(f"suppliers.{verb}", supplier_id=supplier_id)


def _step(
    supplier_id: UUID,
    step: Step,
    save: Callable[[Work, UUID, str, Any], Supplier],
    prepare: Callable[[Work, Supplier, Any], dict[str, Any]] = lambda *_: {},
) -> ResponseReturnValue:
    """Show one step, and save it; what was typed stays when it is refused."""
    work = current_work()
    supplier = queries.get(work, supplier_id)
    SUPPLIER_POLICY.require(work.actor, DEEDS[step], supplier)
    rules.check_open(supplier.status, is_owner=work.actor.has(Role.SUPPLIER_OWNER))
    present = queries.present(work, supplier, step)
    form = FORMS[step](data={} if step in (Step.NUMBERS, Step.BANK) else present)
    given = prepare(work, supplier, form)
    if request.method == "POST" and form.validate():
        try:
            save(work, supplier_id, form.version.data or "", form)
        except (NotFound, NotPermitted):
            raise
        except DomainError as error:
            form.show(error)
            form.version.data = version_of(queries.present(work, supplier, step))
        else:
            flash(_("Saved."), "success")
            return redirect(_onward(work, supplier_id))
    if not form.is_submitted():
        form.version.data = version_of(present)
    return _page(supplier, step, form, given), 422 if form.is_submitted() else 200


def _page(supplier: Supplier, step: Step, form: Any, given: dict[str, Any]) -> str:
    steps = [one for one in Step if _may_fill(current_work(), supplier, one)]
    return render_template(
        "suppliers/step.html",
        supplier=supplier,
        step=step,
        number=steps.index(step) + 1,
        count=len(steps),
        form=form,
        is_helper=current_work().actor.has(Role.COACH),
        **given,
    )


@bp.route("/suppliers/<uuid:supplier_id>/business", methods=["GET", "POST"])
@does(Do.DESCRIBE)
@reads(registrant)
def describe(supplier_id: UUID) -> ResponseReturnValue:
    """Fill in legal form and names."""
    return _step(
        supplier_id,
        Step.BUSINESS,
        lambda work, key, version, form: service.describe(work, key, version, form.to_value()),
    )


@bp.route("/suppliers/<uuid:supplier_id>/numbers", methods=["GET", "POST"])
@does(Do.IDENTIFY)
@reads(registrant)
def identify(supplier_id: UUID) -> ResponseReturnValue:
    """Fill in the numbers; those that are kept are shown masked."""
    return _step(
        supplier_id,
        Step.NUMBERS,
        _save_numbers,
        _numbers,
    )


def _save_numbers(work: Work, supplier_id: UUID, version: str, form: Any) -> Supplier:
    saved = service.identify(work, supplier_id, version, form.to_value())
    kept = queries.identity(work, supplier_id)
    if (form.nik.data or "").strip() and queries.has_lost_place(work, kept.nik if kept else None):
        flash(lost_place(), "warning")
    return saved


def lost_place() -> str:
    """Return what an owner is told of a district that is not in the list."""
    return _(
        "The district in the NIK is not in today's list of places. Compare the number with the "
        "identity card; if it is right, leave it: people keep their number when a district is "
        "divided."
    )


def _numbers(work: Work, supplier: Supplier, _form: Any) -> dict[str, Any]:
    kept = queries.identity(work, supplier.id)
    shown = {n: masked(getattr(kept, n, "")) for n in ("nib", "npwp", "nik", "nitku")}
    return {
        "kept": shown,
        "is_person": supplier.entity_type is EntityType.INDIVIDUAL,
        "wanted": rules.NUMBERS_WANTED[supplier.entity_type],
        "lost_place": lost_place()
        if queries.has_lost_place(work, kept.nik if kept else None)
        else "",
        "doubt": bool(kept and kept.npwp and not npwp_looks_right(kept.npwp)),
    }


@bp.route("/suppliers/<uuid:supplier_id>/address", methods=["GET", "POST"])
@does(Do.LOCATE)
@reads(registrant)
def locate(supplier_id: UUID) -> ResponseReturnValue:
    """Fill in the address, down to the district."""
    return _step(
        supplier_id,
        Step.ADDRESS,
        lambda work, key, version, form: service.locate(work, key, version, form.to_value()),
        _places,
    )


def _places(work: Work, supplier: Supplier, form: Any) -> dict[str, Any]:
    region = work.session.get_one(Region, supplier.region_id)
    district = form.district_code.data or supplier.district_code or ""
    regency = form.regency_code.data or district[:5]
    province = form.province_code.data or regency[:2] or region.territory_code[:2]
    regency = regency if regency.startswith(province) else ""
    form.province_code.data, form.regency_code.data = province, regency
    if not district.startswith(regency or "-"):
        form.district_code.data = ""
    choose = [("", _("Choose"))]
    form.province_code.choices = queries.places(work, None)
    form.regency_code.choices = choose + queries.places(work, province)
    form.district_code.choices = choose + (queries.places(work, regency) if regency else [])
    return {}


@bp.post("/suppliers/<uuid:supplier_id>/places")
@does(Do.LOCATE)
@reads(registrant)
def choose_places(supplier_id: UUID) -> ResponseReturnValue:
    """Show the address again with the places within those that were chosen; nothing is saved."""
    work = current_work()
    supplier = queries.get(work, supplier_id)
    SUPPLIER_POLICY.require(work.actor, Do.LOCATE, supplier)
    form = FORMS[Step.ADDRESS]()
    return _page(supplier, Step.ADDRESS, form, _places(work, supplier, form))


@bp.route("/suppliers/<uuid:supplier_id>/offer", methods=["GET", "POST"])
@does(Do.OFFER)
@reads(registrant)
def offer(supplier_id: UUID) -> ResponseReturnValue:
    """Fill in what is sold, where it is delivered, and the business fields."""
    return _step(
        supplier_id,
        Step.OFFER,
        lambda work, key, version, form: service.offer(work, key, version, form.to_value()),
        _choices,
    )


def _choices(work: Work, supplier: Supplier, form: Any) -> dict[str, Any]:
    region = work.session.get_one(Region, supplier.region_id)
    kinds, areas = queries.categories(work), queries.places(work, region.territory_code[:2])
    form.categories.choices = [(kind.code, kind.name) for kind in kinds]
    form.areas.choices = areas
    groups: dict[str, list[str]] = {}
    for kind in kinds:
        groups.setdefault(kind.group, []).append(kind.code)
    return {"groups": groups, "area_group": {region.name: [code for code, _name in areas]}}


@bp.route("/suppliers/<uuid:supplier_id>/tax", methods=["GET", "POST"])
@does(Do.DECLARE_TAX)
@reads(registrant)
def declare_tax(supplier_id: UUID) -> ResponseReturnValue:
    """Fill in the tax profile."""
    return _step(
        supplier_id,
        Step.TAX,
        lambda work, key, version, form: service.declare_tax(work, key, version, form.to_value()),
        _tax,
    )


def _tax(work: Work, supplier: Supplier, form: Any) -> dict[str, Any]:
    year = work.today.year
    years = [(str(one), str(one)) for one in (year, year - 1)]
    form.turnover_statement_year.choices = [("", _("No statement")), *years]
    return {
        "is_person": supplier.entity_type is EntityType.INDIVIDUAL,
        "findings": letter_findings(work, supplier),
    }


def letter_findings(work: Work, supplier: Supplier) -> list[Finding]:
    """Return what the rule of final income tax says about the supplier's letter."""
    law = in_force(work, (rules.FINAL_LETTER,)).get(rules.FINAL_LETTER)
    letter = Letter(
        supplier.final_letter_number, supplier.final_letter_from, supplier.final_letter_until
    )
    return rules.letter_findings(str(supplier.entity_type), letter, law)


@bp.route("/suppliers/<uuid:supplier_id>/scale", methods=["GET", "POST"])
@does(Do.DECLARE_SCALE)
@reads(registrant)
def declare_scale(supplier_id: UUID) -> ResponseReturnValue:
    """Fill in the figures from which the class follows."""
    return _step(
        supplier_id,
        Step.SCALE,
        lambda work, key, version, form: service.declare_scale(work, key, version, form.to_value()),
        _scale,
    )


def _scale(work: Work, _supplier: Supplier, form: Any) -> dict[str, Any]:
    form.offer()
    if not form.is_submitted() and form.scale_year.data is None:
        form.scale_year.data = work.today.year - 1
    return {"law": in_force(work, (rules.SCALE_LIMITS,)).get(rules.SCALE_LIMITS)}


@bp.route("/suppliers/<uuid:supplier_id>/tags", methods=["GET", "POST"])
@does(Do.TAG)
@reads(registrant)
def tag(supplier_id: UUID) -> ResponseReturnValue:
    """Give or withdraw consent to two tags."""
    return _step(
        supplier_id,
        Step.TAGS,
        lambda work, key, version, form: service.tag(
            work,
            key,
            version,
            is_women=bool(form.is_women_owned.data),
            is_disability=bool(form.is_disability_owned.data),
        ),
    )


@bp.route("/suppliers/<uuid:supplier_id>/bank", methods=["GET", "POST"])
@does(Do.NAME_ACCOUNT)
@reads(registrant)
def name_account(supplier_id: UUID) -> ResponseReturnValue:
    """Fill in the bank account of a new supplier."""
    return _step(
        supplier_id,
        Step.BANK,
        lambda work, key, version, form: service.name_account(work, key, version, form.to_value()),
        _bank,
    )


def _bank(work: Work, supplier: Supplier, form: Any) -> dict[str, Any]:
    form.offer()
    kept = queries.account(work, supplier.id)
    if not form.is_submitted() and kept is not None:
        form.bank_code.data = kept.bank_code
    shown = f"{banks().get(kept.bank_code, '')} {masked(kept.account)}" if kept else ""
    return {"kept": shown}
