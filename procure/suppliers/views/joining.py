"""Doors for people who are not here yet: registering, and following a link."""

from flask import current_app, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import current_user

from procure.accounts import service as accounts
from procure.accounts import visitors
from procure.accounts.models import Region
from procure.accounts.queries import regions
from procure.kernel.errors import DomainError
from procure.suppliers import links, queries, service
from procure.suppliers.forms.joining import ConfirmForm, RegisterForm
from procure.suppliers.models import Supplier
from procure.suppliers.registry_models import LinkPurpose, SupplierLink
from procure.suppliers.rules.registration import LinkGone
from procure.suppliers.service.registering import Following
from procure.suppliers.views.door import bp, origin, secret
from procure.web.access import public
from procure.web.work import act_as, counted, current_work, settings

FREE_OF_NETWORK = 20
"""Registrations from one network address that do not wait; a whole market may share it."""
FREE_OF_ADDRESS = 3
FREE_OF_LINK = 5


@bp.route("/register", methods=["GET", "POST"])
@public
@counted
def register() -> ResponseReturnValue:
    """Tell small businesses how to join, and let them begin."""
    work, form = current_work(), RegisterForm()
    form.offer(regions(work.session), g.site.id)
    if form.validate_on_submit():
        try:
            _count(form.email.data or "")
            passwords = current_app.extensions["passwords"]
            link = service.register(work, form.to_new_owner(), origin(), secret(), passwords)
        except DomainError as error:
            form.show(error)
        else:
            session["registering"] = str(link.id) if link else ""
            session["registering_with"] = (form.email.data or "").strip()
            return redirect(url_for(".sent"))
    body = render_template("suppliers/register.html", form=form)
    return body, 422 if form.is_submitted() else 200


def _count(email: str) -> None:
    """Slow down floods: each try counts for its network and for the address it names."""
    accounts.count_tries(
        current_work(),
        {
            accounts.key("register-network", request.remote_addr or ""): FREE_OF_NETWORK,
            accounts.key("register-address", email.strip().casefold()): FREE_OF_ADDRESS,
        },
    )


@bp.get("/register/sent")
@public
def sent() -> ResponseReturnValue:
    """Say that a letter is on its way; the same words whether the address is known or not."""
    shown, kept = "", session.get("registering")
    if kept and not settings().smtp_url:
        shown = url_for(".confirm", token=links.token_of(kept, secret()))
    return render_template(
        "suppliers/sent.html",
        email=session.get("registering_with", ""),
        shown=shown,
        has_mail=bool(settings().smtp_url),
    )


@bp.route("/register/links/<token>", methods=["GET", "POST"])
@public
@counted
def confirm(token: str) -> ResponseReturnValue:
    """Show who is about to become what, then make it so by the owner's own consent."""
    work, form = current_work(), ConfirmForm()
    link = queries.link(work, links.link_id(token, secret()), links.hashed(token))
    if link.used_at is not None or link.ends_at <= work.now:
        raise LinkGone
    if form.validate_on_submit():
        try:
            return _become(link, token, form.password.data or "")
        except DomainError as error:
            form.show(error)
    supplier = work.session.get(Supplier, link.supplier_id) if link.supplier_id else None
    body = render_template(
        "suppliers/confirm.html",
        form=form,
        link=link,
        token=token,
        supplier=supplier,
        region=work.session.get(Region, link.region_id),
        is_operator=link.purpose is LinkPurpose.OPERATOR,
        asks_password=_asks_password(link),
        is_signed_in=current_user.is_authenticated,
    )
    return body, 422 if form.is_submitted() else 200


def _asks_password(link: SupplierLink) -> str:
    """Return whether a password is to be chosen now, repeated, or neither."""
    if not link.password_hash:
        return "new"
    return "" if session.get("registering") == str(link.id) else "same"


def _become(link: SupplierLink, token: str, password: str) -> ResponseReturnValue:
    """Let the link make somebody, who is signed in at once; a refusal changes nothing."""
    work, before = current_work(), current_work().actor
    zone, language = work.zone, work.language
    key = accounts.key("link", token)
    accounts.count_tries(work, {key: FREE_OF_LINK})
    following = Following(
        link.id, links.hashed(token), password, not _asks_password(link), origin()
    )
    act_as(service.newcomer(link), zone, language)
    try:
        person = service.confirm(work, following, current_app.extensions["passwords"])
        sign_in = accounts.admit(work, person, visitors.this_visit())
    except DomainError:
        act_as(before, zone, language)
        raise
    supplier_id = work.actor.supplier_id
    visitors.let_in(sign_in)
    if link.purpose is LinkPurpose.OPERATOR:
        flash(_("Welcome. You can answer orders and quotes from now on."), "success")
        return redirect(url_for("desk.home"))
    flash(_("Confirmed. Now fill in your registration; each step is saved."), "success")
    return redirect(url_for(".registration", supplier_id=supplier_id))
