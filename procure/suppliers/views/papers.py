"""Papers: the supplier sends them, the officer looks at them."""

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure.db.work import Work
from procure.kernel.errors import DomainError, NotFound
from procure.suppliers import queries, service
from procure.suppliers.actions import DocumentAction as Do
from procure.suppliers.forms.selling import PaperForm
from procure.suppliers.kinds import DocumentKind
from procure.suppliers.models import SupplierDocument
from procure.suppliers.policy import seller
from procure.suppliers.queries.papers import purpose_of
from procure.suppliers.rules.papers import ENDS, SHAPES
from procure.suppliers.views.deciding import refused
from procure.suppliers.views.uploads import chosen_uploads
from procure.web.access import does, reads
from procure.web.errors import status_of
from procure.web.forms import ReasonForm
from procure.web.work import current_work

bp = Blueprint("supplier_documents", __name__)

REFUSED = 422


@bp.get("/supplier/papers")
@reads(seller)
def index() -> ResponseReturnValue:
    """Show a supplier which papers are asked, which it sent, and what came of them."""
    work = current_work()
    supplier = queries.my_supplier(work)
    return render_template(
        "suppliers/papers.html",
        supplier=supplier,
        asked=queries.asked_of(work, supplier),
        today=work.today,
        papers=queries.my_papers(work),
        remarks=queries.open_remarks(work, supplier.id),
    )


@bp.route("/supplier/papers/send", methods=["GET", "POST"])
@does(Do.SEND)
def send() -> ResponseReturnValue:
    """Send a paper, or a newer one."""
    work, form, kind = current_work(), PaperForm(), _kind()
    supplier = queries.my_supplier(work)
    if form.validate_on_submit():
        try:
            service.send(work, form.to_new_paper(kind))
        except DomainError as error:
            if error.field is None:
                raise
            form.show(error)
        else:
            flash(_("The paper was sent. The registry officer looks at it."), "success")
            return redirect(url_for(".index"))
    purpose = purpose_of(kind)
    page = render_template(
        "suppliers/send_paper.html",
        form=form,
        kind=kind,
        supplier=supplier,
        before=queries.my_papers(work).get(kind),
        has_number=kind in SHAPES,
        must_end=kind in ENDS,
        purpose=purpose,
        uploads=chosen_uploads(work, form.upload_id.data, purpose),
    )
    return page, 422 if form.errors else 200


def _kind() -> DocumentKind:
    named = request.args.get("kind", "")
    if named not in list(DocumentKind):
        raise NotFound
    return DocumentKind(named)


@bp.post("/supplier-papers/<uuid:supplier_document_id>/accept")
@does(Do.ACCEPT)
def accept(supplier_document_id: UUID) -> ResponseReturnValue:
    """Say that a paper is good; a refusal leads back to the case, where it is asked for again."""
    work = current_work()
    try:
        paper = service.accept_supplier_document(work, supplier_document_id)
    except DomainError as error:
        if status_of(error) != REFUSED:
            raise
        return refused(queries.paper(work, supplier_document_id).supplier_id, error)
    flash(_("Accepted: %(paper)s.", paper=_(paper.kind.label)), "success")
    return _case(paper)


@bp.route("/supplier-papers/<uuid:supplier_document_id>/ask-again", methods=["GET", "POST"])
@does(Do.ASK_AGAIN)
def ask_again(supplier_document_id: UUID) -> ResponseReturnValue:
    """Ask for a paper again, with a reason."""
    work, form = current_work(), ReasonForm()
    if form.validate_on_submit():
        paper = service.ask_again_supplier_document(
            work, supplier_document_id, form.reason.data or ""
        )
        flash(_("Asked again: %(paper)s.", paper=_(paper.kind.label)), "success")
        return _case(paper)
    paper = _to_look_at(work, supplier_document_id)
    supplier = queries.supplier(work, paper.supplier_id)
    page = render_template(
        "registry/ask_paper_again.html", paper=paper, supplier=supplier, form=form
    )
    return page, 422 if form.errors else 200


def _to_look_at(work: Work, document_id: UUID) -> SupplierDocument:
    paper = queries.paper(work, document_id)
    paper.policy.require(work.actor, Do.ASK_AGAIN, paper)
    paper.workflow.find(paper.status, Do.ASK_AGAIN)
    return paper


def _case(paper: SupplierDocument) -> ResponseReturnValue:
    return redirect(url_for("registry.show", supplier_id=paper.supplier_id, _anchor="papers"))
