"""Who may do what with a purchase order."""

from procure.kernel.actors import SUPPLIER_ROLES, Role
from procure.kernel.labels import N_
from procure.kernel.policy import Policy, Who, holds, the_system
from procure.orders.actions import PurchaseOrderAction as Do

colleague = Who(
    N_("a colleague of the agency"),
    lambda a, o: a.agency_id is not None and a.agency_id == o.agency_id,
)
awarder = Who(N_("the officer who awarded"), lambda a, o: a.user_id == o.award_officer_id)
requester = Who(N_("the requester"), lambda a, o: a.user_id == o.requester_id)
supplier = Who(
    N_("the supplier of the order"),
    lambda a, o: bool(a.roles & SUPPLIER_ROLES) and a.supplier_id == o.supplier_id,
)
# The one who awarded never signs the order: two people, two decisions.
commitment_officer = holds(Role.COMMITMENT_OFFICER) & colleague & ~awarder & ~requester
officer = holds(Role.PROCUREMENT_OFFICER) & colleague

PURCHASE_ORDER_POLICY = Policy(
    {
        Do.PREPARE: holds(Role.PROCUREMENT_OFFICER),
        Do.ISSUE: commitment_officer,
        Do.SEND_BACK: commitment_officer,
        Do.ACCEPT: supplier,
        Do.DECLINE: supplier,
        Do.EXPIRE: the_system,
        Do.REOPEN: officer,
        Do.CANCEL: commitment_officer,
    }
)

reader = (
    Who(N_("agency staff"), lambda a, _: a.agency_id is not None)
    | Who(N_("a supplier"), lambda a, _: bool(a.roles & SUPPLIER_ROLES))
    | holds(Role.AUDITOR)
)
"""Who has a list of orders at all; which ones stand in it is decided by the queries."""
