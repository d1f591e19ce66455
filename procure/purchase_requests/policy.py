"""Who may do what with a purchase request; the separation of duties stands here."""

from procure.kernel.actors import Role
from procure.kernel.labels import N_
from procure.kernel.policy import Policy, Who, holds, the_system
from procure.purchase_requests.actions import PurchaseRequestAction as Do
from procure.purchase_requests.actions import PurchaseTemplateAction

requester = Who(N_("the requester"), lambda a, p: a.user_id == p.requester_id)
colleague = Who(
    N_("a colleague of the agency"),
    lambda a, p: a.agency_id == p.agency_id and a.unit_id in (None, p.unit_id),
)
endorser = Who(N_("the endorser"), lambda a, p: a.user_id == p.endorsed_by_id)
approver = Who(N_("the approver"), lambda a, p: a.user_id == p.approved_by_id)
sourcer = Who(
    N_("the procurement officer of this purchase"), lambda a, p: a.user_id == p.officer_id
)
above_limit = Who(
    N_("for values that need the budget authority"), lambda _, p: p.needs_budget_authority
)
endorsed = Who(N_("once it is endorsed"), lambda _, p: p.endorsed_by_id is not None)

# Nobody approves their own request, at any value; PPK and procurement officer are two people.
commitment_officer = holds(Role.COMMITMENT_OFFICER) & colleague & ~requester
budget_authority = holds(Role.BUDGET_AUTHORITY) & colleague & ~requester & ~endorser
officer = holds(Role.PROCUREMENT_OFFICER) & colleague & ~requester & ~endorser & ~approver

reader = Who(N_("agency staff"), lambda a, _: a.agency_id is not None) | holds(Role.AUDITOR)

PURCHASE_REQUEST_POLICY = Policy(
    {
        Do.DRAFT: holds(Role.REQUESTER),
        Do.REVISE: holds(Role.REQUESTER) & requester,
        Do.SUBMIT: holds(Role.REQUESTER) & requester,
        Do.ENDORSE: commitment_officer & above_limit,
        Do.APPROVE: commitment_officer & ~above_limit | budget_authority & above_limit & endorsed,
        Do.SEND_BACK: commitment_officer | budget_authority & above_limit,
        Do.CANCEL: requester | commitment_officer,
        Do.SOURCE: officer,
        Do.ORDER: commitment_officer & ~sourcer,
        Do.RESUME: officer
        | commitment_officer
        | holds(Role.SUPPLIER_OWNER)
        | holds(Role.SUPPLIER_OPERATOR)
        | the_system,
    }
)

requesters = holds(Role.REQUESTER)
of_agency = Who(N_("of the agency"), lambda a, t: a.agency_id == t.agency_id)

PURCHASE_TEMPLATE_POLICY = Policy(
    {
        PurchaseTemplateAction.KEEP: requesters & of_agency,
        PurchaseTemplateAction.CHANGE: requesters & of_agency,
        PurchaseTemplateAction.RETIRE: requesters & of_agency,
    }
)
