"""Who may do what with what stands in the catalogue."""

from procure.catalogue.actions import FavouriteAction
from procure.kernel.labels import N_
from procure.kernel.policy import Policy, Who

agency_staff = Who(N_("agency staff"), lambda a, _: a.agency_id is not None)

FAVOURITE_POLICY = Policy({FavouriteAction.KEEP: agency_staff, FavouriteAction.DROP: agency_staff})
