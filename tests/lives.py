"""Random histories of a programme, each of them allowed: what Hypothesis draws for the property tests.

A life is told step by step, as at a desk: on its day the machine is asked what is possible, one of it happens, now and
then something earlier turns out to have been wrong. What the history does not allow is left out.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import strategies as st

from journeys.dossier import Dossier
from journeys.journal.lines import Line, Voided
from journeys.journal.reading import LineRefused, line_of
from journeys.ledger import Ledger
from journeys.storage.keys import Keys
from workflows.errors import EventRefused
from workflows.events import CORRECTIONS, Event, standing_corrections
from workflows.history import History
from workflows.machine import machine_of
from workflows.programme import Programme
from workflows.replay import replay

BEGIN = date(2026, 1, 2)
STAFF = ("ada@berga.example", "bo@dalby.example", "Cecilia Ceder")
NOTHING_SEALED = Ledger(Keys(bytes(32)))
LIKELY = {"admitted": 12, "started": 12, "checkpoint": 6, "advanced": 6, "resumed": 4, "booked": 3, "reopened": 3}
"""How many times as often as the others some steps are taken, so that lives come further than their first weeks."""

Draw = Callable[[st.SearchStrategy[Any]], Any]


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """A line of the journal, and the day on which it was registered."""

    day: date
    line: Line


@st.composite
def lives(draw: Draw, programme: Programme, reference: str = "PROV-1", longest: int = 25) -> list[Told]:
    """A referral and up to `longest` steps, records and corrections."""
    day = BEGIN + timedelta(days=draw(st.integers(0, 120)))
    teller = _Teller(draw, programme, day, Dossier(reference=reference, programme=programme))
    teller.refer()
    for _ in range(draw(st.integers(0, longest))):
        teller.go_on()
    return teller.told


@st.composite
def many_lives(draw: Draw, programme: Programme, most: int = 3, longest: int = 15) -> list[list[Told]]:
    """The lives of a few journeys."""
    return [draw(lives(programme, f"PROV-{number}", longest)) for number in range(1, draw(st.integers(1, most)) + 1)]


@st.composite
def corrections(draw: Draw, programme: Programme, told: Sequence[Told]) -> dict[str, Any]:
    """A correction of something in a life, or its taking back: what such a line says. It may be refused."""
    dossier = Dossier(reference="PROV-1", programme=programme)
    for step in told:
        dossier.add(step.line)
    return _Teller(draw, programme, told[-1].day, dossier).correction()


def days_around(told: Sequence[Told]) -> st.SearchStrategy[date]:
    """A day from before the first line to half a year after the last."""
    return st.dates(told[0].day - timedelta(days=10), told[-1].day + timedelta(days=180))


def days_after(told: Sequence[Told]) -> st.SearchStrategy[date]:
    """The day of the last line or a later one."""
    return st.dates(told[-1].day, told[-1].day + timedelta(days=180))


@dataclass
class _Teller:
    draw: Draw
    programme: Programme
    day: date
    dossier: Dossier
    told: list[Told] = field(default_factory=list)

    def refer(self) -> None:
        self._tell("referred", self.day, self._details("referred"))
        assert self.told

    def go_on(self) -> None:
        self.day += timedelta(days=self.draw(st.sampled_from([0, 0, 1, 3, 7, 14, 30, 45])))
        if self.draw(st.integers(0, 5)) == 0:
            self._put_right()
        else:
            self._take_a_step()

    def _take_a_step(self) -> None:
        on = self.day - timedelta(days=self.draw(st.sampled_from([0, 0, 0, 1, 5])))
        names = machine_of(self.programme).allowed(self._history().case, on)
        step = self.draw(st.sampled_from([name for name in names for _ in range(LIKELY.get(name, 1))]))
        self._tell(step, on, self._details(step))

    def _put_right(self) -> None:
        said = self.correction()
        self._tell(said.pop("event"), self.day, said)

    def correction(self) -> dict[str, Any]:
        wrong = self.draw(st.sampled_from(self.dossier.events))
        of = {"of": wrong.id, "reason": "Blev fel."}
        if wrong.name == "voided" or self.draw(st.booleans()):
            return {"event": "voided", **of}
        return {"event": "corrected", **of, "set": self.draw(self._new_values(wrong))}

    def _new_values(self, wrong: Event) -> st.SearchStrategy[dict[str, Any]]:
        earlier = st.integers(-14, 14).map(lambda days: min(wrong.on + timedelta(days=days), self.day).isoformat())
        details = {} if wrong.name in CORRECTIONS else _DETAILS.get(wrong.name, _record)(self)
        possible: dict[str, st.SearchStrategy[Any]] = {"on": earlier, **details}
        keys = st.lists(st.sampled_from(sorted(possible)), min_size=1, max_size=2, unique=True)
        return keys.flatmap(lambda names: st.fixed_dictionaries({name: possible[name] for name in names}))

    def _details(self, step: str) -> dict[str, Any]:
        given: dict[str, Any] = self.draw(st.fixed_dictionaries(_DETAILS.get(step, _record)(self)))
        if given.get("decision", "extend") != "extend":
            given["weeks"] = None
        always = {"referred": {"programme": self.programme.id, "version": self.programme.version}}
        return {key: value for key, value in (always.get(step, {}) | given).items() if value is not None}

    def _tell(self, event: str, on: date, details: Mapping[str, Any]) -> None:
        """Take the line in if the history allows it."""
        number = len(self.told) + 1
        at = datetime.combine(self.day, time(9), UTC) + timedelta(minutes=number)
        head = {"journey": self.dossier.reference, "event": event, "on": on.isoformat(), "id": f"e{number}"}
        line = line_of(head | {"at": at.isoformat()} | details)
        if self._is_allowed(line):
            self.told.append(Told(day=self.day, line=line))

    def _is_allowed(self, line: Line) -> bool:
        if isinstance(line, Voided) and self._is_taken_back(line.of):
            return False
        before = len(self.dossier.events)
        try:
            new = self.dossier.add(line, at=line.at).event
            self.dossier.check_corrected(NOTHING_SEALED, new)
            # As at the desk: nothing is corrected to a day to come, and no journey loses its referral.
            if new.data.get("set", {}).get("on", self.day) <= self.day and self._history().referred_on is not None:
                return True
        except (EventRefused, LineRefused):
            pass
        del self.dossier.events[before:], self.dossier.new[before:]
        return False

    def _is_taken_back(self, name: str) -> bool:
        standing = standing_corrections(self.dossier.events)
        return name in {event.data["of"] for event in standing if event.name == "voided"}

    def _history(self) -> History:
        return replay(self.programme, self.dossier.events, today=self.day)


Details = dict[str, st.SearchStrategy[Any]]


def _one_of(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(values)


def _maybe(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from([None, *values])


def _always(**details: st.SearchStrategy[Any]) -> Callable[[_Teller], Details]:
    """The same details, however the journey stands."""

    def given(teller: _Teller) -> Details:
        return details

    return given


_REASON = st.just("Så blev det.")


def _units(teller: _Teller) -> st.SearchStrategy[str]:
    return st.sampled_from([unit.id for unit in teller.programme.units])


PERSON = st.fixed_dictionaries(
    {
        "given_name": _one_of("Kanariella", "Åke", "Zaha"),
        "family_name": _one_of("Prövqvist", "von Prov"),
        "birth_date": _one_of("1990-03-02", "1962-02-28"),
        "gender": _one_of("woman", "man", "other", "unknown"),
    },
    optional={
        "personnummer": _one_of("191212121212", "189001019802"),
        "email": _one_of("kanariella@post.example", "åke@post.example"),
        "municipality": _one_of("Berga", "Mölndal"),
        "language": _one_of("sv", "en"),
        "protected": st.booleans(),
    },
)
REFERRER = st.fixed_dictionaries(
    {"party": _one_of("municipality", "region", "försäkringskassan", "arbetsförmedlingen", "self", "relative")},
    optional={"name": _one_of("Rut Remittent"), "email": _one_of("rut@region.example")},
)


def _referred(teller: _Teller) -> Details:
    return {"unit": _units(teller), "person": PERSON, "referrer": REFERRER, "criteria": _maybe(["Vill arbeta"])}


def _booked(teller: _Teller) -> Details:
    days = st.integers(-3, 40).map(lambda days: (teller.day + timedelta(days=days)).isoformat())
    times = st.tuples(days, _one_of("09:00", "13:30")).map("T".join)
    return {"meeting": st.just("checkpoint"), "time": times, "place": _maybe("Rum 4", "Torget 1")}


def _checkpoint(teller: _Teller) -> Details:
    return {
        "decision": _one_of("continue", "continue", "continue", "extend", "exit"),
        "weeks": st.integers(1, 6),
        "attended": _maybe(["deltagaren", "remittenten"]),
    }


def _advanced(teller: _Teller) -> Details:
    return {"to": _maybe(*(stage.id for stage in teller.programme.stages)), "group": _maybe("våren")}


def _reassigned(teller: _Teller) -> Details:
    return {"caseworker": st.sampled_from(STAFF), "unit": st.none() | _units(teller)}


def _excepted(teller: _Teller) -> Details:
    return {"rule": st.sampled_from([rule.id for rule in teller.programme.rules]), "reason": _REASON}


def _exited(teller: _Teller) -> Details:
    return {"outcome": st.sampled_from([outcome.id for outcome in teller.programme.outcomes])}


def _activity(teller: _Teller) -> Details:
    def days(first: int, last: int) -> st.SearchStrategy[str]:
        return st.integers(first, last).map(lambda days: (teller.day + timedelta(days=days)).isoformat())

    return {
        "area": _one_of("work", "social", "skills", "health"),
        "hours": _maybe(3, 7.5),
        "what": _maybe("Promenadgrupp"),
        "from": st.none() | days(-20, 40),
        "to": st.none() | days(41, 90),
    }


def _activity_ended(teller: _Teller) -> Details:
    told = [event.id for event in teller.dossier.events if event.name == "activity"]
    return {"activity": st.sampled_from([*told, "e1"])}


def _record(teller: _Teller) -> Details:
    return {
        "attempt": _maybe(None, None, True),
        "note": _maybe("Kort anteckning."),
        "to": _maybe(None, ["participant"], ["referrer"]),
    }


_DETAILS: Mapping[str, Callable[[_Teller], Details]] = {
    "referred": _referred,
    "declined": _always(reason=_REASON),
    "admitted": _always(caseworker=st.sampled_from(STAFF)),
    "started": _always(group=_maybe("hösten")),
    "booked": _booked,
    "cancelled": _always(meeting=st.just("checkpoint")),
    "checkpoint": _checkpoint,
    "advanced": _advanced,
    "paused": _always(reason=_REASON),
    "resumed": _always(),
    "reassigned": _reassigned,
    "grouped": _always(group=_one_of("hösten", "våren")),
    "activity": _activity,
    "activity-ended": _activity_ended,
    "excepted": _excepted,
    "exited": _exited,
    "reopened": _always(reason=_REASON),
}
