"""A sentence in the reader's language for each step of the engine's reasoning and each test of the checklist."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as lazy

STEPS: dict[str, Promise] = {
    "law.route": lazy("%(offence)s by %(rule)s"),
    "law.part.E": lazy("The elements of %(id)s are made out"),
    "law.part.J": lazy("%(id)s covers the act"),
    "law.part.D": lazy("The act is an offence at its place, as far as that is asked"),
    "law.offence_act": lazy("%(id)s as of the act (%(version)s)"),
    "law.offence_since": lazy("%(id)s since the act (%(version)s): the milder law counts"),
    "law.punished_at_act": lazy("%(id)s at the act"),
    "law.rule": lazy("%(id)s (%(version)s): %(basis)s"),
    "law.not_in_force": lazy("%(id)s was not in force"),
    "law.not_established": lazy("Whether one of these versions of %(id)s held then, and which, is not known"),
    "law.not_read": lazy("What %(id)s says (%(version)s) is not established"),
    "law.offence_not_listed": lazy("%(id)s (%(version)s) does not list %(offence)s"),
    "law.exceptions": lazy("An exception applies: %(value)s"),
    # Translators: %(value)s is what excuses, as "marriage"; %(article)s the article of the law that says so.
    "law.defence": lazy("The accused has a defence: %(value)s (%(article)s)"),
    # Translators: stands beside "Open": the way is open, unless the accused person raises or proves this.
    "law.unless": lazy("unless: %(value)s, for the accused to show (%(article)s)"),
    "law.role_punished": lazy("The law punishes this role: %(value)s"),
    "law.threshold_max_penalty": lazy("The maximum penalty of %(offence)s is at least %(months)s months"),
    "law.threshold_min_penalty": lazy("The minimum penalty of %(offence)s is at least %(months)s months"),
    "law.all_elements": lazy("Every dated element lies after the day from which the law knew it"),
    "law.all_of": lazy("all of these"),
    "law.any_of": lazy("one of these"),
    "law.none_of": lazy("none of these"),
    "law.all": lazy("all of these"),
    "law.any": lazy("one of these"),
    "law.not": lazy("not"),
    "law.child_age_lt": lazy("The child was under %(value)s"),
    "law.child_age_ge": lazy("The child was %(value)s or older"),
    "law.child_under": lazy("The child was under %(value)s"),
    "law.offender_age_lt": lazy("The person suspected was under %(value)s"),
    "law.offender_age_ge": lazy("The person suspected was %(value)s or older"),
    "law.age_gap_ge": lazy("The person suspected is at least %(value)s years older"),
    "law.age_gap_gt": lazy("The person suspected is more than %(value)s years older"),
    "law.commercial": lazy("Something was given or promised for it"),
    "law.means_any": lazy("By one of these means: %(value)s"),
    "law.relation_any": lazy("In one of these relations: %(value)s"),
    "law.medium_any": lazy("Through one of these: %(value)s"),
    "law.role_any": lazy("In one of these roles: %(value)s"),
    "law.role": lazy("In one of these roles: %(value)s"),
    "law.suspect_national": lazy("The person suspected is a national of %(state)s (%(value)s)"),
    "law.suspect_resident": lazy("The person suspected lives in %(state)s (%(value)s)"),
    "law.suspect_permanent_resident": lazy(
        "The person suspected has a right of permanent residence in %(state)s (%(value)s)"
    ),
    "law.suspect_present": lazy("The person suspected is in %(state)s (%(value)s)"),
    "law.suspect_became_national": lazy("The person suspected became a national of %(state)s after the act"),
    "law.suspect_resides_abroad": lazy("The person suspected lives in another state than %(state)s (%(value)s)"),
    "law.victim_national": lazy("The child is a national of %(state)s (%(value)s)"),
    "law.victim_resident": lazy("The child lives in %(state)s (%(value)s)"),
    "law.principal_national": lazy("The person whose act it is, is a national of %(state)s"),
    "law.vessel_flag": lazy("The ship or aircraft is registered in %(state)s"),
    "law.travel": lazy("A journey before the act, to or from %(state)s (%(value)s)"),
    "law.also_asks": lazy("The text also asks for what no case file tells: %(value)s"),
    "law.offence_in": lazy("The offence is one of %(value)s"),
    "law.min_penalty_ge": lazy("The minimum penalty is at least %(value)s years"),
    "law.dc_not_required": lazy("It need not be an offence at its place"),
    "law.dc_not_asked": lazy("Done at home or aboard: nobody asks whether it is an offence elsewhere"),
    "law.dc_unread": lazy("Whether %(id)s asks that it be an offence at its place was not read"),
    "law.dc_excused": lazy("%(id)s does not ask here that it be an offence at its place"),
    "law.dc_unless": lazy("%(id)s does not ask that it be an offence at its place, or it is one"),
    "law.dc_required": lazy("The act is an offence at its place"),
    "law.dc_required_or_no_mans_land": lazy("The act is an offence at its place, or its place is outside every state"),
    "law.dc_place": lazy("It is an offence in %(state)s"),
    "law.limitation": lazy("Proceedings can begin until %(earliest)s at the earliest, %(latest)s at the latest"),
    "law.limitation_open": lazy("Proceedings can begin until %(earliest)s at least; the latest end is not known"),
    "law.limitation_latest": lazy(
        "Proceedings can begin until %(latest)s at the latest; the earliest end is not known"
    ),
    "law.limitation_unknown": lazy("Until when proceedings can begin is not known"),
    "law.limitation_no_end": lazy("Limitation does not end this"),
    "law.limitation_none": lazy("%(id)s: no limitation"),
    "law.limitation_period": lazy("%(id)s as of %(mark)s: from %(start)s until %(end)s (at the latest %(latest)s)"),
    "law.limitation_unread": lazy("%(id)s as of %(mark)s: the wording is not established"),
    "law.ne_bis": lazy("No earlier judgment stands in the way"),
    "law.ne_bis_presumed": lazy("No earlier judgment is known"),
    "law.ne_bis_none": lazy("There is no earlier judgment"),
    "law.ne_bis_judgment": lazy("A judgment stands in the way: %(kind)s in %(state)s"),
    "law.ne_bis_credit": lazy("%(state)s takes a sentence served abroad into account"),
    "law.immunity": lazy("No immunity stands in the way"),
    "law.immunity_presumed": lazy("No immunity is known"),
    "law.obstacle_reach": lazy("A person in %(from)s may not come before a court of %(to)s"),
    "law.obstacle_whereabouts": lazy("Where the person suspected is, is not known"),
    "law.duty_to_prosecute": lazy("If %(from)s does not give up its national, a treaty obliges it to prosecute"),
}
TESTS: dict[str, Promise] = {
    "law.test.pun": lazy("Punished: %(conduct)s, at the age of %(age)s %(paid)s %(with)s"),
    "law.test.not_pun": lazy("Not punished between peers: %(conduct)s, at the age of %(age)s"),
    "law.test.definition": lazy("The law defines: %(term)s %(includes)s %(said)s"),
    "law.test.enumerates": lazy("The text names, for %(of)s: %(act)s"),
    "law.test.attempt": lazy("Attempt is punished: %(offence)s"),
    "law.test.participation": lazy("Taking part is punished: %(offence)s"),
    "law.test.field": lazy("The law says: %(of)s %(has)s"),
    "law.test.legal_persons": lazy("Companies are liable for: %(of)s"),
    "law.test.penalty": lazy("The maximum penalty is at least %(months)s months: %(conduct)s"),
    "law.test.aggravations": lazy("It weighs more: %(code)s (%(of)s)"),
    "law.test.rule": lazy("Reached abroad, because %(basis)s: %(of)s %(person)s %(double_criminality)s %(without)s"),
    "law.test.any": lazy("One of these holds"),
    "law.test.all": lazy("All of these hold"),
    "law.test.extraditable": lazy("Extradition is possible for: %(of)s"),
    "law.test.conditions": lazy("No condition of this kind: %(none)s (%(of)s)"),
    "law.test.consents": lazy("A power to consent is bound: %(bound_by)s (%(of)s)"),
    "law.test.limit": lazy(
        "Proceedings can begin after the age of %(after)s: %(conduct)s, at the age of %(age)s %(with)s"
    ),
    "law.test.longer": lazy(
        "As long or longer where the person suspected is close to the child: %(conduct)s, %(with)s"
    ),
    "law.test.complaints": lazy("No complaint of the child is needed: %(of)s"),
    "law.test.measure": lazy("A measure for the child: %(kind)s %(has)s"),
}
SETS: dict[str, Promise] = {
    "EXP": lazy("every offence of exploitation"),
    "ALL": lazy("every offence against a child"),
    "ABROAD": lazy("every offence of exploitation, online among them"),
    "NO_DOUBLE_CRIMINALITY": lazy("the offences named by the Lanzarote Convention"),
}
CONDITIONS: dict[str, Promise] = {
    "consent": lazy("consent of %(who)s"),
    "complaint": lazy("complaint of %(who)s"),
    "request": lazy("request of %(who)s"),
    "extradition": lazy("extradition %(who)s"),
    "transfer_of_proceedings": lazy("transfer of proceedings by %(who)s"),
}
ASSUMPTIONS: dict[str, Promise] = {
    "course.judgments=none": lazy("No court has judged this act yet."),
    "suspect.immunity=none": lazy("The person suspected has no immunity."),
    "course.extradition=none": lazy("Nobody has asked for extradition."),
    "course.conditions=not_asked": lazy("Nobody has been asked for a consent, a complaint or a request."),
    "course.events=none_suspending": lazy("Nothing has suspended limitation but the events that were given."),
    "act.role=principal": lazy("The person suspected did the act, and completed it."),
    "act.vessel=none": lazy("The act was not done aboard a ship or an aircraft."),
    "act.to=act.from": lazy("The act ended on the day it began."),
}
NOTES: dict[str, Promise] = {
    "law.by_part": lazy("by the law of its parts"),
    "law.open_in_every_completion": lazy("whatever the unknown facts are, some offence is open; they decide which"),
}
QUESTIONS: dict[str, Promise] = {
    "not_in_corpus": lazy("The law of this country is not in the library."),
    "coverage": lazy("Nobody has said that the library holds all of this country’s law on it."),
    "not_entered": lazy("A provision that exists is not in the library yet: %(article)s"),
    "also_asks": lazy("%(what)s also needs what no case file tells"),
    "absent": lazy("Nobody has looked: %(what)s"),
    "undetermined": lazy("Looked for, and no source answers: %(what)s"),
    "wording": lazy("What the text said then is not established: %(what)s"),
    "commencement": lazy("The day on which the text changed is not known: %(what)s"),
    "unread": lazy("The law after %(day)s was not read: %(what)s"),
    "review": lazy("The review has ended, or is not as far as was asked: %(what)s"),
    "reservations": lazy("Whether the country kept this out is not known: %(what)s"),
}
ALSO_ASKS = lazy("%(what)s also needs what no case file tells: %(asked)s")
OTHERWISE = lazy("Not in the library: %(question)s of %(what)s")
