"""Who may do what with listings, proposals, sheets and categories."""

from procure.catalogue.actions import (
    CategoryAction,
    FavouriteAction,
    ImportRunAction,
    ListingAction,
    PriceStandardAction,
)
from procure.catalogue.actions import ListingRevisionAction as Do
from procure.kernel.actors import Role
from procure.kernel.labels import N_
from procure.kernel.policy import Policy, Who, holds, the_system
from procure.suppliers.policy import without_a_tie

seller = holds(Role.SUPPLIER_OWNER) | holds(Role.SUPPLIER_OPERATOR)
own = Who(
    N_("for what they sell themselves"),
    lambda a, record: a.supplier_id is not None and a.supplier_id == record.supplier_id,
)
apart = Who(
    N_("of another business than their own"),
    lambda a, record: a.supplier_id is None or a.supplier_id != record.supplier_id,
)
# Whoever belongs to a supplier, or declared a tie to it, never judges what it sells; a person's
# other hats travel with them.
curator = holds(Role.REGISTRY_OFFICER) & apart & without_a_tie

LISTING_POLICY = Policy(
    {
        ListingAction.ADD: seller,
        ListingAction.CHANGE: seller & own,
        ListingAction.REPRICE: seller & own,
        ListingAction.ADJUST: seller & own,
        ListingAction.WITHDRAW: seller & own,
        ListingAction.RESTORE: seller & own,
        ListingAction.TAKE_DOWN: curator,
        ListingAction.RETIRE: curator,
        ListingAction.LAPSE: the_system | curator,
        ListingAction.RECERTIFY: the_system | curator,
        ListingAction.EXPORT: seller | holds(Role.REGISTRY_OFFICER),
    }
)
LISTING_REVISION_POLICY = Policy(
    {
        Do.SUBMIT: seller & own,
        Do.WITHDRAW: seller & own,
        Do.APPROVE: curator,
        Do.SEND_BACK: curator,
        Do.REFUSE: curator,
    }
)
IMPORT_RUN_POLICY = Policy(
    {
        ImportRunAction.START: seller,
        ImportRunAction.FINISH_READING: the_system,
        ImportRunAction.CORRECT: seller & own,
        ImportRunAction.MEND: seller & own,
        ImportRunAction.APPLY: seller & own,
        ImportRunAction.FINISH: the_system,
        ImportRunAction.CANCEL: seller & own,
        ImportRunAction.APPROVE_BATCH: curator,
    }
)
CATEGORY_POLICY = Policy(
    {
        CategoryAction.ADD: holds(Role.REGISTRY_OFFICER),
        CategoryAction.KEEP: holds(Role.REGISTRY_OFFICER),
    }
)
PRICE_STANDARD_POLICY = Policy(
    dict.fromkeys(PriceStandardAction, holds(Role.REGISTRY_OFFICER)),
)

agency_staff = Who(N_("agency staff"), lambda a, _: a.agency_id is not None)

FAVOURITE_POLICY = Policy({FavouriteAction.KEEP: agency_staff, FavouriteAction.DROP: agency_staff})
