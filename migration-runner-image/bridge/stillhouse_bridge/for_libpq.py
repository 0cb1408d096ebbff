"""What psycopg2 and psycopg are told; libpq itself refuses what it does not know."""

from .harmless_parameters import drop_of_others
from .protection import in_libpqs_words

DRIVERS = ("psycopg2", "psycopg2cffi", "psycopg", "psycopg_async")


def translate(driver, parameters):
    """Rewrite the parameters of a connection in place."""
    if isinstance(parameters.get("ssl"), str):
        # asyncpg's word for the same.
        parameters.setdefault("sslmode", in_libpqs_words(parameters["ssl"]))
        del parameters["ssl"]
    drop_of_others(driver, parameters)
    if driver == "psycopg2":
        for name in ("prepare_threshold", "row_factory"):
            parameters.pop(name, None)
