"""What a reporter learns: one of five neutral words, whatever happened (DNH-15)."""

from enum import StrEnum

from fanal.vocabulary.codes import Triage


class Status(StrEnum):
    """The closed list; the texts are `texts.STATUS`."""

    RECEIVED = "received"
    READ = "read"
    QUESTION = "question"
    WORKING = "working"
    CLOSED = "closed"


def status_of(triage: Triage, *, opened: bool, question_open: bool, closed: bool) -> Status:
    """The status to show. `opened`: somebody opened it in triage; `question_open`: a message of ours is unanswered.

    Which decision was taken makes no difference: out of scope looks like a case.
    """
    if closed:
        return Status.CLOSED
    if question_open:
        return Status.QUESTION
    if triage is not Triage.NEW:
        return Status.WORKING
    return Status.READ if opened else Status.RECEIVED
