"""Who may do what with suppliers; nobody decides about one they belong or declared a tie to."""

from typing import Any
from uuid import UUID

from procure.kernel.actors import SUPPLIER_ROLES, Actor, Role
from procure.kernel.errors import NotPermitted
from procure.kernel.labels import N_
from procure.kernel.policy import Policy, Who, holds, the_system
from procure.suppliers.actions import (
    BankAccountAction,
    DocumentAction,
    InterestAction,
    SupplierAction,
)


class TieDeclared(NotPermitted):
    """The officer declared a tie to the supplier."""

    text = N_(
        "You declared a tie to this supplier, so you decide nothing about it. Another registry "
        "officer of your region does: ask a colleague to take it over."
    )


def _supplier_of(subject: Any) -> UUID | None:
    """The supplier itself, or whose paper or account this is."""
    found: UUID | None = getattr(subject, "supplier_id", None) or getattr(subject, "id", None)
    return found


def _is_of(actor: Actor, subject: Any) -> bool:
    return actor.supplier_id is not None and actor.supplier_id == _supplier_of(subject)


def _is_untied(actor: Actor, subject: Any) -> bool:
    """Whether this person declared no tie, in force today, to the supplier that this is about."""
    supplier = getattr(subject, "supplier", subject)
    return all(tie.person_id != actor.user_id for tie in supplier.ties)


of_supplier = Who(N_("somebody of the supplier"), _is_of)
in_region = Who(
    N_("of this region"), lambda a, s: a.region_id is not None and a.region_id == s.region_id
)
without_a_tie = Who(N_("without a declared tie to it"), _is_untied, refusal=TieDeclared)
proposer = Who(N_("who proposed the account"), lambda a, s: a.user_id == s.proposed_by_id)
first_checker = Who(
    N_("who checked the account first"), lambda a, s: a.user_id == s.first_checked_by_id
)
declarer = Who(N_("who declared it"), lambda a, s: a.user_id == s.person_id)

member = Who(
    N_("the people of the business"),
    lambda a, s: bool(a.roles & SUPPLIER_ROLES) and _is_of(a, s),
)
owner = Who(
    N_("the owner of the business"), lambda a, s: a.has(Role.SUPPLIER_OWNER) and _is_of(a, s)
)
helper = Who(
    N_("the coach who helps with it"),
    lambda a, s: a.has(Role.COACH) and s.coach_id == a.user_id,
)
coach = holds(Role.COACH)
officer = holds(Role.REGISTRY_OFFICER)
examiner = officer & in_region & ~of_supplier & without_a_tie
official = Who(
    N_("an official"),
    lambda a, _: a.agency_id is not None or a.has(Role.REGISTRY_OFFICER),
)
registry_reader = holds(Role.REGISTRY_OFFICER) | holds(Role.AUDITOR)
"""Who opens the registry's pages at all; only officers decide there."""
seller = Who(N_("a supplier"), lambda a, _: bool(a.roles & SUPPLIER_ROLES))

# A coach helps with what everybody may know; numbers, account and consent are the owner's alone.
SUPPLIER_POLICY = Policy(
    {
        SupplierAction.BEGIN: coach,
        SupplierAction.SEND_LINK: helper,
        SupplierAction.END_HELP: owner,
        SupplierAction.CONFIRM: owner,
        SupplierAction.DESCRIBE: owner | helper,
        SupplierAction.IDENTIFY: owner,
        SupplierAction.LOCATE: owner | helper,
        SupplierAction.OFFER: owner | helper,
        SupplierAction.DECLARE_TAX: owner | helper,
        SupplierAction.DECLARE_SCALE: owner | helper,
        SupplierAction.TAG: owner,
        SupplierAction.NAME_ACCOUNT: owner,
        SupplierAction.SUBMIT: owner,
        SupplierAction.INVITE: owner,
        SupplierAction.JOIN: member,
        SupplierAction.DISMISS: owner,
        SupplierAction.REVEAL: owner,
        SupplierAction.EXPORT: owner,
        SupplierAction.ASK: owner,
        SupplierAction.ANSWER: examiner,
        SupplierAction.CLOSE: examiner,
        SupplierAction.ACCEPT: examiner,
        SupplierAction.ASK_AGAIN: examiner,
        SupplierAction.REFUSE: examiner,
        SupplierAction.ACCEPT_CHANGE: examiner,
        SupplierAction.RETURN_CHANGE: examiner,
        SupplierAction.SUSPEND: examiner,
        SupplierAction.DEBAR: examiner,
        SupplierAction.REINSTATE: examiner | the_system,
        SupplierAction.INSPECT: examiner,
        SupplierAction.JUDGE: examiner,
        SupplierAction.CHECK_BLACKLIST: examiner,
        SupplierAction.REPLY: member,
    }
)

DOCUMENT_POLICY = Policy(
    {
        DocumentAction.SEND: member,
        DocumentAction.ACCEPT: examiner,
        DocumentAction.ASK_AGAIN: examiner,
        DocumentAction.REPLACE: member,
    }
)

# Three different people: the owner proposes, two officers look. Nobody skips the second one.
BANK_ACCOUNT_POLICY = Policy(
    {
        BankAccountAction.PROPOSE: owner,
        BankAccountAction.CHECK: examiner & ~proposer,
        BankAccountAction.CONFIRM: examiner & ~proposer & ~first_checker,
        BankAccountAction.ACTIVATE: examiner & ~proposer & ~first_checker | the_system,
        BankAccountAction.REPLACE: examiner | the_system,
        BankAccountAction.REFUSE: examiner & ~proposer,
        BankAccountAction.OBJECT: member,
        BankAccountAction.INSPECT: examiner,
    }
)

INTEREST_POLICY = Policy(
    {
        InterestAction.DECLARE: official,
        InterestAction.END: declarer,
    }
)

own_business = seller
registrant = own_business | coach
"""Who fills in registrations; which ones exist for them is decided by the queries."""
