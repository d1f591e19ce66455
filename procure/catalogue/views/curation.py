"""Curation: the registry officer's queue, one proposal beside what is live, and the decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _

from procure.catalogue import service
from procure.catalogue.actions import ImportRunAction, ListingAction
from procure.catalogue.actions import ListingRevisionAction as Do
from procure.catalogue.forms.deciding import BatchForm, ChecklistForm
from procure.catalogue.forms.offer import as_id
from procure.catalogue.policy import LISTING_POLICY, LISTING_REVISION_POLICY, curator
from procure.catalogue.queries import curation, own, sheets
from procure.catalogue.rules.offers import Kind, Substance, halal_finding
from procure.catalogue.shelf_models import ListingRevision
from procure.db.work import Work
from procure.files.models import Upload
from procure.kernel.actors import Role
from procure.kernel.errors import DomainError
from procure.kernel.labels import Labelled
from procure.kernel.policy import holds
from procure.web.access import does, reads
from procure.web.errors import status_of
from procure.web.forms import ReasonForm
from procure.web.words import day, money
from procure.web.work import current_work

bp = Blueprint("listing_revisions", __name__, url_prefix="/listing-revisions")
queue_bp = Blueprint("curation", __name__, url_prefix="/curation")
listings_bp = Blueprint("listings", __name__, url_prefix="/listings")

REFUSED = 422
SAMPLE = 10
officer = holds(Role.REGISTRY_OFFICER)


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing a listing says: what is live, and what is proposed."""

    label: str
    before: str
    after: str

    @property
    def is_new(self) -> bool:
        """Whether it would change."""
        return self.before != self.after


@queue_bp.get("")
@reads(officer)
def index() -> ResponseReturnValue:
    """List proposals that wait, the longest first."""
    work = current_work()
    found = curation.queue(work, as_id(request.args.get("after")))
    return render_template("curation/index.html", queue=found)


@bp.get("/<uuid:listing_revision_id>")
@reads(officer)
def show(listing_revision_id: UUID) -> ResponseReturnValue:
    """Show a proposal beside what is live, with the checklist."""
    work = current_work()
    revision = curation.get(work, listing_revision_id)
    return _page(work, revision, ChecklistForm(None))


def _page(work: Work, revision: ListingRevision, form: ChecklistForm) -> str:
    listing = own.to_judge(work, revision.listing_id)
    around = own.around(work, revision.supplier)
    is_food = Kind(revision.category_code, revision.category.supply_kind).is_food
    english = str(get_locale()) == "en"
    form.checklist.choices = [
        (point.code, point.label_en if english else point.label)
        for point in curation.points(work, is_food=is_food)
    ]
    live = own.substance_of(work, listing) if listing.approved_at is not None else None
    return render_template(
        "listing_revisions/show.html",
        revision=revision,
        listing=listing,
        form=form,
        may_decide=curator.test(work.actor, revision),
        differences=differences(live, revision.substance),
        is_new=live is None,
        finding=halal_finding(revision.substance, around),
        uploads=_uploads(work, revision.substance),
    )


def _uploads(work: Work, says: Substance) -> dict[UUID, Upload]:
    return dict(own.photos_of_region(work, [photo.upload_id for photo in says.photos]))


def differences(live: Substance | None, wanted: Substance) -> Sequence[Difference]:
    """Return everything a proposal says beside what is live, in the order of the form."""
    after = _said(wanted)
    before = _said(live) if live is not None else dict.fromkeys(after, "")
    labels = dict.fromkeys((*after, *before))
    return [
        Difference(label, before.get(label, ""), after.get(label, ""))
        for label in labels
        if before.get(label) or after.get(label)
    ]


def _said(says: Substance) -> dict[str, str]:
    share = says.tkdn_hundredths
    return {
        _("Name"): says.name,
        _("Category"): says.category_code,
        _("Description"): says.description,
        _("Unit"): says.unit,
        _("Origin"): _word(says.origin),
        _("TKDN percent"): "" if share is None else f"{share / 100:g}%",
        _("Number of the TKDN certificate"): says.tkdn_certificate,
        _("The TKDN certificate ends on"): day(says.tkdn_until) if says.tkdn_until else "",
        _("Number of the SPPT-SNI"): says.sni_certificate,
        _("The SPPT-SNI ends on"): day(says.sni_until) if says.sni_until else "",
        _("Halal"): _word(says.halal),
        _("Package contents"): "\n".join(
            f"{one.quantity} {one.unit} {one.name}" for one in says.contents
        ),
        _("Variants"): "\n".join(f"{one.name}: {money(one.price)}" for one in says.variants),
        _("Answers of the category"): "\n".join(f"{key}: {value}" for key, value in says.answers),
        _("Photos"): "\n".join(
            f"{place}. {one.caption}" for place, one in enumerate(says.photos, start=1)
        ),
    }


def _word(one: Labelled) -> str:
    return _(one.label)


@bp.post("/<uuid:listing_revision_id>/submit")
@does(Do.SUBMIT)
def submit(listing_revision_id: UUID) -> ResponseReturnValue:
    """Send a draft to the registry officer as it is stored."""
    work = current_work()
    revision = service.submit(work, listing_revision_id)
    flash(_("Sent to the registry officer. You are told what they decide."), "success")
    return redirect(url_for("my_listings.show", listing_id=revision.listing_id))


@bp.post("/<uuid:listing_revision_id>/withdraw")
@does(Do.WITHDRAW)
def withdraw(listing_revision_id: UUID) -> ResponseReturnValue:
    """Take a proposal back."""
    work = current_work()
    revision = service.withdraw_listing_revision(work, listing_revision_id)
    flash(_("Taken back. What you wrote is there when you change the listing again."), "success")
    return redirect(url_for("my_listings.show", listing_id=revision.listing_id))


@bp.post("/<uuid:listing_revision_id>/approve")
@does(Do.APPROVE)
def approve(listing_revision_id: UUID) -> ResponseReturnValue:
    """Let buyers see what was proposed."""
    work, form = current_work(), ChecklistForm()
    try:
        revision = service.approve(work, listing_revision_id, form.ticked())
    except DomainError as error:
        if status_of(error) != REFUSED:
            raise
        form.show(error)
        return _page(work, curation.get(work, listing_revision_id), form), REFUSED
    flash(_("“%(name)s” is what buyers see now.", name=revision.name), "success")
    return redirect(url_for("curation.index"))


@bp.route("/<uuid:listing_revision_id>/send-back", methods=["GET", "POST"])
@does(Do.SEND_BACK)
def send_back(listing_revision_id: UUID) -> ResponseReturnValue:
    """Return a proposal with a reason."""
    return _decline(listing_revision_id, Do.SEND_BACK)


@bp.route("/<uuid:listing_revision_id>/refuse", methods=["GET", "POST"])
@does(Do.REFUSE)
def refuse(listing_revision_id: UUID) -> ResponseReturnValue:
    """Refuse a proposal for good."""
    return _decline(listing_revision_id, Do.REFUSE)


def _decline(listing_revision_id: UUID, action: Do) -> ResponseReturnValue:
    work, form = current_work(), ReasonForm()
    revision = curation.get(work, listing_revision_id)
    LISTING_REVISION_POLICY.require(work.actor, action, revision)
    revision.workflow.find(revision.status, action)
    verb = action.split(".")[1]
    if form.validate_on_submit():
        deed = service.send_back if action is Do.SEND_BACK else service.refuse
        deed(work, listing_revision_id, form.reason.data or "")
        flash(_("The seller is told the reason."), "success")
        return redirect(url_for("curation.index"))
    page = render_template(f"listing_revisions/{verb}.html", revision=revision, form=form)
    return (page, REFUSED) if form.errors else page


@listings_bp.route("/<uuid:listing_id>/take-down", methods=["GET", "POST"])
@does(ListingAction.TAKE_DOWN)
def take_down(listing_id: UUID) -> ResponseReturnValue:
    """Take a live listing off the shelf with a reason."""
    work, form = current_work(), ReasonForm()
    LISTING_POLICY.require(work.actor, ListingAction.TAKE_DOWN, own.to_judge(work, listing_id))
    listing = own.to_judge(work, listing_id)
    if form.validate_on_submit():
        service.take_down(work, listing_id, form.reason.data or "")
        flash(_("Taken off the shelf. The seller is told the reason."), "success")
        return redirect(url_for("curation.index"))
    page = render_template("listings/take_down.html", listing=listing, form=form)
    return (page, REFUSED) if form.errors else page


@queue_bp.route("/sheets/<uuid:import_run_id>", methods=["GET", "POST"])
@does(ImportRunAction.APPROVE_BATCH)
def approve_batch(import_run_id: UUID) -> ResponseReturnValue:
    """Show a sample of a sheet's proposals; approve up to 200 of them together."""
    work = current_work()
    run = sheets.get(work, import_run_id)
    run.policy.require(work.actor, ImportRunAction.APPROVE_BATCH, run)
    form: Any = BatchForm() if request.method == "POST" else BatchForm(None)
    if request.method == "POST":
        try:
            count = service.approve_batch(work, import_run_id, form.ticked())
        except DomainError as error:
            if status_of(error) != REFUSED:
                raise
            form.show(error)
        else:
            flash(_("%(count)s listings are on the shelf now.", count=count), "success")
            left = curation.waiting_in(work, import_run_id, 1)
            if left:
                return redirect(url_for(".approve_batch", import_run_id=import_run_id))
            return redirect(url_for(".index"))
    sample = curation.sample_of(work, import_run_id, SAMPLE)
    is_food = any(Kind(one.category_code, one.category.supply_kind).is_food for one in sample)
    english = str(get_locale()) == "en"
    form.checklist.choices = [
        (point.code, point.label_en if english else point.label)
        for point in curation.points(work, is_food=is_food)
    ]
    page = render_template(
        "curation/approve_batch.html",
        run=run,
        sample=sample,
        form=form,
        waiting=curation.count_in(work, import_run_id),
        most=service.BATCH,
    )
    return (page, REFUSED) if form.errors else page
