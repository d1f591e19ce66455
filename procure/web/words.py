"""How numbers, money, dates and deadlines are written on the screen."""

from datetime import date, datetime, time, timedelta

from flask import g
from flask_babel import gettext as _
from flask_babel import ngettext

from procure.kernel.clock import local
from procure.kernel.money import rupiah
from procure.kernel.words import in_words
from procure.web.locale import language

DAYS = {
    "id": ("Sen", "Sel", "Rab", "Kam", "Jum", "Sab", "Min"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
MONTHS = {
    "id": ("Jan", "Feb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agu", "Sep", "Okt", "Nov", "Des"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
}


def _zone() -> str:
    return str(g.work.zone) if "work" in g else "WIB"


def money(amount: int | None) -> str:
    """Write rupiah as `Rp1.234.567`; nothing as a dash."""
    return "\N{EN DASH}" if amount is None else rupiah(amount, language())


def number(value: int) -> str:
    """Write a whole number with its thousands apart."""
    text = f"{value:,}"
    return text if language() == "en" else text.replace(",", ".")


def percent(value: float) -> str:
    """Write a share with one decimal and a true minus: `-3,5%`."""
    text = f"{value:+.1f}%".replace("-", "\N{MINUS SIGN}")
    return text if language() == "en" else text.replace(".", ",")


def day(value: date | None) -> str:
    """Write a date as `Sel, 24 Nov 2026`."""
    if value is None:
        return "\N{EN DASH}"
    if isinstance(value, datetime):
        value = local(value, _zone()).date()
    names, months = DAYS[language()], MONTHS[language()]
    return f"{names[value.weekday()]}, {value.day} {months[value.month - 1]} {value.year}"


def hour(value: time | datetime | None) -> str:
    """Write a time as `15.00`."""
    if value is None:
        return "\N{EN DASH}"
    if isinstance(value, datetime):
        value = local(value, _zone()).time()
    return value.strftime("%H:%M" if language() == "en" else "%H.%M")


def moment(value: datetime | None) -> str:
    """Write a moment in the region's zone: `Sel, 24 Nov 2026 · 15.00 WIB`."""
    if value is None:
        return "\N{EN DASH}"
    return f"{day(value)} · {hour(value)} {_zone()}"


def time_left(until: datetime) -> str:
    """Say how long there is until a moment: `1 hari 4 jam lagi`."""
    left = until - g.work.now
    if left <= timedelta():
        return _("closed")
    hours, minutes = divmod(int(left.total_seconds()) // 60, 60)
    days, hours = divmod(hours, 24)
    if days:
        return ngettext("%(num)d day", "%(num)d days", days) + (
            " " + ngettext("%(num)d hour left", "%(num)d hours left", hours)
            if hours
            else " " + _("left")
        )
    if hours:
        return ngettext("%(num)d hour left", "%(num)d hours left", hours)
    return ngettext("%(num)d minute left", "%(num)d minutes left", max(minutes, 1))


FILTERS = {
    "money": money,
    "number": number,
    "percent": percent,
    "day": day,
    "hour": hour,
    "moment": moment,
    "time_left": time_left,
    "in_words": in_words,
}
