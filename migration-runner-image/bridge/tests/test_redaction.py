"""What the bridge hides."""

import pytest

from stillhouse_bridge.redaction import Redactor


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("the password is s/cret!", "the password is ***"),
        ("postgresql://app:s%2Fcret%21@h/d", "postgresql://app:***@h/d"),
        ("postgresql://other:own@h/d", "postgresql://other:***@h/d"),
        ("host=h password=own dbname=d", "host=h password=*** dbname=d"),
        ("host=h password='o w n' dbname=d", "host=h password=*** dbname=d"),
        ("ALTER ROLE app PASSWORD 'o''wn' LOGIN", "ALTER ROLE app PASSWORD '***' LOGIN"),
        ("[type=x, input_value={'a': 's'}, input_type=dict]", "[type=x, input_value=***, input_type=dict]"),
        ('password authentication failed for user "app"', 'password authentication failed for user "app"'),
    ],
)
def test_passwords_are_hidden(text, hidden):
    assert Redactor("s/cret!").text(text) == hidden


def test_only_free_texts_are_touched():
    error = {"reason": "StatementFailed", "message": "State", "file": "State.py", "line": 1}

    assert Redactor("State").error(error) == {**error, "message": "***"}


@pytest.mark.parametrize(("password", "public"), [("app", ()), ("shop", ("shop",))])
def test_letters_that_are_no_secret_stay(password, public):
    text = f"/{password}/migrations/env.py for {password}"

    assert Redactor(password, public=public).text(text) == text
    assert (
        Redactor(password, public=public).text(f"postgresql://u:{password}@h/d") == "postgresql://u:***@h/d"
    )


def test_a_password_as_libpq_writes_it():
    assert Redactor("it's\\own").text(r"connection string it\'s\\own") == "connection string ***"
