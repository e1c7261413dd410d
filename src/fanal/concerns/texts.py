"""What the public form says, in English: message ids, translated where they are shown.

`BEFORE` stands before the first field, word for word as the design has it (section 3.2). `QUESTIONS` holds label, hint
and answers of each question of the core set; `STATUS` the closed list of what a reporter learns (section 6). Names in
braces are filled in by `str.format` after translation.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fanal.vocabulary.words import gettext_noop


@dataclass(frozen=True, slots=True)
class Words:
    """Label, hint and answers by code."""

    label: str
    hint: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)


OPTIONAL = gettext_noop("You may leave this out.")
TICK_ALL = gettext_noop("Tick all that fit.")

EMERGENCY_NONE = gettext_noop(
    "We hold no verified number for this place. Ask hotel reception, a guide, or any person in uniform, "
    "or go where there are people."
)

BEFORE: Mapping[str, str] = {
    "unsure": gettext_noop("You do not have to be sure. Tell us what you noticed. Finding out is our work."),
    "no_accusation": gettext_noop("A trained person checks before anything is done."),
    "child_first": gettext_noop("We ask first what would help or harm the child."),
    "child_first_careful": gettext_noop("We think about this before we talk to anyone."),
    "who_reads": gettext_noop(
        "{member} in {country} reads this. {n} trained people can open it. Companies and other organisations cannot."
    ),
    "law": gettext_noop("When we must pass on what you tell us: {law}"),
    "next": gettext_noop(
        "Someone reads this within {limit}. They may help a child, ask you a question here, "
        "or pass facts to people who can act."
    ),
    "hours": gettext_noop("We read {hours}; it is {time} there now. We are not an emergency service."),
    "no_pictures": gettext_noop(
        "Do not take, keep, send or look for pictures or videos. We cannot receive them. "
        "Having them can be a crime, even with good intent. If you came upon them online: {hotline}."
    ),
    "no_investigation": gettext_noop(
        "Do not follow, test, question or confront anyone. Do not ask a child for details. Keep yourself safe."
    ),
    "anonymous": gettext_noop(
        "No name, e-mail or phone is needed. We do not keep your internet address. "
        "Your device may keep a trace: {how_to_remove}."
    ),
    "staff": gettext_noop(
        "If you work here: you need not tell your manager first. We do not tell your employer. "
        "You should not be punished for telling us."
    ),
    "any_language": gettext_noop("Write in any language."),
}
"""By message id. `emergency` is not among them: it is the block of contacts, or `EMERGENCY_NONE`."""

NO_HOTLINE = gettext_noop("do not open them again, and do not send them to anyone")
"""Fills {hotline} where no verified hotline for such reports is held for the country."""

REPEATED = ("law", "no_pictures", "who_reads")
"""Shown again on the check page, before sending."""

ON_THE_PHONE = (
    gettext_noop("Say where you are: the place, the street, the room."),
    gettext_noop("Say that a child is in danger now, and what you see."),
    gettext_noop("Ask what you should do, and stay safe yourself."),
)
"""Three sentences for the call when a child is in danger right now."""

_YES, _NO, _NOT_SURE = gettext_noop("Yes"), gettext_noop("No"), gettext_noop("Not sure")
_UNKNOWN, _NOT_SAY = gettext_noop("I do not know"), gettext_noop("I would rather not say")

QUESTIONS: Mapping[str, Words] = {
    "danger": Words(
        gettext_noop("Is a child in danger right now?"),
        answers={"yes": _YES, "not_sure": _NOT_SURE, "no": _NO},
    ),
    "told": Words(
        gettext_noop("Has anyone who can help been told?"),
        answers={
            "police": gettext_noop("Police"),
            "hotel_or_staff": gettext_noop("Hotel or staff"),
            "helpline": gettext_noop("A helpline"),
            "someone_else": gettext_noop("Someone else"),
            "nobody": gettext_noop("Nobody"),
            "rather_not_say": _NOT_SAY,
        },
    ),
    "what": Words(
        gettext_noop("What did you see, hear or learn?"),
        TICK_ALL,
        {
            "pays_to_be_alone": gettext_noop("An adult pays or gives something to be alone with a child"),
            "offers_access": gettext_noop("Someone offers adults access to children"),
            "goes_with_adult": gettext_noop(
                "A child goes with an adult to a room, house, vehicle or boat and seems afraid or controlled"
            ),
            "controls_child": gettext_noop("Someone controls a child: money, papers, phone, speaks for them"),
            "keeps_children": gettext_noop("An adult keeps or meets several children who are not in their care"),
            "speaks_of_it": gettext_noop("An adult speaks of wanting or having done this"),
            "online_contact": gettext_noop("An adult contacts a child online, or abuse is streamed"),
            "came_upon_images": gettext_noop("I came upon images"),
            "child_told": gettext_noop("A child told someone"),
            "business_lets_happen": gettext_noop("A business lets this happen"),
            "something_else": gettext_noop("Something else"),
            "cannot_name": gettext_noop("I cannot name it"),
        },
    ),
    "words": Words(
        gettext_noop("In your own words, if you like."),
        gettext_noop("Short is fine. You need not describe anything sexual. Write in any language."),
    ),
    "how_known": Words(
        gettext_noop("How do you know?"),
        answers={
            "saw": gettext_noop("I saw it"),
            "heard": gettext_noop("I heard it"),
            "child_told": gettext_noop("A child told me"),
            "someone_told": gettext_noop("Someone told me"),
            "online": gettext_noop("Online"),
            "feeling": gettext_noop("A feeling"),
        },
    ),
    "ongoing": Words(gettext_noop("Is it still going on?"), answers={"yes": _YES, "no": _NO, "unknown": _UNKNOWN}),
    "country": Words(
        gettext_noop("Where did it happen?"),
        gettext_noop("Choose the country."),
        {
            "ship_or_aircraft": gettext_noop("On a ship or aircraft"),
            "online": gettext_noop("Only online"),
            "unknown": _UNKNOWN,
        },
    ),
    "place_type": Words(
        gettext_noop("What kind of place?"),
        answers={
            "accommodation": gettext_noop("A hotel, guest house or rented room"),
            "home": gettext_noop("A home"),
            "street": gettext_noop("A street, market or park"),
            "beach_or_site": gettext_noop("A beach or a place that visitors see"),
            "bar_or_club": gettext_noop("A bar, club or restaurant"),
            "massage_or_beauty": gettext_noop("A massage or beauty shop"),
            "transport": gettext_noop("A car, bus, train, boat or plane, or a station"),
            "school": gettext_noop("A school"),
            "workplace": gettext_noop("A place of work"),
            "place_of_worship": gettext_noop("A place of worship"),
            "health_facility": gettext_noop("A hospital or clinic"),
            "care_institution": gettext_noop("A children's home or shelter"),
            "detention": gettext_noop("A police station or prison"),
            "online": gettext_noop("Online"),
            "other": gettext_noop("Another place"),
            "unknown": _UNKNOWN,
        },
    ),
    "place": Words(gettext_noop("Town, area, name of the place")),
    "when": Words(
        gettext_noop("When?"),
        answers={
            "today": gettext_noop("Today"),
            "last_7_days": gettext_noop("In the last 7 days"),
            "last_month": gettext_noop("In the last month"),
            "longer_ago": gettext_noop("Longer ago"),
            "unknown": _UNKNOWN,
        },
    ),
    "when_words": Words(gettext_noop("Day or time, if you know it")),
    "children": Words(
        gettext_noop("How many children?"),
        answers={"one": gettext_noop("One"), "more": gettext_noop("More"), "unknown": _UNKNOWN},
    ),
    "age": Words(
        gettext_noop("About how old?"),
        answers={
            "from_0_to_9": gettext_noop("Under 10"),
            "from_10_to_14": gettext_noop("10 to 14"),
            "from_15_to_17": gettext_noop("15 to 17"),
            "under_18_unsure": gettext_noop("Under 18, I am not sure"),
            "unknown": _UNKNOWN,
        },
    ),
    "child_is": Words(
        gettext_noop("Is the child a girl or a boy?"),
        answers={
            "girl": gettext_noop("Girl"),
            "boy": gettext_noop("Boy"),
            "both": gettext_noop("Girls and boys"),
            "other": gettext_noop("Other"),
            "unknown": _UNKNOWN,
        },
    ),
    "child_words": Words(
        gettext_noop("Anything that helps to find the child"),
        gettext_noop("Clothes, a name or nickname if you know it, who was with them."),
    ),
    "child_now": Words(
        gettext_noop("Where is the child now?"),
        answers={
            "with_adult": gettext_noop("With that adult"),
            "at_named_place": gettext_noop("At a place I named"),
            "gone": gettext_noop("Gone"),
            "unknown": _UNKNOWN,
        },
    ),
    "adults": Words(
        gettext_noop("How many adults?"),
        answers={"one": gettext_noop("One"), "more": gettext_noop("More"), "unknown": _UNKNOWN},
    ),
    "adult_link": Words(
        gettext_noop("Who are they to the child?"),
        answers={
            "family": gettext_noop("Family"),
            "looks_after_child": gettext_noop("Looks after the child"),
            "works_here": gettext_noop("Works here"),
            "visitor": gettext_noop("A visitor"),
            "online": gettext_noop("Someone online"),
            "unknown": _UNKNOWN,
        },
    ),
    "mobility": Words(
        gettext_noop("Does this person live here or visit?"),
        answers={
            "local_resident": gettext_noop("Lives here"),
            "domestic_traveller": gettext_noop("Visitor from this country"),
            "foreign_tourist": gettext_noop("Visitor from abroad"),
            "expatriate": gettext_noop("From abroad, lives here"),
            "business_traveller": gettext_noop("Travels for work"),
            "unknown": _UNKNOWN,
        },
    ),
    "countries": Words(
        gettext_noop("Which countries may this person live in, come from or travel to?"),
        gettext_noop("Only if you know. Up to three."),
    ),
    "basis": Words(
        gettext_noop("How do you know which countries?"),
        answers={
            "they_said": gettext_noop("They said so"),
            "papers_or_booking": gettext_noop("Papers or booking"),
            "number_plate": gettext_noop("Number plate"),
            "flight_or_tour": gettext_noop("Flight or tour"),
            "someone_told": gettext_noop("Someone told me"),
        },
    ),
    "leaving": Words(
        gettext_noop("When do they leave?"),
        answers={
            "today_or_tomorrow": gettext_noop("Today or tomorrow"),
            "this_week": gettext_noop("This week"),
            "later": gettext_noop("Later"),
            "unknown": _UNKNOWN,
        },
    ),
    "travel": Words(gettext_noop("Flight, tour, ship, hotel")),
    "adult_words": Words(
        gettext_noop("What would help others to recognise them?"),
        gettext_noop("Clothes, vehicle, a name if you know it."),
    ),
    "you": Words(
        gettext_noop("Who are you in this?"),
        gettext_noop("Your answer never changes how we treat what you tell."),
        {
            "traveller": gettext_noop("A traveller"),
            "travel_worker": gettext_noop("I work in travel, hotels or transport"),
            "lives_here": gettext_noop("I live here"),
            "family_or_friend": gettext_noop("Family or friend of the child"),
            "under_18": gettext_noop("I am under 18"),
            "professional": gettext_noop("Teacher, health or social worker"),
            "other": gettext_noop("Someone else"),
            "rather_not_say": _NOT_SAY,
        },
    ),
    "reply": Words(
        gettext_noop("How may we ask you something?"),
        answers={
            "only_here": gettext_noop("Only here, with my code"),
            "also_by": gettext_noop("Also in another way"),
        },
    ),
    "reply_contact": Words(gettext_noop("How else may we reach you?")),
    "reply_times": Words(gettext_noop("When is it safe?")),
    "pass_on": Words(
        gettext_noop("May others contact you?"),
        answers={"no": _NO, "through_member": gettext_noop("Only through {member}"), "yes": _YES},
    ),
    "exposure": Words(
        gettext_noop("Could anyone be in danger if it came out who told?"),
        answers={"no": _NO, "yes": _YES, "not_sure": _NOT_SURE},
    ),
    "exposure_words": Words(gettext_noop("Who, and why, if you want to say")),
    "about_us": Words(
        gettext_noop("Is this about someone who works for {member}?"),
        gettext_noop("If yes, only the people who watch over safety at {member} can open it."),
        {"no": _NO, "yes": _YES, "not_sure": _NOT_SURE},
    ),
    "happening": Words(
        gettext_noop("What is happening?"),
        gettext_noop("Write as much or as little as you want. You can stop at any time."),
    ),
    "safe_now": Words(gettext_noop("Are you safe now?"), answers={"yes": _YES, "no": _NO, "not_sure": _NOT_SURE}),
    "answer_how": Words(
        gettext_noop("How can we answer you safely?"),
        answers={
            "here_only": gettext_noop("Only here"),
            "safe_time": gettext_noop("At a safe time"),
            "through_someone": gettext_noop("Through someone I trust"),
        },
    ),
    "answer_words": Words(gettext_noop("The time, or the person")),
    "more": Words(gettext_noop("Do you want to tell us anything else?")),
}

CHILD_ALWAYS = (
    gettext_noop("You may stop at any time."),
    gettext_noop("We keep nothing until you press send."),
    gettext_noop("You did nothing wrong."),
)
"""Said on every page of the child door."""

STATUS: Mapping[str, str] = {
    "received": gettext_noop("We have your message."),
    "read": gettext_noop("A person has read it."),
    "question": gettext_noop("We have a question for you."),
    "working": gettext_noop("People are working on it."),
    "closed": gettext_noop("We have finished for now. You can still write here until {day}."),
}
"""The closed list of what a reporter learns: it names no person, place, country, authority or result."""

ERRORS: Mapping[str, str] = {
    "required": gettext_noop("Please choose an answer."),
    "one_of": gettext_noop("Tick one of these, or write a few words."),
    "not_a_choice": gettext_noop("Please choose one of the answers shown."),
    "one_answer": gettext_noop("Please choose only one answer."),
    "too_long": gettext_noop("Please use at most {limit} characters. You used {used}."),
    "too_many_countries": gettext_noop("Please choose at most {limit} countries."),
    "unknown_country": gettext_noop("Please choose a country from the list."),
    "only_if": gettext_noop("You wrote how to reach you. Tick “Also in another way”, or clear this."),
    "receipt": gettext_noop("Please do not write your code here. Keep it for yourself."),
}

MEDIA = gettext_noop(
    "We cannot receive pictures, videos or files, also not in this form. Nothing of this was kept. "
    "Tell us in words what you noticed."
)
"""Explains the refusal of a file in disguise (status 422)."""

ADDRESS_REMOVED = gettext_noop(
    "You wrote the address of something online. We took it out and do not keep it. To report it: {hotline}."
)
"""Stands on the check page when an address was removed."""
