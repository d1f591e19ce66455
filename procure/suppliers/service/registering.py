"""From a stranger to a registration that waits for the officer."""

import secrets
import unicodedata
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import CursorResult, delete, select, update
from sqlalchemy.exc import IntegrityError

from procure.accounts import service as accounts
from procure.accounts.actions import AccountAction
from procure.accounts.models import Appointment, Person
from procure.accounts.passwords import Passwords
from procure.accounts.rules import PasswordTooWeak, WrongPassword, check_password
from procure.audit.service import advance, record
from procure.db.base import new_id
from procure.db.work import Work
from procure.kernel.actors import Actor, Role
from procure.suppliers import queries
from procure.suppliers.actions import SupplierAction as Do
from procure.suppliers.events import OperatorJoined, OwnerConfirmed, SupplierSubmitted
from procure.suppliers.models import EntityType, Scale, Supplier
from procure.suppliers.policy import SUPPLIER_POLICY
from procure.suppliers.registry_models import (
    Fingerprint,
    FingerprintKind,
    LinkPurpose,
    SupplierLink,
    SupplierProfile,
)
from procure.suppliers.rules import identifiers, naming, registration
from procure.suppliers.service import fingerprints
from procure.suppliers.service.linking import Invited, Origin, make
from procure.suppliers.workflow import SupplierStatus

TITLES = {LinkPurpose.OWNER: "Pemilik", LinkPurpose.OPERATOR: "Operator"}
ROLES = {
    LinkPurpose.OWNER: Role.SUPPLIER_OWNER,
    LinkPurpose.OPERATOR: Role.SUPPLIER_OPERATOR,
}


@dataclass(frozen=True, slots=True)
class NewOwner:
    """What somebody types to register; the coach leaves the password to the owner."""

    name: str
    email: str
    phone: str
    region_id: UUID
    password: str = ""
    business: str = ""


def register(
    work: Work, new: NewOwner, origin: Origin, secret: str, passwords: Passwords
) -> SupplierLink | None:
    """Take in a registration; it becomes an account when its owner follows the link in the mail.

    Returns None if the address has an account already, which only a letter to it says.
    Raises the refusals of names, phones and passwords.
    """
    with work.transaction():
        name, phone = naming.name(new.name), identifiers.phone(new.phone)
        email = new.email.strip().casefold()
        check_password(new.password, about=(name, email), common=accounts.COMMON)
        invited = Invited(
            LinkPurpose.OWNER, new.region_id, name, email, phone, passwords.hash(new.password)
        )
        link = make(work, invited, origin, secret)
        if link is not None:
            record(work, AccountAction.REGISTER, link)
    return link


def begin(work: Work, new: NewOwner, origin: Origin, secret: str) -> Supplier:
    """Begin a registration for an owner, as a coach; the owner gets a link to confirm by."""
    with work.transaction():
        SUPPLIER_POLICY.require(work.actor, Do.BEGIN)
        region_id = cast("UUID", work.actor.region_id)
        name, phone = naming.name(new.name), identifiers.phone(new.phone)
        business = naming.name(new.business) if new.business.strip() else name
        supplier = _draft(new_id(), region_id, name, business, phone)
        supplier.coach_id = work.actor.user_id
        work.session.add(supplier)
        work.session.flush()
        _profile(work, supplier)
        fingerprints.keep(work, supplier, {FingerprintKind.PHONE: phone})
        email = new.email.strip().casefold()
        invited = Invited(LinkPurpose.OWNER, region_id, name, email, phone, "", supplier.id)
        make(work, invited, origin, secret)
        record(work, Do.BEGIN, supplier)
    return supplier


def send_link(work: Work, supplier_id: UUID, origin: Origin, secret: str) -> SupplierLink | None:
    """Send the owner a new link, as their coach; the one before ends. Raises LinkGone."""
    with work.transaction():
        supplier = queries.get(work, supplier_id, lock=True)
        SUPPLIER_POLICY.require(work.actor, Do.SEND_LINK, supplier)
        last = work.session.scalar(
            select(SupplierLink)
            .where(SupplierLink.supplier_id == supplier.id, SupplierLink.used_at.is_(None))
            .order_by(SupplierLink.made_at.desc())
            .limit(1)
        )
        if last is None or supplier.confirmed_at is not None:
            raise registration.LinkGone
        invited = Invited(
            LinkPurpose.OWNER, last.region_id, last.name, last.email, last.phone, "", supplier.id
        )
        link = make(work, invited, origin, secret)
        record(work, Do.SEND_LINK, supplier)
    return link


def newcomer(link: SupplierLink) -> Actor:
    """Return the person whom this link makes, as they will act; their ids are new."""
    return Actor(
        user_id=new_id(),
        name=link.name,
        region_id=link.region_id,
        supplier_id=link.supplier_id or new_id(),
        roles=frozenset({ROLES[link.purpose]}),
    )


@dataclass(frozen=True, slots=True)
class Following:
    """Somebody who followed a link: which one, with which password, and from where.

    `is_same_browser` is true in the browser in which the password was just chosen.
    """

    link_id: UUID
    token_hash: bytes
    password: str
    is_same_browser: bool
    origin: Origin


def confirm(work: Work, following: Following, passwords: Passwords) -> Person:
    """Become an owner or operator by the link; the actor is the `newcomer` of it.

    Raises LinkGone, WrongPassword, PasswordTooWeak or EmailTaken.
    """
    with work.transaction():
        link = queries.link(work, following.link_id, following.token_hash, lock=True)
        if link.used_at is not None or link.ends_at <= work.now:
            raise registration.LinkGone
        person = Person(
            id=work.actor.user_id,
            region_id=link.region_id,
            name=link.name,
            email=link.email,
            phone=link.phone or None,
            password_hash=_password(link, following, passwords),
            language=link.language,
        )
        _add(work, person)
        link.used_at = work.now
        if link.purpose is LinkPurpose.OWNER:
            supplier = _owned(work, link, following.origin)
            action = Do.CONFIRM
        else:
            supplier = queries.get(work, cast("UUID", link.supplier_id), lock=True)
            if supplier.status is SupplierStatus.CLOSED:
                raise registration.LinkGone
            action = Do.JOIN
            work.announce(OperatorJoined(supplier.id, person.id))
        _appoint(work, person, supplier, link.purpose)
        SUPPLIER_POLICY.require(work.actor, action, supplier)
        record(work, action, supplier, facts=_noted(link, following.origin))
    return person


def _password(link: SupplierLink, following: Following, passwords: Passwords) -> str:
    """Return the hash to keep: of the password chosen at first, or of the one chosen now.

    Whoever registered with somebody else's address does not come in through their mailbox: the
    reader of the mail must know the password as well, or sit at the browser that chose it.
    """
    if not link.password_hash:
        about = (link.name, link.email)
        try:
            check_password(following.password, about=about, common=accounts.COMMON)
        except PasswordTooWeak as error:
            error.field = "password"
            raise
        return passwords.hash(following.password)
    if not following.is_same_browser and not passwords.fits(link.password_hash, following.password):
        raise WrongPassword(field="password")
    return link.password_hash


def _add(work: Work, person: Person) -> None:
    work.session.add(person)
    try:
        work.session.flush()
    except IntegrityError:
        raise registration.EmailTaken from None


def _noted(link: SupplierLink, origin: Origin) -> dict[str, Any]:
    """Return whether helper and owner came from one browser or network; for the officer."""
    return {
        "same_device": link.made_by_id is not None and link.made_device == origin.device,
        "same_network": link.made_by_id is not None and link.made_network == origin.network,
    }


def _owned(work: Work, link: SupplierLink, origin: Origin) -> Supplier:
    if link.supplier_id is not None:
        supplier = queries.get(work, link.supplier_id, lock=True)
        supplier.confirmed_at = work.now
        about = queries.profile(work, supplier.id) or _profile(work, supplier)
        noted = _noted(link, origin)
        about.is_same_network = noted["same_network"]
        about.is_same_device = noted["same_device"] and noted["same_network"]
        work.announce(OwnerConfirmed(supplier.id))
        return supplier
    supplier = _draft(
        cast("UUID", work.actor.supplier_id), link.region_id, link.name, link.name, link.phone
    )
    supplier.confirmed_at = work.now
    work.session.add(supplier)
    work.session.flush()
    _profile(work, supplier)
    fingerprints.keep(work, supplier, {FingerprintKind.PHONE: link.phone})
    link.supplier_id = supplier.id
    return supplier


def _draft(supplier_id: UUID, region_id: UUID, owner: str, name: str, phone: str) -> Supplier:
    return Supplier(
        id=supplier_id,
        region_id=region_id,
        slug=_slug(name),
        name=name,
        entity_type=EntityType.INDIVIDUAL,
        scale=Scale.MICRO,
        status=SupplierStatus.DRAFT,
        owner_name=owner,
        address="",
        regency_code="",
        regency_name="",
        phone=phone,
        npwp_valid=False,
    )


def _slug(name: str) -> str:
    """Return an address for the seller's page; some letters at its end make it the only one."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode()
    words = "".join(sign if sign.isalnum() else " " for sign in plain).split()
    return f"{'-'.join(words)[:48].strip('-') or 'usaha'}-{secrets.token_hex(3)}"


def _profile(work: Work, supplier: Supplier) -> SupplierProfile:
    made = SupplierProfile(
        supplier_id=supplier.id, region_id=supplier.region_id, updated_at=work.now
    )
    work.session.add(made)
    work.session.flush()
    return made


def _appoint(work: Work, person: Person, supplier: Supplier, purpose: LinkPurpose) -> None:
    work.session.add(
        Appointment(
            region_id=person.region_id,
            person_id=person.id,
            role=ROLES[purpose],
            supplier_id=supplier.id,
            decree_number="-",
            decree_date=work.today,
            starts_on=work.today,
            title=TITLES[purpose],
        )
    )


def submit(work: Work, supplier_id: UUID) -> Supplier:
    """Send the registration to the registry officer.

    Raises RegistrationIncomplete, or AlreadyRegistered for a number that was let go and that
    another has since.
    """
    with fingerprints.telling_of_refused(work, supplier_id), work.transaction():
        supplier = queries.get(work, supplier_id, lock=True)
        advance(work, supplier, Do.SUBMIT)
        registration.check_ready(queries.filled(work, supplier))
        fingerprints.claim_all(work, supplier)
        work.announce(SupplierSubmitted(supplier.id))
    return supplier


def forget_drafts(work: Work) -> int:
    """Let go of what nobody finishes, as the clock; return how many numbers became free.

    Links that ended long ago are removed. Drafts that nobody touched for a month keep what was
    typed, but no longer keep others from registering the same numbers.
    """
    with work.transaction():
        long_ago = work.now - registration.CLAIM_LASTS
        work.session.execute(
            delete(SupplierLink).where(SupplierLink.ends_at < work.now - timedelta(days=90))
        )
        idle = (
            select(SupplierProfile.supplier_id)
            .join(Supplier, Supplier.id == SupplierProfile.supplier_id)
            .where(Supplier.status == SupplierStatus.DRAFT, SupplierProfile.updated_at < long_ago)
        )
        freed = work.session.execute(
            update(Fingerprint)
            .where(Fingerprint.supplier_id.in_(idle), Fingerprint.is_claimed)
            .values(is_claimed=False)
        )
    return cast("CursorResult[Any]", freed).rowcount
