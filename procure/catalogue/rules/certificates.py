"""Certificates that a listing names: TKDN where it claims it, SPPT-SNI where SNI is compulsory."""

from datetime import date
from typing import Final

from procure.kernel.errors import DomainError
from procure.kernel.labels import N_

FULL: Final = 10_000
"""The whole of a TKDN in hundredths of a percent."""


class TkdnUnproven(DomainError):
    """A TKDN without its figure, its certificate or the end of it."""

    text = N_(
        "Give the percentage, the number of the TKDN certificate and the day on which it ends, or "
        "choose another origin."
    )
    field = "tkdn_certificate"


class TkdnEnded(DomainError):
    """A TKDN certificate that no longer holds."""

    text = N_(
        "This TKDN certificate ended on %(ended)s. Give the certificate that holds now, or choose "
        "another origin."
    )
    field = "tkdn_until"


class SniMissing(DomainError):
    """No SPPT-SNI where SNI is compulsory."""

    text = N_(
        "SNI is compulsory for this category: give the number of the SPPT-SNI and the day on which "
        "it ends."
    )
    field = "sni_certificate"


class SniEnded(DomainError):
    """An SPPT-SNI that no longer holds."""

    text = N_("This SPPT-SNI ended on %(ended)s. Give the one that holds now.")
    field = "sni_until"


def check_tkdn(share: int | None, number: str, until: date | None, today: date) -> None:
    """Refuse a claimed TKDN without a certificate that holds today.

    Args:
        share: hundredths of a percent.
        number: of the certificate.
        until: its last day.
        today: in the region's calendar.

    Raises TkdnUnproven or TkdnEnded.
    """
    if share is None or not 0 < share <= FULL or not number or until is None:
        raise TkdnUnproven
    if until < today:
        raise TkdnEnded(ended=until)


def check_sni(number: str, until: date | None, today: date) -> None:
    """Refuse what has no SPPT-SNI that holds today. Raises SniMissing or SniEnded."""
    if not number or until is None:
        raise SniMissing
    if until < today:
        raise SniEnded(ended=until)
