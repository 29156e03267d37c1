"""Pages that come of doing something: who does what, until the page is there that its name says."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from playwright.sync_api import Page

from journeys.app import App
from journeys.signing_in import personnel
from journeys.skapa import answer_links
from journeys.storage.dossiers import load
from tests.browser.scene import ELSEWHERE, ENDED, LIV, PROTECTED
from tests.browser.tour import DOCUMENT, HERE
from tests.filling import REFERENCE, registers
from tests.papers import writes
from tests.visitors import Person
from workflows.assessments import form_of
from workflows.instruments import instrument_of

ANNA, BO, PER = "anna@molndal.example", "bo@molndal.example", "per@partille.example"


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    """What a doing may need beside the page."""

    app: App
    person: Callable[..., Person]


Does = Callable[[Page, Desk], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class Doing:
    """`who`: by role or address, "" for somebody who has not signed in. `heading`: what the page is called then."""

    who: str
    does: Does
    heading: str


def at(path: str, *presses: str) -> Does:
    """On a page, press these one after the other."""

    def does(page: Page, desk: Desk) -> None:
        page.goto(path)
        press(page, *presses)

    return does


def press(page: Page, *names: str) -> None:
    """Buttons that send something: another page comes, even if it is called the same."""
    for name in names:
        with page.expect_navigation():
            page.get_by_role("main").get_by_role("button", name=name).first.click()


def collide(page: Page, desk: Desk) -> None:
    page.goto(f"{HERE}/steg/contact")
    registers(desk.app, "plan", "2026-05-04", by=BO, note="Mål: studier")
    press(page, "Spara")


def collide_on_a_decision(page: Page, desk: Desk) -> None:
    page.goto(f"{HERE}/steg/checkpoint")
    page.get_by_label("Gå vidare till").check()
    press(page, "Visa vad som händer")
    registers(desk.app, "plan", "2026-05-04", by=BO, note="Mål: studier")
    press(page, "Spara")


def decide(page: Page, desk: Desk) -> None:
    page.goto(f"{HERE}/steg/checkpoint")
    page.get_by_label("Gå vidare till").check()
    page.get_by_label("Anteckning").fill("Redo.\nPraktik från juni.")
    press(page, "Visa vad som händer")


def decide_and_save(page: Page, desk: Desk) -> None:
    decide(page, desk)
    press(page, "Spara")


def change_too_late(page: Page, desk: Desk) -> None:
    page.goto("/versioner/samkraft/byt?fran=2023&till=2026")
    registers(desk.app, "contact", "2026-05-04", "LUL-2025-001")
    press(page, "Byt version")


def collide_on_a_draft(page: Page, desk: Desk) -> None:
    page.goto(f"{DOCUMENT}/utkast")
    page.get_by_label("Rekommendation").fill("Det här tycker jag.")
    with desk.app.work() as work:
        writes(work, ENDED, "Det här tycker Bo.", seen=1, staff_id=2)
    press(page, "Spara utkastet")


def write_what_no_font_has(page: Page, desk: Desk) -> None:
    page.goto(f"{DOCUMENT}/utkast")
    page.get_by_label("Rekommendation").fill("Fortsätt 😀")
    press(page, "Spara och förhandsvisa")


def search(text: str) -> Does:
    def does(page: Page, desk: Desk) -> None:
        page.goto("/konto")
        page.get_by_role("search").get_by_label("Sök ärende").fill(text)
        with page.expect_navigation():
            page.get_by_role("search").get_by_role("button").click()

    return does


def narrow(page: Page, desk: Desk) -> None:
    page.goto("/arenden")
    page.get_by_label("Remittentens namn eller organisation").fill("Remitta")
    press(page, "Visa")


def give_too_late(page: Page, desk: Desk) -> None:
    page.goto("/enheten/byt?handlaggare=1")
    page.get_by_role("checkbox").first.check()
    page.get_by_label("Ny handläggare").select_option(BO)
    given = page.get_by_role("checkbox").first.get_attribute("value") or ""
    registers(desk.app, "reassigned", "2026-05-04", given, by=ANNA, caseworker=BO)
    press(page, "Byt handläggare")


def confirm(path: str, button: str) -> Does:
    """Give the password once more."""

    def does(page: Page, desk: Desk) -> None:
        page.goto(path)
        page.get_by_label("Ditt lösenord").fill(desk.person(ANNA).password)
        press(page, button)

    return does


def hire(page: Page, desk: Desk) -> None:
    page.goto("/personal/ny")
    page.get_by_label("Namn").fill("Vera Ny")
    page.get_by_label("E-postadress").fill("vera@lerum.example")
    page.get_by_label("Samordnare").check()
    press(page, "Lägg till")


def give_password(page: Page, desk: Desk) -> None:
    page.goto("/logga-in")
    page.get_by_label("E-postadress").fill(ANNA)
    page.get_by_label("Lösenord").fill(desk.person(ANNA).password)
    press(page, "Logga in")


def give_a_wrong_code(page: Page, desk: Desk) -> None:
    give_password(page, desk)
    page.get_by_label("Kod").fill("000000")
    press(page, "Fortsätt")


def refer(page: Page, desk: Desk) -> None:
    page.goto("/anmalan/activera?enhet=molndal")
    for label in ("Deltagaren själv", "Kvinna", "Samtycke"):
        page.get_by_label(label).check()
    for label, text in (("förnamn", "Papper"), ("efternamn", "Prövgren"), ("födelsedag", "1990-03-02")):
        page.get_by_label(f"Deltagarens {label}").fill(text)
    page.get_by_label("Deltagarens telefon").fill("070-1740605")
    press(page, "Skicka intresseanmälan")


def arrive(page: Page, desk: Desk, name: str = "vera") -> None:
    """A new colleague follows their link."""
    with desk.app.work() as work:
        hired = personnel.hire(
            work, address=f"{name}@lerum.example", name=name.capitalize(), role="caseworker", unit="lerum"
        )
    page.goto(f"/valkommen/{hired.link}")


def choose_password(page: Page, desk: Desk) -> None:
    arrive(page, desk, "vidar")
    page.get_by_label("Välj lösenord").fill("gräddtårta på en tisdag")
    press(page, "Spara lösenordet")


def make_link(page: Page, desk: Desk) -> None:
    """For the participant to answer alone."""
    page.goto(f"{HERE}/lank/skapa")
    press(page, "Gör en länk")


def answer_link(desk: Desk) -> str:
    with desk.app.work() as work:
        dossier = load(work.connection, work.catalogue, REFERENCE)
        instrument = instrument_of(dossier.programme, "skapa")
        assert dossier.id
        assert instrument
        its = {"journey_id": dossier.id, "record": "skapa", "form": form_of(instrument).mark}
        return answer_links.make(work.connection, **its, staff_id=1, now=work.now)


def open_answers(page: Page, desk: Desk) -> None:
    page.goto(f"/svara/{answer_link(desk)}")


def answer_nothing(page: Page, desk: Desk) -> None:
    open_answers(page, desk)
    press(page, "Skicka svaren")


def answer_alone(page: Page, desk: Desk) -> None:
    open_answers(page, desk)
    page.get_by_role("group", name="Samarbete").get_by_label("3").check()
    press(page, "Skicka svaren")


def begin(page: Page, desk: Desk) -> None:
    """A draft, of what is half done."""
    page.goto(f"{HERE}/steg/skapa")
    page.get_by_label("Deltagaren: Samarbete").select_option("3")
    press(page, "Spara som utkast")


def throw_away(page: Page, desk: Desk) -> None:
    begin(page, desk)
    page.get_by_role("link", name="Släng utkastet").click()


def open_shortcuts(page: Page, desk: Desk) -> None:
    page.goto("/konto")
    page.keyboard.press("?")


SHOW = "Visa vad som händer"
DOINGS: Mapping[str, Doing] = {
    "a sign-in that says too little": Doing(who="", does=at("/logga-in", "Logga in"), heading="Logga in"),
    "the question for a code": Doing(who="", does=give_password, heading="Bekräfta att det är du"),
    "a code that is wrong": Doing(who="", does=give_a_wrong_code, heading="Bekräfta att det är du"),
    "a referral that has arrived": Doing(who="", does=refer, heading="Tack, intresseanmälan har kommit fram"),
    "a colleague's first page": Doing(who="", does=arrive, heading="Välkommen till Farled"),
    "a colleague's second page": Doing(who="", does=choose_password, heading="Koppla en app"),
    "an empty referral": Doing(
        who="", does=at("/anmalan/activera", "Skicka intresseanmälan"), heading="Intresseanmälan till ACTivera"
    ),
    "an empty referral by telephone": Doing(
        who=ANNA, does=at("/remisser/ny/activera", "Spara remissen"), heading="Ny remiss till ACTivera Mölndal"
    ),
    "a step without what it needs": Doing(who=ANNA, does=at(f"{HERE}/steg/exited", SHOW), heading="Avsluta"),
    "what follows from a decision": Doing(who=ANNA, does=decide, heading="Avstämning"),
    "a journey after a decision": Doing(who=ANNA, does=decide_and_save, heading="Kanariella Prövqvist"),
    "a conflict": Doing(who=ANNA, does=collide, heading="Kontakt med deltagaren"),
    "a conflict on a decision": Doing(who=ANNA, does=collide_on_a_decision, heading="Avstämning"),
    "a draft that begins anew": Doing(
        who=ANNA, does=at(f"{DOCUMENT}/utkast", "Börja om från ärendet"), heading="Utkast till avslutsdokument"
    ),
    "a conflict on a draft": Doing(who=ANNA, does=collide_on_a_draft, heading="Utkast till avslutsdokument"),
    "a document that cannot be printed": Doing(who=ANNA, does=write_what_no_font_has, heading="Förhandsvisning"),
    "a mail to nobody": Doing(
        who=ANNA, does=at(f"{DOCUMENT}/1/meddela", "Skicka meddelandet"), heading="Meddela att dokumentet finns"
    ),
    "a plan with rows to spare": Doing(
        who=ANNA, does=at(f"{HERE}/plan/skriv", "Lägg till rader"), heading="Skriv en plan"
    ),
    "a plan that says nothing": Doing(who=ANNA, does=at(f"{HERE}/plan/skriv", "Spara planen"), heading="Skriv en plan"),
    "what a search finds": Doing(who=ANNA, does=search("Prövqvist"), heading="Sök ärende"),
    "what a search does not find": Doing(who=ANNA, does=search("Finns Inte"), heading="Sök ärende"),
    "a list of whom somebody referred": Doing(who=ANNA, does=narrow, heading="Ärenden"),
    "a protected journey": Doing(who="manager", does=at(f"/arende/{PROTECTED}"), heading="Papper Prövgren"),
    "who may see it": Doing(who="manager", does=at(f"/arende/{PROTECTED}/skyddad"), heading="Vilka får se ärendet"),
    "questions for a participant": Doing(who="", does=open_answers, heading="Några frågor till dig"),
    "a participant's answers that say nothing": Doing(who="", does=answer_nothing, heading="Några frågor till dig"),
    "a participant's answers that have arrived": Doing(who="", does=answer_alone, heading="Tack för dina svar"),
    "a link for a participant": Doing(who=ANNA, does=make_link, heading="Låt deltagaren svara själv"),
    "a draft to throw away": Doing(who=ANNA, does=throw_away, heading="Släng utkastet?"),
    "a journey with a draft": Doing(who=ANNA, does=begin, heading="Kanariella Prövqvist"),
    "broken glass": Doing(who=PER, does=at(HERE), heading="Kanariella Prövqvist"),
    "glass that is not broken without a reason": Doing(
        who=ANNA, does=at("/bryt-glaset", "Öppna"), heading="Öppna ett ärende i en annan enhet"
    ),
    "another unit's journey": Doing(who=ANNA, does=at(f"/arende/{ELSEWHERE}"), heading="Det gick inte"),
    "journeys that could not be given": Doing(
        who="manager", does=give_too_late, heading="Alla ärenden kunde inte bytas"
    ),
    "a password that is not changed": Doing(
        who=ANNA, does=at("/konto/losenord", "Byt lösenord"), heading="Byt lösenord"
    ),
    "recovery codes": Doing(
        who=ANNA, does=confirm("/konto/reservkoder", "Visa nya koder"), heading="Spara dina reservkoder"
    ),
    "a link for a colleague": Doing(who="administrator", does=hire, heading="Länk till Vera Ny"),
    "a colleague who is not added": Doing(
        who="administrator", does=at("/personal/ny", "Lägg till"), heading="Lägg till någon"
    ),
    "a colleague who has left": Doing(
        who="administrator", does=at("/personal/2/bort", "Ta bort"), heading="Bo Alm är borttagen"
    ),
    "the log in order": Doing(who="administrator", does=at("/halsa", "Kontrollera loggen"), heading="Hälsa"),
    "letters that go again": Doing(who="administrator", does=at("/utkorg", "Försök igen med alla"), heading="Utkorg"),
    "the list of shortcuts": Doing(who=ANNA, does=open_shortcuts, heading="Konto"),
    "a group that is full": Doing(
        who=LIV, does=at("/arende/LUL-2025-003/steg/grouped?grupp=V%C3%A5r", "Spara"), heading="Placera i grupp"
    ),
    "a change of version that was seen otherwise": Doing(who=LIV, does=change_too_late, heading="Byt version"),
    "a trial of too many": Doing(who=LIV, does=at("/prova?remisser=999&manader=60"), heading="Pröva en insats"),
    "a page that is not used so": Doing(who="", does=at("/sok"), heading="Farled"),
}
