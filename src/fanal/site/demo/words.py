"""What people in the demonstration write: pieces of made-up sentences in six languages, short and never graphic.

Every person, place and vehicle in them is invented. Two or three pieces make one text; the first says what was seen.
"""

from random import Random

SEEN = {
    "en": (
        "A guest came back three evenings with a girl who looks about twelve.",
        "Two children wait by the door of the bar each night and leave with visitors.",
        "A driver offers visitors to meet children. He says it openly.",
        "A man paid for a boy's meals all week and wants to be alone with him.",
        "A woman speaks for a girl and keeps her phone and papers.",
        "Our guest asked at the desk for a room where nobody looks at who comes in.",
        "A neighbour's house has different children each week. They do not go out.",
        "A man in the queue for the boat held a child by the arm. She seemed afraid.",
    ),
    "fr": (
        "Un client est revenu trois soirs avec une fille d'environ douze ans.",
        "Un chauffeur propose aux visiteurs de rencontrer des enfants.",
        "Un homme paie les repas d'un garçon et veut rester seul avec lui.",
        "Deux enfants attendent chaque nuit devant le bar et partent avec des visiteurs.",
        "Une femme parle à la place d'une fille et garde son téléphone.",
    ),
    "es": (
        "Un huésped volvió tres noches con una niña de unos doce años.",
        "Un conductor ofrece a los visitantes conocer a niñas y niños.",
        "Un hombre paga la comida de un niño y quiere estar a solas con él.",
        "Dos niñas esperan cada noche en la puerta del bar y se van con visitantes.",
        "Una mujer habla por una niña y le guarda el teléfono.",
    ),
    "ar": (
        "رأيت رجلاً يدخل الفندق مع طفلة ثلاث مرات.",
        "ينتظر طفلان كل ليلة أمام المقهى ويذهبان مع زوار.",
        "يعرض سائق على الزوار لقاء أطفال.",
    ),
    "km": (
        "ខ្ញុំបានឃើញបុរសម្នាក់នាំក្មេងស្រីម្នាក់ចូលសណ្ឋាគារបីយប់។",
        "ក្មេងពីរនាក់រង់ចាំនៅមុខហាងជារៀងរាល់យប់។",
        "អ្នកបើកឡានម្នាក់និយាយជាមួយភ្ញៀវអំពីក្មេងៗ។",
    ),
    "th": (
        "ฉันเห็นผู้ชายคนหนึ่งพาเด็กผู้หญิงเข้าโรงแรมสามคืน",
        "มีเด็กสองคนรออยู่หน้าร้านทุกคืน แล้วไปกับแขก",
        "คนขับรถคนหนึ่งพูดกับนักท่องเที่ยวเรื่องเด็ก",
    ),
}
MORE = {
    "en": ("The child does not speak.", "He stays until Sunday.", "It has gone on for weeks.", "Nobody asks."),
    "fr": ("L'enfant ne parle pas.", "Il reste jusqu'à dimanche.", "Cela dure depuis des semaines."),
    "es": ("La niña no habla.", "Se queda hasta el domingo.", "Pasa desde hace semanas."),
    "ar": ("لا تتكلم الطفلة.", "يبقى حتى يوم الأحد.", "يحدث هذا منذ أسابيع."),
    "km": ("ក្មេងមិននិយាយទេ។", "គាត់ស្នាក់នៅដល់ថ្ងៃអាទិត្យ។", "រឿងនេះកើតឡើងជាច្រើនសប្តាហ៍ហើយ។"),
    "th": ("เด็กไม่พูดเลย", "เขาอยู่ถึงวันอาทิตย์", "เป็นแบบนี้มาหลายสัปดาห์แล้ว"),
}
UNSURE = {
    "en": ("I may be wrong.", "I am worried.", "I work here and do not want trouble."),
    "fr": ("Je peux me tromper.", "Je suis inquiète."),
    "es": ("Puedo equivocarme.", "Estoy preocupada."),
    "ar": ("لست متأكدة، لكنني قلقة.",),
    "km": ("ខ្ញុំមិនប្រាកដទេ ប៉ុន្តែខ្ញុំបារម្ភ។",),
    "th": ("ฉันไม่แน่ใจ แต่ฉันเป็นห่วง",),
}
A_CHILD_SAYS = {
    "en": (
        "Someone at the hotel asks me to come to his room. I do not want to.",
        "My friend goes with an older man and she is scared. She told me not to say it.",
        "A man online wants to meet me. He says I must not tell.",
    ),
    "fr": ("Un monsieur me demande de venir seul chez lui. Je ne veux pas.", "Mon amie a peur d'un adulte."),
    "es": ("Un señor quiere verme a solas. No quiero ir.", "Mi amiga tiene miedo de un adulto."),
}
QUESTIONS = {
    "en": "Thank you for telling us. Do you know if the child is there today? You need not go and look.",
    "fr": "Merci de nous l'avoir dit. Savez-vous si l'enfant est là aujourd'hui ? N'allez pas vérifier.",
    "es": "Gracias por contárnoslo. ¿Sabe si la niña está allí hoy? No vaya a mirar.",
}
ANSWERS = {
    "en": ("Yes, I saw her this morning at the pool.", "I do not know. I am at work again on Monday."),
    "fr": ("Oui, je l'ai vue ce matin.", "Je ne sais pas."),
    "es": ("Sí, la vi esta mañana.", "No lo sé."),
}
THANKS = {
    "en": "Thank you. That helps. You need not do more. You can write here again.",
    "fr": "Merci. Cela aide. Vous n'avez rien d'autre à faire. Vous pouvez écrire ici.",
    "es": "Gracias. Eso ayuda. No tiene que hacer más. Puede escribir aquí.",
}
TURN_TO = {
    "en": "This is not what we work on. The consumer office of your town can help. Thank you for writing.",
    "fr": "Ce n'est pas notre travail. Le bureau des consommateurs de votre ville peut aider. Merci.",
    "es": "No es nuestro trabajo. La oficina de consumo de su ciudad puede ayudar. Gracias por escribir.",
}
BESIDE_THE_POINT = {
    "en": "The hotel did not give my money back and the pool was closed.",
    "fr": "L'hôtel ne m'a pas remboursé et la piscine était fermée.",
    "es": "El hotel no me devolvió el dinero y la piscina estaba cerrada.",
}
PLACES = {
    "XA": (
        "Hotel Playa Norte, room side",
        "Mercado Viejo, near the fountain",
        "Pension Almendra",
        "Muelle Tres, by the boats",
    ),
    "XB": ("Fjordgata 12, second house", "Hotel Nordstjerne", "Station hall, lower floor"),
    "XC": ("Hôtel des Palmes d'Or", "Café du Vieux Port", "Rue des Tilleuls, maison bleue"),
    "XD": ("Hostal Río Claro", "Bus station, platform 4", "Posada del Faro"),
    "XE": ("Lantern Quay, steps by the ferry", "Old Customs House, upper floor"),
}
CHILD = (
    "Red school bag, about 1.40 m, called Lino by others.",
    "Yellow dress, short hair.",
    "Blue shirt of a team, a bracelet.",
)
ADULT = (
    "Grey jacket, white beard, rents a blue car.",
    "About fifty, walks with a stick, straw hat.",
    "Tall, dark glasses, a green backpack.",
)
TRAVEL = ("Afternoon flight on Sunday", "Tour of Lantern Travels, bus 2", "Ship Meridiana, cabin deck")

NOTES = {
    "information_only": "Fits what we hear of this street. No child can be found from it. Kept for our own picture.",
    "out_of_scope": "A complaint about a hotel. No child is spoken of.",
    "confirmed": "The school knew already and the child is safe with an aunt. Nothing more for us to do.",
    "not_confirmed": "The outreach worker spoke with the place twice. The man was the girl's grandfather.",
    "not_enough_information": "No place and no day. We asked, and no answer came.",
    "unfounded": "Seen: a family with papers for all three children. Nothing else was noticed.",
    "bad_faith": "The same words were sent about three owners of one street.",
    "evidence": "The writer says in the thread that it was to close a rival's bar.",
    "safe_contact": "Through the school counsellor, on Tuesdays. Never at home.",
    "called": "Tourist police unit, desk officer",
    "they_said": "A trained officer goes there within the hour and asks for the child's aunt.",
    "after_call": "The officer rang back: the child is with her aunt tonight.",
    "not_agreed": "The thread does not say that. Ask once more before we call it bad faith.",
    "erase_early": "The caller asks for it, and nothing is left to do.",
    "partner_agrees": "What they ask is in order, and a child needs nothing of it.",
    "partner_refuses": "A rival may say the truth, too. Ask once more before you call it bad faith.",
    "heard": "Spoke calmly, and rang from a place where others could hear.",
    "route_elsewhere": "The adult lives there. They can look, we cannot.",
}


def text(random: Random, language: str) -> str:
    """What somebody noticed, in two or three sentences."""
    found = [random.choice(SEEN[language]), random.choice(MORE[language])]
    if random.random() < 0.5:
        found.append(random.choice(UNSURE[language]))
    return " ".join(found)


def spoken(language: str) -> str:
    """In which language we write to somebody who wrote in `language`."""
    return language if language in QUESTIONS else "en"
