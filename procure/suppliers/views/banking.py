"""Bank accounts: the supplier proposes and objects, two officers look."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from procure.accounts.passwords import Passwords
from procure.accounts.views import proven, unproven
from procure.db.work import Work
from procure.files.models import Purpose
from procure.kernel.actors import Role
from procure.kernel.errors import DomainError
from procure.kernel.policy import holds
from procure.regulations.queries import in_force
from procure.suppliers import queries, service
from procure.suppliers.actions import BankAccountAction as Do
from procure.suppliers.banks import banks
from procure.suppliers.forms.selling import AccountForm, ObjectForm
from procure.suppliers.forms.vetting import BookForm
from procure.suppliers.models_bank import BankAccount
from procure.suppliers.policy import BANK_ACCOUNT_POLICY, seller
from procure.suppliers.rules.banking import SAFE_HOURS, names_agree
from procure.suppliers.service.banking import COOLING
from procure.suppliers.views.uploads import chosen_uploads
from procure.web.access import does, reads
from procure.web.errors import say_error
from procure.web.forms import ReasonForm
from procure.web.work import counted, current_work

bp = Blueprint("bank_accounts", __name__)


def held_in_words(work: Work, supplier_id: UUID) -> str:
    """Return why nothing is paid to a supplier, in the reader's language; empty if it is paid."""
    held = service.why_held(work, supplier_id)
    return say_error(held) if held else ""


@bp.get("/supplier/bank")
@reads(seller)
def index() -> ResponseReturnValue:
    """Show a supplier where it is paid, and what is under way."""
    work = current_work()
    supplier = queries.my_supplier(work)
    return render_template(
        "suppliers/bank.html",
        supplier=supplier,
        accounts=queries.accounts_of(work, supplier.id),
        held=held_in_words(work, supplier.id),
        banks=banks(),
        may_propose=work.actor.has(Role.SUPPLIER_OWNER),
    )


@bp.route("/supplier/bank/propose", methods=["GET", "POST"])
@does(Do.PROPOSE)
@proven("password")
def propose() -> ResponseReturnValue:
    """Propose another account, with the present password."""
    work, form = current_work(), AccountForm()
    form.offer(list(banks().items()))
    supplier = queries.my_supplier(work)
    passwords: Passwords = current_app.extensions["passwords"]
    if form.validate_on_submit() and (why := unproven()):
        BANK_ACCOUNT_POLICY.require(work.actor, Do.PROPOSE, supplier)
        form.show(why)
    elif form.is_submitted() and not form.errors:
        try:
            service.propose_bank_account(
                work, form.to_new_account(), form.password.data or "", passwords
            )
        except DomainError as error:
            if error.field is None:
                raise
            form.show(error)
        else:
            flash(_("Sent. Two officers check the account; nothing is paid until then."), "success")
            return redirect(url_for(".index"))
    law = in_force(work, (COOLING,)).get(COOLING)
    page = render_template(
        "suppliers/propose_account.html",
        form=form,
        supplier=supplier,
        hours=law.parameters["hours"] if law else SAFE_HOURS,
        uploads=chosen_uploads(work, form.book_upload_id.data, Purpose.BANK_BOOK),
    )
    return page, 422 if form.errors else 200


@bp.route("/supplier/bank/<uuid:bank_account_id>/object", methods=["GET", "POST"])
@does(Do.OBJECT)
def object(bank_account_id: UUID) -> ResponseReturnValue:
    """Stop a change of account, as anybody of the supplier."""
    work, form = current_work(), ObjectForm()
    if form.validate_on_submit():
        service.object_bank_account(work, bank_account_id, form.reason.data or "")
        flash(_("The change is stopped. The account before stays as it is."), "success")
        return redirect(url_for(".index"))
    account = queries.my_bank_account(work, bank_account_id)
    account.policy.require(work.actor, Do.OBJECT, account)
    is_open = any(move.action is Do.OBJECT for move in account.workflow.open_moves(account.status))
    page = render_template(
        "suppliers/object_account.html", account=account, form=form, banks=banks(), is_open=is_open
    )
    return page, 422 if form.errors else 200


@bp.get("/bank-accounts/<uuid:bank_account_id>")
@reads(holds(Role.REGISTRY_OFFICER))
def show(bank_account_id: UUID) -> ResponseReturnValue:
    """Show an officer an account to check, masked."""
    return _page(queries.bank_account(current_work(), bank_account_id), BookForm())


@bp.post("/bank-accounts/<uuid:bank_account_id>/inspect")
@does(Do.INSPECT)
@counted
def inspect(bank_account_id: UUID) -> ResponseReturnValue:
    """Show the account in full; that it was shown is recorded first."""
    account = service.inspect_bank_account(current_work(), bank_account_id)
    page = _page(account, BookForm(formdata=None), in_full=True)
    return page, 200, {"Cache-Control": "no-store"}


def _page(account: BankAccount, form: BookForm, *, in_full: bool = False) -> str:
    work, supplier = current_work(), account.supplier
    return render_template(
        "registry/account.html",
        account=account,
        supplier=supplier,
        bank=banks().get(account.bank_code, account.bank_code),
        before=[one for one in queries.accounts_of(work, supplier.id) if one.id != account.id],
        book=queries.book_of(work, account),
        form=form,
        in_full=in_full,
        names_agree=names_agree(account.holder, supplier.owner_name, supplier.name),
        can_check=_may(work, account, Do.CHECK),
        can_confirm=_may(work, account, Do.CONFIRM) and account.second_checked_by_id is None,
        is_waiting=account.usable_from is not None and account.usable_from > work.now,
    )


def _may(work: Work, account: BankAccount, action: Do) -> bool:
    moves = account.workflow.open_moves(account.status)
    return any(move.action is action for move in moves) and account.policy.allows(
        work.actor, action, account
    )


Deed = Callable[[Work, UUID, bool], BankAccount]


def _checked(bank_account_id: UUID, deed: Deed, done: str) -> ResponseReturnValue:
    work, form = current_work(), BookForm()
    form.validate()
    try:
        account = deed(work, bank_account_id, bool(form.book_seen.data))
    except DomainError as error:
        if error.field != "book_seen":
            raise
        form.show(error)
        return _page(queries.bank_account(work, bank_account_id), form), 422
    flash(done, "success")
    return redirect(url_for("registry.show", supplier_id=account.supplier_id, _anchor="bank"))


@bp.post("/bank-accounts/<uuid:bank_account_id>/check")
@does(Do.CHECK)
def check(bank_account_id: UUID) -> ResponseReturnValue:
    """Say, as the first officer, that it is good."""

    def deed(work: Work, account_id: UUID, seen: bool) -> BankAccount:
        return service.check_bank_account(work, account_id, book_seen=seen)

    return _checked(bank_account_id, deed, _("Checked. A second officer looks at it now."))


@bp.post("/bank-accounts/<uuid:bank_account_id>/confirm")
@does(Do.CONFIRM)
def confirm(bank_account_id: UUID) -> ResponseReturnValue:
    """Say, as the second officer, that it is good."""

    def deed(work: Work, account_id: UUID, seen: bool) -> BankAccount:
        return service.confirm_bank_account(work, account_id, book_seen=seen)

    return _checked(
        bank_account_id, deed, _("Confirmed. It is used once its waiting time is over.")
    )


@bp.route("/bank-accounts/<uuid:bank_account_id>/refuse", methods=["GET", "POST"])
@does(Do.REFUSE)
def refuse(bank_account_id: UUID) -> ResponseReturnValue:
    """Refuse an account, with a reason."""
    work, form = current_work(), ReasonForm()
    if form.validate_on_submit():
        account = service.refuse_bank_account(work, bank_account_id, form.reason.data or "")
        flash(_("The account was refused; the one before stays as it is."), "success")
        return redirect(url_for("registry.show", supplier_id=account.supplier_id, _anchor="bank"))
    account = queries.bank_account(work, bank_account_id)
    account.policy.require(work.actor, Do.REFUSE, account)
    account.workflow.find(account.status, Do.REFUSE)
    page = render_template(
        "registry/refuse_account.html", account=account, supplier=account.supplier, form=form
    )
    return page, 422 if form.errors else 200
