"""Routine purchases of an agency: the list, keeping one, changing it, and taking it out of use."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure.kernel.errors import DomainError
from procure.purchase_requests.actions import PurchaseTemplateAction as Do
from procure.purchase_requests.forms.templates import ChangeForm, KeepForm
from procure.purchase_requests.policy import PURCHASE_TEMPLATE_POLICY, requesters
from procure.purchase_requests.queries import records, templates
from procure.purchase_requests.rules.templates import TemplateLine
from procure.purchase_requests.service import templates as service
from procure.purchase_requests.template_models import PurchaseTemplate
from procure.web.access import does, reads
from procure.web.work import current_work

bp = Blueprint("purchase_templates", __name__, url_prefix="/purchase-templates")

REFUSED = 422


@bp.get("")
@reads(requesters)
def index() -> ResponseReturnValue:
    """List the agency's templates."""
    kept = templates.all_of_agency(current_work())
    return render_template("purchase_templates/index.html", kept=kept)


@bp.route("/from/<uuid:purchase_request_id>", methods=["GET", "POST"])
@does(Do.KEEP)
def keep(purchase_request_id: UUID) -> ResponseReturnValue:
    """Keep a request as a template."""
    work = current_work()
    purchase_request = records.get(work, purchase_request_id)
    PURCHASE_TEMPLATE_POLICY.require(work.actor, Do.KEEP, purchase_request)
    form = KeepForm(data={"title": purchase_request.purpose[:100]})
    if form.validate_on_submit():
        try:
            kept = service.keep(work, purchase_request_id, form.title.data or "")
        except DomainError as error:
            form.show(error)
        else:
            flash(_("“%(title)s” is kept as a template.", title=kept.title), "success")
            return redirect(url_for(".change", template_id=kept.id))
    page = render_template(
        "purchase_templates/keep.html", form=form, purchase_request=purchase_request
    )
    return page, REFUSED if request.method == "POST" else 200


@bp.route("/<uuid:template_id>/edit", methods=["GET", "POST"])
@does(Do.CHANGE)
def change(template_id: UUID) -> ResponseReturnValue:
    """Change title, numbers and items of a template."""
    work = current_work()
    kept = templates.get(work, template_id)
    PURCHASE_TEMPLATE_POLICY.require(work.actor, Do.CHANGE, kept)
    lines = lines_of(kept)
    form = ChangeForm(
        data={
            "title": kept.title,
            "version": str(kept.version),
            "lines": [
                {"quantity": line.quantity, "is_per_person": line.is_per_person} for line in lines
            ],
        }
    )
    if form.validate_on_submit():
        try:
            wanted = form.to_lines(lines)
            service.change(work, template_id, form.title.data or "", wanted, version=form.seen)
        except DomainError as error:
            form.show(error)
        else:
            flash(_("The template is saved."), "success")
            return redirect(url_for(".index"))
    page = render_template("purchase_templates/change.html", form=form, kept=kept, lines=lines)
    return page, REFUSED if request.method == "POST" else 200


@bp.post("/<uuid:template_id>/retire")
@does(Do.RETIRE)
def retire(template_id: UUID) -> ResponseReturnValue:
    """Take a template out of use."""
    service.retire(current_work(), template_id)
    flash(_("The template is out of use."), "success")
    return redirect(url_for(".index"))


def lines_of(kept: PurchaseTemplate) -> list[TemplateLine]:
    """Return the lines as rules know them."""
    return [
        TemplateLine(
            line.category_code,
            line.name,
            line.specification,
            line.quantity,
            line.is_per_person,
            line.unit,
            line.listing_id,
        )
        for line in kept.lines
    ]
