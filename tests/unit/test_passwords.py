"""Passwords that their own address would give away."""

import pytest

from journeys.signing_in.accounts import PasswordWeak, check_password


@pytest.mark.parametrize(
    "password",
    [
        "bo@molndal.example",
        "BO@Molndal.Example",
        "bo.molndal.example",
        "bo@molndal.example1!",
        "2026 bo molndal example",
        "molndal.example",
        "Molndalexample2026",
    ],
)
def test_an_address_is_no_password_however_short_its_name_is(password: str) -> None:
    with pytest.raises(PasswordWeak, match="lätt att gissa"):
        check_password(password, "bo@molndal.example")


@pytest.mark.parametrize("password", ["en grön cykel i Molndal", "bosse kokar kaffe", "7391-2846-5017"])
def test_what_has_a_little_of_it_may_stay(password: str) -> None:
    check_password(password, "bo@molndal.example")
