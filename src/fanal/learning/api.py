"""The door of learning: `offers`, `invite` and `show_cards` for rooms that send somebody to a course; `certified`,
`supervised`, `practised`, `posts` and `gain` for rooms that count; `keep_lists` and `worked` for the room that keeps
the places of a company, of its own people alone; `employed` for its report; `employer_gone`, once a company is deleted;
`vouches`, by which that room says at which companies somebody looked; `posts_in` and `take_posts`, by which a program
of a company brings its posts; `address`, where others find what this site publishes; `did`, `token` and `opened`, by
which it signs what they check."""

from fanal.learning.certificates.keys import address, did, opened, token
from fanal.learning.counts import By, Practised, certified, gain, posts, practised, supervised
from fanal.learning.courses.model import Audience
from fanal.learning.employed import Employed, employed
from fanal.learning.hosts import printed_address
from fanal.learning.people.desk.sheet import show as show_cards
from fanal.learning.people.inviting import Offer, invite, offers
from fanal.learning.people.leaving import employer_gone
from fanal.learning.people.people import Made
from fanal.learning.people.posting import kind as posts_in
from fanal.learning.people.posting import take_in as take_posts
from fanal.learning.people.working import Done, Listed, Worked, course_title, keep_lists, worked
from fanal.learning.reviewing import vouches

__all__ = [
    "Audience",
    "By",
    "Done",
    "Employed",
    "Listed",
    "Made",
    "Offer",
    "Practised",
    "Worked",
    "address",
    "certified",
    "course_title",
    "did",
    "employed",
    "employer_gone",
    "gain",
    "invite",
    "keep_lists",
    "offers",
    "opened",
    "posts",
    "posts_in",
    "practised",
    "printed_address",
    "show_cards",
    "supervised",
    "take_posts",
    "token",
    "vouches",
    "worked",
]
