"""The self-assessment forms that a programme can name without describing them.

The full list of SKAPA's questions, their wording and their scale belong to their owners. The areas that are named in
public stand here as a placeholder; an association puts its licensed form in the programme's file.
"""

from collections.abc import Mapping

from workflows.programme import Programme
from workflows.programme_tables import Indicator, Instrument

_AREAS = {
    "job-search": "Söker arbete",
    "labour-market": "Känner till arbetsmarknaden",
    "health": "Hälsa och hur den hanteras",
    "cooperation": "Samarbete",
    "goals": "Målinriktning",
    "belief": "Tro på att det blir ett arbete",
}

BUILT_IN: Mapping[str, Instrument] = {
    "skapa": Instrument(
        id="skapa",
        name="SKAPA (platshållare)",
        scale=(1, 5),
        indicators=tuple(Indicator(id=id_, name=name) for id_, name in _AREAS.items()),
        respondents=("participant", "caseworker"),
    )
}


def instrument_of(programme: Programme, record: str) -> Instrument | None:
    """The form that a record of the programme is made with: the file's own before the built-in one."""
    found = programme.record(record)
    name = found.instrument if found else None
    own = next((each for each in programme.instruments if each.id == name), None)
    return own or BUILT_IN.get(name or "")
