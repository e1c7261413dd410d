"""What workers of the demonstration write down, and what children say. All made up; nothing graphic."""

from typing import Any

NAMES = {
    "female": ("Lilo", "Mara", "Suda", "Inés", "Nour", "Tala", "Rosa", "Chan", "Elin", "Maya", "Pia", "Zuri"),
    "male": ("Milo", "Dara", "Iker", "Sami", "Teo", "Vann", "Arun", "Luca", "Odin", "Kofi"),
}
FAMILIES = ("Anders", "Belmar", "Chea", "Duarte", "Haddou", "Keo", "Lindh", "Morales", "Okoro", "Prak", "Sol", "Varga")
LANGUAGES = ("spa", "khm", "fra", "eng")
SAFE = ("agreed_times", "worker_only", "agreed_times", "never")
RISKS, HOW_OFTEN = ("critical", "high", "medium", "low"), (1, 4, 4, 2)
NOT_MET = "Not met yet. What was told cannot wait until somebody can ask."
WAYS: tuple[dict[str, Any], ...] = (
    {
        "channels_allowed": ("through_safe_person",),
        "safe_times": "Tuesdays after school",
        "safe_person": "The school counsellor; she knows that we help with school",
        "unsafe_persons": ("the uncle",),
        "device_shared": "yes",
        "words_to_use": "Say “the reading club”",
    },
    {
        "channels_allowed": ("voice_call", "text_message"),
        "safe_times": "After five, alone",
        "device_shared": "no",
        "words_to_use": "Say “the library”",
    },
    {
        "channels_allowed": ("in_our_office",),
        "safe_person": "The nurse of the health post",
        "unsafe_persons": ("whoever answers the phone at home",),
        "device_shared": "unknown",
    },
)
MET = (
    "Met at school, with the counsellor. Calm at first, then tired. We agreed how to meet again.",
    "Met at the health post. Talked about school and about her brother. She asked to be called by her second name.",
    "Met at the office. He came alone and stayed an hour; he wants the same person next time.",
)
SEEN = (
    "Has slept at an aunt’s since Monday. Eats well there.",
    "Was not at school this week; the teacher will tell us when he is back.",
    "Laughed for the first time, about a dog. Asked twice whether we come back.",
)
QUIETER = "Lives with an aunt, goes to school again, knows whom to call."
WISHES = (
    "I want to go back to school and I do not want my uncle to know where I sleep.",
    "I want to stay with my aunt.",
    "I want to earn money without going there, and that nobody shouts at my mother.",
    "I want you to ask me before you tell anyone.",
)

# what pushes: code, level, what answers it: part of life, what is needed, the goal, how one sees it, help
PUSHES: tuple[tuple[str, str, tuple[str, str, str, str, str]], ...] = (
    ("debt", "household", ("livelihood", "The family owes money", "The lender is paid without the child’s earnings",
                           "No more visits of the lender", "cash_or_material")),
    ("poverty", "household", ("livelihood", "There is not enough to eat at the end of the month",
                              "The home has enough without what the child brings", "The mother says so", "livelihood")),
    ("out_of_school", "individual", ("education", "Has not been at school since spring", "Back in class, and stays",
                                     "The teacher’s list", "school_return")),
    ("threat_or_coercion", "individual", ("safety", "Somebody threatens the child", "Nobody reaches the child whom they"
                                          " do not want to see", "A month without a message", "safe_shelter")),
    ("family_violence", "household", ("family_and_care", "Home is loud and not safe at night", "A home where the child"
                                      " sleeps well", "The child says so", "psychosocial")),
    ("expected_to_earn", "household", ("livelihood", "Money is expected every Friday", "Nobody expects money of the"
                                       " child", "Two months without", "livelihood")),
    ("mental_distress", "individual", ("mental_health", "Does not sleep, is afraid of the street", "Sleeps, and goes"
                                       " out with a friend", "The child’s word", "psychosocial")),
    ("no_birth_registration", "individual", ("legal", "Has no papers of their own", "Papers in the child’s own hands",
                                             "The card is there", "legal")),
)  # fmt: skip
VIEWS = (
    "I do not want to go back there. I want school and my brother.",
    "Talking is all right if it is you. I want to know what happens next.",
    "I am tired. I want to sleep where nobody knocks.",
)
VIEWS_AGAIN = "She read it with me and changed one sentence: she wants her mother to know the plan, too."
ANSWERS = {
    "safe_places": "At the aunt’s and at school. Not on the way past the bus station.",
    "who_protects": "The aunt, and the teacher of the second class.",
    "who_reaches": "He has the old number. The new one is known to three people.",
    "sleep_food": "Eats. Wakes up at night.",
    "days": "Helps at the stall in the morning, draws in the afternoon.",
    "school": "Shoes, and somebody who goes along in the first week.",
}
NOT_YET = "The child’s view of the second part is missing. Please ask again, and write it down."
PLAN_CHANGED = "I want to try the workshop first, and school after the rain."
SAFETY_PLAN = "Sleeps at the aunt’s. If somebody comes: out by the back, to the neighbour, then ring us."
AGREES = ("Yes, if my uncle hears nothing.", "Yes. I want to see the room first.", "Yes, but not on Fridays.")
PARTLY = "Yes to school. The talks only if the same woman is there."
ASKED_FOR = {
    "need": "Somebody to talk to, each week, in the child's language.",
    "told_child": "A person to talk to. The child can stop at any time.",
    "our_contact": "The worker, at the desk telephone",
}
MOVES = {
    "need": "The family moves to you this month. School and the weekly talks should go on.",
    "told_child": "Somebody there takes the work on. We tell them what the child agreed to.",
    "our_contact": "The worker, at the desk telephone",
}
CAME = ("What the other member told: school and the weekly talks should go on.",)
REPORTED = "Told the office for children, reference kept in the paper file; the child knew before."
ACCOUNT = (
    "A man at the guest house paid for meals and asked for visits. Told to us by the counsellor; not asked again.",
    "A driver brought visitors and took money for it. Told once, at the health post.",
    "Somebody wrote to the child for weeks and then asked for pictures. None were sent.",
)
SUSPECTED = ("“Leo”, guest of the house by the harbour", "The driver with the blue van", "Writes as “sunny77”")
AROUND = (("Ilva Storm", "aunt"), ("Sokha Prak", "grandmother"), ("Marta Duarte", "mother"))
BARRED = "Uncle, lives in the same yard"
FOLLOWED = (
    "At school most days. The room is quiet. Wants to see the brother more often.",
    "Has a friend. Earns a little at the bakery on Saturdays, after class.",
    "Did not talk much; showed the new shoes.",
)
CAME_BACK = "Rang the library number: sleeps badly again, and somebody has written."
COMES_BACK = "Ask for the reading club, at the library; any afternoon"
MISTAKE = (
    "Opened for a younger brother of a child who has a file; nothing was told about him. Nothing was asked of him."
)
NO_MORE = "Says that it is enough, and knows how to come back. We asked twice, a week apart."
MESSAGES = ("I like it when you come on foot.", "The bus is far.", "")
UNSAFE = "He is back in our street."
READ = "Rang at the agreed time, met the same evening; sleeps at the aunt’s since."
ASKS = "I want to read what you have about me."
TO_DECIDE = ("temporary_care", "The aunt, since she is calm and near the school; looked at again after the rain.")
WAYS_TO_LIVE = (
    ("Stay with the aunt", "Calm, near the school", "Small; the aunt works at night", "I want this"),
    ("Go back home", "The brother is there", "The uncle comes by", "Not yet"),
)
ASKED: dict[str, Any] = {
    "need": "Somebody to talk to, once a week, not near the harbour",
    "told_child": "Knows that we ask a quiet place; may stop at any time",
    "our_contact": "Our desk, in the morning",
    "urgent": False,
}
RANG = "the woman at the front desk"
REPORT: dict[str, Any] = {
    "recipient": "police_or_prosecutor",
    "authority": "The unit for children of the harbour police",
    "asked": "See that nobody waits for children behind the bus station",
    "account": "A visitor has offered money to a child there, more than once.",
    "our_contact": "Our desk, day and night",
    "told_child": "Wants it told, and that nobody comes to the school",
}
TOOK, ANSWERED = "the officer on duty", "A patrol goes by each evening; the case is with the prosecutor."
PANEL_TRIGGER = "durable_solution"
PANEL_SUMMARY = (
    "The child has lived with an aunt for some months. By the end of the month it must be clear where the child will "
    "live: the school and the child ask."
)
PANEL_SAYS = (
    ("1", "The child is calm there, goes to school, and asked for it."),
    ("other", "Stay with the aunt until summer, then ask the child once more. Nothing presses now."),
)
"""What two of the panel think; the third has not said yet."""
GUESTS = ("the class teacher, the school",)
TO_CONFERENCE = "The school plans the new year: who comes along with the child, and whom the child can turn to there."
DECIDED_TOGETHER: dict[str, Any] = {
    "child_part": "sent_words",
    "child_views": "Wants to stay in the class, and the same teacher to talk to.",
    "decisions": "The child stays in the class. The teacher is there each Monday; we ring the school each month.",
}
