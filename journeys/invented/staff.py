"""Invented staff: the caseworkers whom invented journeys name, a manager a unit, a coordinator and an administrator."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from journeys.invented.names import full_name, in_an_address
from workflows.programme import Programme

Role = Literal["caseworker", "manager", "coordinator", "administrator"]

OF_THE_ASSOCIATION: tuple[Role, ...] = ("coordinator", "administrator")
CASEWORKERS_PER_UNIT = 4
DIFFERENT_NAMES = 2_500


@dataclass(frozen=True, kw_only=True, slots=True)
class Employee:
    """Somebody on the staff list. `unit` is None for the association's own."""

    name: str
    address: str
    role: Role
    unit: str | None


def invented_staff(programme: Programme, *, caseworkers_per_unit: int = CASEWORKERS_PER_UNIT) -> tuple[Employee, ...]:
    """Everybody: by unit the manager and then the caseworkers, last the coordinator and the administrator."""
    return tuple(_everybody(programme, caseworkers_per_unit))


def _everybody(programme: Programme, caseworkers_per_unit: int) -> Iterator[Employee]:
    number = 0
    for unit in programme.units:
        for place in range(caseworkers_per_unit + 1):
            name, address = _named(number, unit.id)
            yield Employee(name=name, address=address, role="caseworker" if place else "manager", unit=unit.id)
            number += 1
    house = in_an_address(programme.association) or "forbundet"
    for place, role in enumerate(OF_THE_ASSOCIATION):
        name, address = _named(number + place, house)
        yield Employee(name=name, address=address, role=role, unit=None)


def _named(number: int, house: str) -> tuple[str, str]:
    """A name, and an address that no other has however many there are."""
    again, name = number // DIFFERENT_NAMES, full_name(number)
    return name, f"{in_an_address(name)}{again + 1 if again else ''}@{house}.example"
