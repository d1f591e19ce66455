"""What can be done with what stands in the catalogue, each deed under one name."""

from procure.kernel.labels import N_, Labelled


class FavouriteAction(Labelled):
    """Deeds on what an agency keeps at hand."""

    KEEP = "favourite.keep", N_("Keep as a favourite")
    DROP = "favourite.drop", N_("Remove from favourites")
