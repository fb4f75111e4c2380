"""Numbers as a planner reads them: rounded money, shares as 45 %, whole pieces, dates no country misreads."""

from datetime import date

__all__ = ["UNKNOWN", "about", "day", "money", "percent", "price", "units"]

MINUS = "\N{MINUS SIGN}"
UNKNOWN = "\N{EM DASH}"
SYMBOLS = {"GBP": "£", "EUR": "€", "USD": "$", "JPY": "¥"}


def money(amount: float | None, currency: str, *, signed: bool = False) -> str:
    """An amount rounded as a planner would: to 10 from a thousand, to 100 from ten thousand, to 1,000 from a million.

    `signed` puts a plus before a gain, for differences. An amount that is not known is a dash, never a zero.

    >>> money(124_512.4, "GBP"), money(-987.4, "EUR"), money(None, "GBP"), money(310, "CHF", signed=True)
    ('£124,500', '−€987', '—', '+CHF 310')
    """
    if amount is None:
        return UNKNOWN
    rounded = _rounded(amount)
    return f"{_sign(amount, rounded, signed)}{_symbol(currency)}{rounded:,}"


def price(amount: float | None, currency: str) -> str:
    """The price or cost of one unit, to the penny: the one place where pennies matter.

    >>> price(59.99, "GBP")
    '£59.99'
    """
    return UNKNOWN if amount is None else f"{_sign(amount, amount, False)}{_symbol(currency)}{abs(amount):,.2f}"


def units(pieces: float | None, *, signed: bool = False) -> str:
    """Whole pieces with thousands separators.

    >>> units(12_345.6), units(-40), units(0.2, signed=True)
    ('12,346', '−40', '0')
    """
    if pieces is None:
        return UNKNOWN
    rounded = round(abs(pieces))
    return f"{_sign(pieces, rounded, signed)}{rounded:,}"


def about(pieces: float | None) -> str:
    """Pieces that are expected and not counted, rounded like money.

    >>> about(46_436), about(8_127.4), about(215)
    ('46,400', '8,130', '215')
    """
    return UNKNOWN if pieces is None else f"{_sign(pieces, _rounded(pieces), False)}{_rounded(pieces):,}"


def percent(share: float | None, *, digits: int = 1, signed: bool = False) -> str:
    """A share (0-1) as people say it, with no more than `digits` decimals and none that says nothing.

    >>> percent(0.45), percent(1 / 3), percent(-0.2), percent(0.05, signed=True)
    ('45 %', '33.3 %', '−20 %', '+5 %')
    """
    if share is None:
        return UNKNOWN
    rounded = round(abs(share) * 100, digits)
    text = f"{rounded:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{_sign(share, rounded, signed)}{text} %"


def day(when: date) -> str:
    """A date in words that no country misreads.

    >>> from datetime import date
    >>> day(date(2026, 3, 2))
    'Mon 2 Mar 2026'
    """
    return f"{when:%a} {when.day} {when:%b %Y}"


def _rounded(amount: float) -> int:
    size = abs(amount)
    step = 1 if size < 1_000 else 10 if size < 10_000 else 100 if size < 1_000_000 else 1_000
    return round(size / step) * step


def _sign(amount: float, shown: float, signed: bool) -> str:
    if not shown:
        return ""
    return MINUS if amount < 0 else "+" if signed else ""


def _symbol(currency: str) -> str:
    return SYMBOLS.get(currency, f"{currency} ")
