"""What workers of the demonstration write down. All made up; nothing graphic."""

NAMES = {
    "female": ("Lilo", "Mara", "Suda", "Inés", "Nour", "Tala", "Rosa"),
    "male": ("Milo", "Dara", "Iker", "Sami", "Teo", "Vann"),
}
FAMILIES = ("Anders", "Belmar", "Chea", "Duarte", "Haddou", "Keo")
LANGUAGES = ("spa", "khm", "fra", "eng")
SAFE = ("agreed_times", "worker_only", "agreed_times", "never")
RISKS, HOW_OFTEN = ("critical", "high", "medium", "low"), (1, 4, 4, 2)
NOT_MET = "Not met yet. What was told cannot wait until somebody can ask."
WAYS = (
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
)
PUSHES = (
    ("debt", "household"), ("poverty", "household"), ("out_of_school", "individual"),
    ("threat_or_coercion", "individual"), ("family_violence", "household"), ("local_demand", "community"),
    ("homelessness", "individual"), ("expected_to_earn", "household"),
)  # fmt: skip
QUIETER = "Lives with an aunt, goes to school again, knows whom to call."
WISHES = (
    "I want to go back to school and I do not want my uncle to know where I sleep.",
    "I want to stay with my aunt.",
    "I want to earn money without going there, and that nobody shouts at my mother.",
    "I want you to ask me before you tell anyone.",
)
