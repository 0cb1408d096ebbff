"""Refuses what a driver cannot be told, where losing it would matter."""

from .refusal import Reason, Refusal


def unsupported(driver, name, why):
    """Return the Refusal of a parameter of the URL."""
    return Refusal(
        Reason.INVALID_URL,
        f"The URL of the database has the parameter {name}, which the driver {driver} cannot be told: {why}. "
        "Leave it out of the URL, or use another driver.",
    )


def require_known(driver, names, known):
    """Refuse names that the driver does not know; its own error would say them.

    ``sa&fe=1`` in a password whose & is not encoded is a parameter to whoever reads the URL.
    """
    number = len({*names} - {*known})
    if number:
        raise Refusal(
            Reason.INVALID_URL,
            f"The URL of the database has {number} parameter{'s' if number > 1 else ''} that the driver "
            f"{driver} does not know and whose name is not told, as it may be a part of a password (an & in "
            "one is written %26, a ? is %3F). Leave it out of the URL, or correct it.",
        )


def several_servers(driver):
    """Return the Refusal of more servers than the driver can choose from."""
    return Refusal(
        Reason.INVALID_URL,
        f"The URL of the database names several servers, and the driver {driver} cannot choose the primary "
        "among them. Name one, that of a service which leads to the primary, or use another driver "
        "(psycopg2, psycopg, asyncpg from 0.28 on).",
    )
