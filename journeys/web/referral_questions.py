"""What a referral asks: the same on the public page and where staff take one by phone."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from journeys.languages import language_name
from journeys.web.forms import Field, Form
from journeys.words import PARTY
from workflows.programme import Programme

PARTIES = ("self", "relative", "municipality", "region", "försäkringskassan", "arbetsförmedlingen", "other")
GENDERS = (("woman", "Kvinna"), ("man", "Man"), ("other", "Annat"), ("unknown", "Vet inte eller vill inte säga"))
LANGUAGES = ("ar", "bs", "en", "es", "fa", "fi", "fr", "ku", "pl", "ps", "ru", "so", "sq", "th", "ti", "tr", "uk", "vi")


@cache
def _languages() -> Sequence[tuple[str, str]]:
    rest = sorted((language_name(code).capitalize(), code) for code in LANGUAGES)
    return [("sv", language_name("sv").capitalize()), *((code, name) for name, code in rest)]


UNIT = Field(name="unit", label="Enhet", kind="choice")
DAY = Field(name="on", label="Dagen remissen kom", kind="date", longest=10, hint="Som 2026-03-02.")
RECEIPT = Field(
    name="receipt",
    label="Skicka ett mejl med ärendets beteckning till den som fyller i",
    kind="tick",
    required=False,
    hint="Mejlet nämner ingen person. Har deltagaren skyddade personuppgifter skickas inget mejl.",
)
REFERRAL = Form(
    fields=(
        UNIT,
        Field(
            name="criteria",
            label="Vad stämmer?",
            kind="ticks",
            required=False,
            hint="Kryssa för det som stämmer. Enheten avgör, så skicka även om du är osäker.",
        ),
        Field(
            name="party",
            label="Vem fyller i?",
            kind="radio",
            choices=[(party, PARTY[party][:1].upper() + PARTY[party][1:]) for party in PARTIES],
        ),
        Field(
            name="referrer_name",
            label="Namn på den som fyller i",
            required=False,
            depends=True,
            hint="Fylls i av alla utom den som anmäler sig själv.",
        ),
        Field(name="organisation", label="Organisation eller arbetsplats", required=False),
        Field(name="referrer_email", label="E-post till den som fyller i", kind="email", required=False, longest=254),
        Field(name="given_name", label="Deltagarens förnamn"),
        Field(name="family_name", label="Deltagarens efternamn"),
        Field(
            name="birth_date",
            label="Deltagarens födelsedag",
            kind="date",
            required=False,
            depends=True,
            longest=10,
            hint="Som 1990-03-02. Fyll i den eller personnumret.",
        ),
        Field(
            name="personnummer",
            label="Deltagarens personnummer",
            required=False,
            depends=True,
            longest=20,
            inputmode="numeric",
            hint="Tolv siffror: ååååmmdd-nnnn. Fyll i det eller födelsedagen.",
        ),
        Field(name="gender", label="Deltagarens kön", kind="radio", choices=GENDERS),
        Field(name="municipality", label="Kommunen där deltagaren bor", required=False),
        Field(name="email", label="Deltagarens e-post", kind="email", required=False, longest=254),
        Field(name="phone", label="Deltagarens telefon", kind="tel", required=False, longest=100),
        Field(
            name="language",
            label="Deltagarens språk",
            kind="choice",
            required=False,
            choices=_languages(),
            hint="Finns språket inte i listan går det bra att skriva det i meddelandet.",
        ),
        Field(
            name="protected",
            label="Deltagaren har skyddade personuppgifter",
            kind="tick",
            required=False,
            hint="Det gäller sekretessmarkering, skyddad folkbokföring och fingerade personuppgifter. Då ser bara "
            "några få namngivna på enheten ärendet, och ingen får mejl om det. Skriv ingen adress här.",
        ),
        Field(
            name="note",
            label="Meddelande",
            kind="prose",
            required=False,
            longest=5_000,
            hint="Vad är bra att veta? Skriv inget om diagnoser eller om andra personer.",
        ),
        Field(
            name="consent",
            label="Samtycke: deltagaren vet om anmälan och vill att enheten får uppgifterna och sparar dem",
            kind="tick",
            required=False,
            hint="Behövs för att skicka. Att vara med är frivilligt. Samtycket går att ta tillbaka: säg till enheten.",
        ),
        RECEIPT,
    ),
    send="Skicka intresseanmälan",
)
_TO_STAFF: Mapping[str, Mapping[str, Any]] = {
    "criteria": {"hint": "Kryssa för det som stämmer."},
    "party": {"label": "Vem remitterar?"},
    "referrer_name": {"label": "Remittentens namn", "hint": "Behövs inte om deltagaren anmäler sig själv."},
    "organisation": {"label": "Remittentens organisation eller arbetsplats"},
    "referrer_email": {"label": "Remittentens e-post"},
    "language": {"hint": "Finns språket inte i listan går det bra att skriva det i anteckningen."},
    "note": {"label": "Anteckning", "hint": "Vad är bra att veta?"},
    "consent": {
        "label": "Samtycke: deltagaren vet om remissen och vill att enheten får uppgifterna och sparar dem",
        "hint": "Behövs för att spara.",
    },
}
"""Where staff who take a referral are asked in other words."""

BY_STAFF = Form(
    fields=(
        DAY,
        *(replace(each, **_TO_STAFF.get(each.name, {})) for each in REFERRAL.fields if each not in (UNIT, RECEIPT)),
    ),
    send="Spara remissen",
)


def asked_of(form: Form, programme: Programme) -> Form:
    """The form with what the programme says: its criteria and municipalities."""
    criteria = programme.target_group.criteria
    known: dict[str, dict[str, Any]] = {
        "criteria": {"choices": [(text, text) for text in criteria]},
        "municipality": {"hint": _example(programme.target_group.municipalities)},
    }
    fields = [replace(each, **known.get(each.name, {})) for each in form.fields]
    return replace(form, fields=[each for each in fields if criteria or each.name != "criteria"])


def _example(municipalities: Sequence[str]) -> str:
    return f"Insatsen är för dem som bor i {_listed(municipalities)}." if municipalities else ""


def _listed(names: Sequence[str]) -> str:
    return " eller ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
