"""Who works in the demonstration: eight organisations, four companies and their people, all made up, with one password
and one code.

Amara, Bao, Celia, Dalia, Edo, Femi, Ines, Kiran, Lena, Marek, Mira, Noor, Pilar and Vera work for Casa Aurora in XA;
Nils, Oda, Pia, Quim, Runa, Signe, Thea and Ylva for Nordlys in XB; Hana, Idris and Rim in XC, Jun and Kaya in XD; Ula
and Vito are police in XA; Iris, Kofi, Otto, Sol and Tove are the secretariat, where Wren, Yara and Zeno look at
research. In XE nobody listens to the public yet: Alba, Bruno and Cora are all of Three Lanterns, a small member, with
Casa Aurora as second person; in the Office of Counts Xenia and Emil join encoded lists. Rosa and Davi speak for Marea
Stays, a chain of hotels in XA, Olga and Tomas for Pension Alba, a guest house there, Nora and Lars for Northway
Journeys and Selma and Petra for Sandpiper Tours in XB.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from allauth.mfa.totp.internal import auth as totp
from django.conf import settings

from fanal import vault
from fanal.network.contracts import Founder, OrgKind, Role

PASSWORD = "a lantern for every harbour"  # noqa: S105  everybody may know it
SECOND = "FANALDEMOFANALDEMOFANALDEMOFANAL"
"""The secret of everybody's second step, for an app: base 32, known to all, and so worth nothing outside."""


CODE = vault.Receipt(571_204_883_016_459_227_340_918_265_307)
"""The code that opens the answers to one concern, known to all, so that the answer page can be looked at."""

LEARNER_CARD, LEARNER_PIN = "1ANT-ERN0-0NAH-BR01", "408127"
"""Card and PIN of Ana, who works at a hotel that is made up."""


@dataclass(frozen=True, slots=True)
class House:
    """An organisation of the demonstration. `key` is its short name in this package."""

    key: str
    name: str
    kind: OrgKind
    country: str
    languages: tuple[str, ...]
    time_zone: str
    people: tuple[Founder, ...]

    @property
    def mandates(self) -> tuple[str, ...]:
        return (self.country,) if self.kind is OrgKind.MEMBER else ()


def _one(username: str, name: str, *roles: Role, language: str = "en", mail: str = "") -> Founder:
    return Founder(
        username, name, PASSWORD, roles, email=f"{username}@{mail}.example" if mail else "", language=language
    )


AURORA = House(
    "aurora", "Casa Aurora", OrgKind.MEMBER, "XA", ("en", "fr", "es", "km"), "Asia/Phnom_Penh",
    (
        _one("amara", "Amara Diallo", Role.DUTY_PERSON, Role.INTAKE_OFFICER, Role.KEY_KEEPER, mail="casa-aurora"),
        _one("bao", "Bao Lin", Role.SUPERVISOR, Role.MANAGER, Role.KEY_KEEPER, Role.MEMBER_ADMIN, mail="casa-aurora"),
        _one("celia", "Celia Rey", Role.CUSTODIAN, language="es"),
        _one("dalia", "Dalia Haddad", Role.SAFEGUARDING_LEAD, mail="casa-aurora"),
        _one("edo", "Edo Wirtz", Role.MEMBER_ADMIN, Role.AUDITOR, Role.DATA_PROTECTION_OFFICER, Role.SYSADMIN),
        _one("femi", "Femi Ade", Role.INTAKE_OFFICER, Role.DUTY_PERSON),
        _one("hugo", "Hugo Brandt", Role.INTAKE_OFFICER),
        _one("ines", "Ines Abad", Role.ANALYST),
        _one("kiran", "Kiran Das", Role.CASEWORKER),
        _one("lena", "Lena Voss", Role.LAWYER),
        _one("marek", "Marek Nowy", Role.CASEWORKER),
        _one("mira", "Mira Sok", Role.LOCAL_CODE_REPRESENTATIVE),
        _one("noor", "Noor Rahimi", Role.LEGAL_ADVOCATE),
        _one("pilar", "Pilar Ruiz", Role.CASEWORKER, language="es"),
        _one("vera", "Vera Lund", Role.DIRECTORY_KEEPER, Role.CAREGIVER_TRAINER),
    ),
)  # fmt: skip
NORDLYS = House(
    "nordlys", "Nordlys", OrgKind.MEMBER, "XB", ("en", "es"), "Europe/Oslo",
    (
        _one("nils", "Nils Aas", Role.DUTY_PERSON, Role.INTAKE_OFFICER, Role.KEY_KEEPER, mail="nordlys"),
        _one("oda", "Oda Moen", Role.MANAGER, Role.SUPERVISOR, Role.KEY_KEEPER, mail="nordlys"),
        _one("pia", "Pia Solberg", Role.SAFEGUARDING_LEAD, Role.DATA_PROTECTION_OFFICER),
        _one("quim", "Quim Font", Role.CUSTODIAN, Role.INTAKE_OFFICER, Role.SYSADMIN),
        _one("runa", "Runa Dahl", Role.LAWYER),
        _one("signe", "Signe Lie", Role.CASEWORKER),
        _one("thea", "Thea Holm", Role.CASEWORKER, Role.DIRECTORY_KEEPER),
        _one("ylva", "Ylva Strand", Role.ANALYST),
    ),
)  # fmt: skip
TILIA = House(
    "tilia", "Maison Tilia-sur-Mer", OrgKind.MEMBER, "XC", ("fr", "en", "ar"), "Africa/Tunis",
    (
        _one("hana", "Hana Belaid", Role.DUTY_PERSON, Role.INTAKE_OFFICER, Role.SAFEGUARDING_LEAD, Role.KEY_KEEPER,
             Role.CASEWORKER, language="fr"),
        _one("idris", "Idris Kane", Role.SUPERVISOR, Role.MANAGER, Role.CUSTODIAN, Role.KEY_KEEPER, Role.SYSADMIN,
             Role.DATA_PROTECTION_OFFICER, language="fr"),
        _one("rim", "Rim Ayadi", Role.ANALYST, language="fr"),
    ),
)  # fmt: skip
QUIETO = House(
    "quieto", "Faro Quieto del Río", OrgKind.MEMBER, "XD", ("en", "es"), "America/Bogota",
    (
        _one("jun", "Jun Ortiz", Role.DUTY_PERSON, Role.INTAKE_OFFICER, Role.SAFEGUARDING_LEAD, Role.KEY_KEEPER,
             Role.CASEWORKER),
        _one("kaya", "Kaya Luna", Role.SUPERVISOR, Role.MANAGER, Role.CUSTODIAN, Role.KEY_KEEPER, Role.SYSADMIN,
             Role.DATA_PROTECTION_OFFICER, language="es"),
    ),
)  # fmt: skip
LANTERNS = House(
    "lanterns", "Three Lanterns", OrgKind.MEMBER, "XE", ("en", "fr"), "UTC",
    (
        _one("alba", "Alba Quinn", Role.MANAGER, Role.KEY_KEEPER, Role.INTAKE_OFFICER, Role.DUTY_PERSON),
        _one("bruno", "Bruno Hale", Role.SUPERVISOR, Role.KEY_KEEPER, Role.INTAKE_OFFICER),
        _one("cora", "Cora Finch", Role.SAFEGUARDING_LEAD, Role.CUSTODIAN, Role.MEMBER_ADMIN),
    ),
)  # fmt: skip
"""A small member: its form is not open yet."""
POLICE = House(
    "police", "Tourist police unit", OrgKind.AUTHORITY, "XA", ("en", "km"), "Asia/Phnom_Penh",
    (
        _one("ula", "Ula Sok", Role.LIAISON, Role.KEY_KEEPER),
        _one("vito", "Vito Chan", Role.LIAISON, Role.MANAGER, Role.KEY_KEEPER),
    ),
)  # fmt: skip
OFFICE = House(
    "office", "Secretariat of the network", OrgKind.SECRETARIAT, "XB", ("en", "fr", "es"), "Europe/Oslo",
    (
        _one("sol", "Sol Navarro", Role.REFERRAL_DESK, Role.KEY_KEEPER, Role.DATA_PROTECTION_OFFICER),
        _one("tove", "Tove Berg", Role.ANALYST, Role.LANGUAGE_REVIEWER, Role.KEY_KEEPER, Role.MANAGER),
        _one("wren", "Wren Okafor", Role.ETHICS_REVIEWER),
        _one("yara", "Yara Santos", Role.SURVIVOR_ADVISER),
        _one("zeno", "Zeno Park", Role.RESEARCHER),
        _one("kofi", "Kofi Mensah", Role.ANALYST),
        _one("iris", "Iris Novak", Role.ANALYST),
        _one("otto", "Otto Lang", Role.ANALYST, Role.CORPUS_EDITOR),
    ),
)  # fmt: skip
COUNTS = House(
    "counts", "Office of Counts", OrgKind.OFFICE, "XE", ("en",), "UTC",
    (
        _one("xenia", "Xenia Roth", Role.ANALYST, Role.MANAGER, Role.KEY_KEEPER),
        _one("emil", "Emil Lund", Role.AUDITOR, Role.KEY_KEEPER),
    ),
)  # fmt: skip
"""Outside the network, with no list of its own: the unit of linkage runs."""
HOUSES = (AURORA, NORDLYS, TILIA, QUIETO, LANTERNS, POLICE, OFFICE, COUNTS)
MEMBERS = {house.country: house for house in HOUSES if house.kind is OrgKind.MEMBER}


@dataclass(frozen=True, slots=True)
class Firm:
    """A company of the demonstration, and the two who speak for it: sign-in name and name. It founds itself."""

    key: str
    name: str
    country: str
    languages: tuple[str, ...]
    people: tuple[tuple[str, str], tuple[str, str]]


FIRMS = (
    Firm("marea", "Marea Stays", "XA", ("en", "es"), (("rosa", "Rosa Lind"), ("davi", "Davi Costa"))),
    Firm("pension", "Pension Alba", "XA", ("en", "es"), (("olga", "Olga Ferro"), ("tomas", "Tomas Ferro"))),
    Firm("northway", "Northway Journeys", "XB", ("en",), (("nora", "Nora Vik"), ("lars", "Lars Holt"))),
    Firm("sandpiper", "Sandpiper Tours", "XB", ("en",), (("selma", "Selma Roe"), ("petra", "Petra Lunde"))),
)

GONE, NEWCOMER = "hugo", "gita"
"""Hugo has left; Gita has joined and waits for her colleagues."""

_PLACES = {
    "amara": "reads and decides concerns, on duty today",
    "bao": "leads the team: second person, agreements, the public form",
    "celia": "keeps who told us",
    "dalia": "safeguarding lead: concerns about our own people",
    "edo": "people, journal, incident, requests about data; reads no content",
    "femi": "reads and decides concerns",
    "ines": "counts for Casa Aurora: plans, tables, releases, studies; second reader of promises",
    "lena": "lawyer: asks which states can prosecute, follows proceedings, reviews law; may see gaps",
    "marek": "works with children; waits for the grant to see gaps",
    "pilar": "works with children; writes down what a programme of prevention does",
    "kiran": "works with children; some of the work is late",
    "vera": "keeps the directory of who helps children; trains, and reads sheets a second time",
    "signe": "works with children at Nordlys; writes down what its programme of prevention does",
    "thea": "works with children at Nordlys, keeps its directory",
    "mira": "represents The Code in XA and XD: a report of a company waits for her",
    "noor": "legal advocate: drafts law and reforms, assesses XA, writes to those whose practices harm",
    "nils": "receives handovers from XA",
    "oda": "leads Nordlys",
    "pia": "safeguarding lead of Nordlys",
    "quim": "keeps who told Nordlys",
    "runa": "lawyer of Nordlys: reviews law and releases, second reader of promises",
    "ylva": "counts for Nordlys: reads tables in, releases; assesses XB",
    "hana": "reads and decides in XC (French)",
    "idris": "leads the member in XC (French)",
    "rim": "counts for the member in XC (French): its list in linkage runs; assesses XC",
    "jun": "never answers handovers in time",
    "kaya": "leads the member in XD (Spanish)",
    "alba": "leads an office of three in XE; reads what is told by phone; asks the partner for the second yes",
    "bruno": "second of three in XE: supervisor, deputy",
    "cora": "third of three in XE: safeguarding lead, custodian, people; says that they are small",
    "ula": "police in XA: receives handovers",
    "vito": "police in XA: leads the unit",
    "sol": "referral desk: handovers that nobody answered",
    "tove": "secretariat: reads nothing of any member",
    "wren": "ethics reviewer: plans and texts of research",
    "yara": "survivor adviser: plans and texts of research and of practices, may stop any",
    "zeno": "statistician from outside: signs estimates",
    "kofi": "secretariat: programmes of companies, second person of Tove",
    "iris": "secretariat: verifies a company, first of two on an appeal",
    "otto": "secretariat: an appeal waits for him; edits the library and sees what many answered to a course",
    "rosa": "speaks for Marea Stays, a chain of hotels, member of The Code; sent its yearly report",
    "davi": "deputy of Rosa at Marea Stays",
    "olga": "speaks for Pension Alba, a guest house with three places; its report is published",
    "tomas": "deputy of Olga at Pension Alba",
    "nora": "speaks for Northway Journeys, which was declined and applied again",
    "lars": "deputy of Nora at Northway Journeys",
    "selma": "speaks for Sandpiper Tours, which was declined and appeals",
    "petra": "deputy of Selma at Sandpiper Tours",
    "xenia": "office that counts over encoded lists: a linkage run waits for her",
    "emil": "keeps keys of that office, reads its journal",
}


def people() -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Whom one can sign in as: each organisation with its country, and its people as (sign-in name, what they do)."""
    for house in HOUSES:
        there = [person.username for person in house.people if person.username != GONE]
        yield f"{house.name} ({house.country})", [(username, _PLACES[username]) for username in there]
    for firm in FIRMS:
        yield f"{firm.name} ({firm.country})", [(username, _PLACES[username]) for username, _name in firm.people]


def who() -> Iterator[str]:
    """The same for a console, a line each; then the password and the second step."""
    for house, there in people():
        yield house
        yield from (f"  {username:<6} {place}" for username, place in there)
    yield f"Password of everybody: {PASSWORD}"
    yield f"Second step: the sign-in page shows the code. For an app, the secret is {SECOND}."
    yield f"Code of somebody who told us something, for the answer page: {CODE.letters}"


def code() -> str:
    """The code of everybody's second step that holds now. Raises RuntimeError in production."""
    if settings.MODE == "production":
        raise RuntimeError("only a demonstration knows everybody's second step")
    return totp.format_hotp_value(totp.hotp_value(SECOND, next(totp.yield_hotp_counters_from_time())))


def secrets(username: str) -> tuple[str, str]:
    """(password, code that holds now) of one of the cast. Raises KeyError for others, RuntimeError in production."""
    _PLACES[username]
    return PASSWORD, code()
