"""The titles of the checklist in the reader's language. They continue "The law of the state …"."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

GROUPS: dict[str, Promise] = {
    "A": lazy("Offences"),
    "B": lazy("Jurisdiction and co-operation"),
    "C": lazy("Limitation and initiation"),
    "D": lazy("The child in the proceedings"),
}
TITLES: dict[str, Promise] = {
    "law.A1": lazy("defines a child as under 18 for every offence of exploitation"),
    "law.A2": lazy("sets an age of sexual consent and criminalises sexual acts below it"),
    "law.A3": lazy("criminalises sexual acts with anyone under 18 by force, threat or coercion"),
    "law.A4": lazy("criminalises sexual acts with anyone under 18 by abuse of trust, authority or family"),
    "law.A5": lazy("criminalises sexual acts with anyone under 18 by abuse of vulnerability, disability or dependence"),
    "law.A6": lazy("exempts consenting peers who are close in age"),
    "law.A7": lazy("criminalises offering, obtaining, procuring or providing a child for exploitation in prostitution"),
    "law.A8": lazy("criminalises whoever pays, with any form of consideration, for sexual acts with a child up to 18"),
    "law.A9": lazy("criminalises the sale of children for sexual exploitation"),
    "law.A10": lazy("criminalises trafficking of a child without asking for means; consent is irrelevant"),
    "law.A11": lazy(
        "criminalises production, distribution, import, export, offer and sale of child sexual abuse material"
    ),
    "law.A12": lazy("criminalises possession of child sexual abuse material, whatever it is meant for"),
    "law.A13": lazy("criminalises knowingly obtaining access to child sexual abuse material"),
    "law.A14": lazy(
        "has a definition of child sexual abuse material, with depiction of sexual parts, "
        "realistic and generated images"
    ),
    "law.A15": lazy(
        "criminalises sexual performances of a child, live streaming included: recruiting, coercing, attending"
    ),
    "law.A16": lazy("criminalises causing a child below the age of sexual consent to witness sexual acts"),
    "law.A17": lazy("criminalises grooming by information technology, with a meeting prepared or online only"),
    "law.A18": lazy("criminalises attempt, aiding and participation for all of these offences"),
    "law.A19": lazy("criminalises organising or advertising travel for the abuse of children"),
    "law.A20": lazy("holds legal persons liable (hotels, agencies, platforms)"),
    "law.A21": lazy("has penalties that allow extradition and reflect gravity, with aggravation"),
    "law.A22": lazy("seizes and confiscates, and closes premises"),
    "law.A23": lazy("obliges providers to report child sexual abuse material to a hotline or authority"),
    "law.B1": lazy("reaches its territory, ships and aircraft"),
    "law.B2": lazy("takes an act as done at home if it is done through information technology accessed from there"),
    "law.B3": lazy("reaches its nationals abroad"),
    "law.B4": lazy("reaches those who have their habitual residence in the state"),
    "law.B5": lazy("reaches acts abroad against a child that is its national or resident"),
    "law.B6": lazy("does not ask for double criminality where its nationals are suspected"),
    "law.B7": lazy("needs no complaint of the child and no denunciation by the state of the place"),
    "law.B8": lazy("can prosecute whoever is present and is not extradited because of nationality"),
    "law.B9": lazy("makes the offences extraditable, with the Protocol as legal basis where a treaty is needed"),
    "law.B10": lazy("extradites its nationals, or submits the case to its prosecutors"),
    "law.B11": lazy(
        "reaches all offences of exploitation abroad, online ones and parties to a foreigner’s offence included"
    ),
    "law.B12": lazy(
        "sets no obstacle by prior consent of a minister; powers of consent are bound by criteria and time"
    ),
    "law.B13": lazy("has a rule for concurrent claims of states, and consults"),
    "law.B14": lazy("allows a new trial where the foreign one was a sham or the sentence was not served"),
    "law.C1": lazy("lets limitation end only a sufficient time after the child has come of age"),
    "law.C2": lazy("lets limitation end at least 30 years after 18, or not at all"),
    "law.C3": lazy("gives the same or a longer time where the person suspected is of the family or circle of trust"),
    "law.C4": lazy("goes on with proceedings if the child withdraws"),
    "law.D1": lazy("does not punish the child for acts that are a result of exploitation"),
    "law.D2": lazy("does not let doubt about age stop an investigation; measures apply meanwhile"),
    "law.D3": lazy(
        "interviews a child without delay, in adapted rooms, by trained people, the same person, "
        "as seldom as possible, accompanied"
    ),
    "law.D4": lazy("admits video evidence, and hears without the child’s presence or without the public"),
    "law.D5": lazy("gives free legal aid, and a special representative or guardian when parents are in conflict"),
    "law.D6": lazy("informs, protects privacy, identity and safety, and keeps the person suspected away"),
    "law.D7": lazy(
        "opens compensation to every child, foreign children included, and lets a child complain at home of acts abroad"
    ),
    "law.D8": lazy("helps the child to recover: medical and psychological help, reintegration, safe return"),
}


def title(item: str) -> str:
    """What an item asks of the law, with its code left out."""
    return str(TITLES.get(item, item))


def group(code: str) -> str:
    """A group of items with its letter, which is how people name it."""
    return f"{code} {GROUPS.get(code, '')}".strip()


def code_of(item: str) -> str:
    """`A1`, as people write it."""
    return item.removeprefix("law.")
