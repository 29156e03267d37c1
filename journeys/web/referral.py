"""Intresseanmälan: the public form by which anybody refers somebody. Nothing is stored before it is sent."""

from dataclasses import dataclass

from starlette.responses import Response

from journeys.errors import JourneyError
from journeys.journal.reading import LineRefused
from journeys.signing_in.accounts import TooManyAttempts
from journeys.web import flooding, receipts
from journeys.web.forms import Fault, Filled, Form, fill
from journeys.web.hidden import Hidden
from journeys.web.pages import go, show
from journeys.web.receipts import Receipt
from journeys.web.referral_form import check, faults_of, line_values
from journeys.web.referral_programmes import open_programmes, programme_of
from journeys.web.referral_questions import REFERRAL, asked_of
from journeys.web.referral_taking import PUBLIC, Taken, new_hidden, take, taken_before
from journeys.web.refusals import INCOMPLETE
from journeys.web.routes import ANYBODY, Pages
from journeys.web.visit import Visit
from journeys.words import with_days_in_words
from workflows.errors import WorkflowError
from workflows.programme import Programme

pages = Pages()

TRAP = "website"
"""A field that nobody sees: who fills it in is a machine."""
TRAPPED = Fault(name="", sentence="Ett fält som ska vara tomt var ifyllt. Nu är det tömt: skicka en gång till.")


@dataclass(frozen=True, kw_only=True, slots=True)
class Sent:
    """A form that came in."""

    visit: Visit
    programme: Programme
    filled: Filled
    hidden: Hidden

    @property
    def event_id(self) -> str:
        return self.hidden.line_id({name: values for name, values in self.visit.lists.items() if name != TRAP})

    @property
    def unit(self) -> str:
        return str(self.filled.value("unit"))


@pages.get("/anmalan", who=ANYBODY)
def programmes(visit: Visit) -> Response:
    found = [(each, visit.catalogue.open_units(each, visit.today)) for each in open_programmes(visit)]
    return show(visit, "referral_programmes.html", programmes=found)


@pages.get("/anmalan/kvitto", who=ANYBODY)
def receipt(visit: Visit) -> Response:
    found = receipts.read(visit)
    return show(visit, "referral_receipt.html", status=200 if found else 404, receipt=found)


@pages.get("/anmalan/{programme}", who=ANYBODY)
def form(visit: Visit) -> Response:
    programme = programme_of(visit)
    chosen = visit.request.query_params.get("enhet", "")
    filled = Filled(form=_asked(visit, programme), values={"unit": chosen})
    return _form(Sent(visit=visit, programme=programme, filled=filled, hidden=new_hidden()), status=200)


@pages.post("/anmalan/{programme}", who=ANYBODY, form=REFERRAL)
def send(visit: Visit) -> Response:
    programme = programme_of(visit)
    filled, hidden = fill(_asked(visit, programme), visit.lists), Hidden.read(visit.lists)
    sent = Sent(visit=visit, programme=programme, filled=filled, hidden=hidden or new_hidden())
    if hidden is None:
        filled.faults.append(INCOMPLETE)
    elif visit.form.get(TRAP):
        filled.faults.append(TRAPPED)
    check(filled, programme, visit.today)
    return _form(sent) if filled.faults else _received(sent)


def _asked(visit: Visit, programme: Programme) -> Form:
    """With the units that take referrals today."""
    units = [(unit.id, unit.name) for unit in visit.catalogue.open_units(programme, visit.today)]
    return asked_of(REFERRAL, programme).with_choices("unit", units)


def _received(sent: Sent) -> Response:
    """The receipt, or the form again with why there is none."""
    if before := taken_before(sent.visit, sent.event_id):
        return _receipt(sent, before)
    try:
        flooding.check(sent.visit, sent.unit)
        taken = take(sent.visit, line_values(sent.filled, sent.programme, sent.visit.today), sent.event_id, by=PUBLIC)
    except TooManyAttempts:
        sent.filled.faults.append(_too_many(sent))
        return _form(sent, status=429)
    except LineRefused as error:
        sent.filled.faults.extend(faults_of(error, sent.filled.form))
        return _form(sent)
    except (JourneyError, WorkflowError) as error:
        sent.filled.faults.append(Fault(name="", sentence=with_days_in_words(str(error), sent.visit.today)))
        return _form(sent)
    flooding.count(sent.visit, sent.unit)
    if receipts.is_to_be_mailed(sent.filled.values):
        receipts.mail(sent.visit, taken, sent.filled.values)
    return _receipt(sent, taken)


def _too_many(sent: Sent) -> Fault:
    unit = sent.programme.unit(sent.unit)
    sentence = (
        "Det har kommit många anmälningar på kort tid, och den här är inte sparad. Vänta en timme och skicka igen, "
        f"eller ring {unit.name if unit else 'enheten'}. Kommunens växel och {sent.programme.association} har numret."
    )
    return Fault(name="", sentence=sentence)


def _receipt(sent: Sent, taken: Taken) -> Response:
    unit = sent.programme.unit(sent.unit)
    mailed = receipts.is_to_be_mailed(sent.filled.values)
    made = Receipt(reference=taken.reference, unit=unit.name if unit else "Enheten", mailed=mailed)
    return receipts.give(sent.visit, go("/anmalan/kvitto"), made)


def _form(sent: Sent, *, status: int = 422) -> Response:
    return show(
        sent.visit,
        "referral_form.html",
        status=status,
        programme=sent.programme,
        filled=sent.filled,
        hidden=sent.hidden.fields,
        trap=TRAP,
    )
