"""What the form asks and what leaves, as it was approved (DNH-04, DNH-29): the one list beside the declaration, which a
second person reads when it changes.

Page, question, compartment, kind, number of answers or limit, whether it leaves in a handover, whether it is required.
"""

APPROVED = """
danger  danger         clear     one       3    never       required
danger  told           content   one       6    by_default
what    what           content   many      12   by_default
what    words          content   text      2000 with_reason
what    how_known      content   one       6    by_default
what    ongoing        personal  one       3    by_default
where   country        clear     country   3    by_default  required
where   place_type     personal  one       16   by_default
where   place          content   text      200  by_default
where   when           content   one       5    by_default
where   when_words     content   text      100  by_default
child   children       content   one       3    by_default
child   age            personal  one       5    by_default
child   child_is       personal  one       5    by_default
child   child_words    identity  text      500  with_reason
child   child_now      content   one       4    by_default
adult   adults         offender  one       3    by_default
adult   adult_link     offender  one       6    by_default
adult   mobility       offender  one       6    by_default
adult   countries      offender  countries 3    by_default
adult   basis          offender  one       5    by_default
adult   leaving        offender  one       4    by_default
adult   travel         offender  text      200  by_default
adult   adult_words    offender  text      500  with_reason
you     you            content   one       8    never
you     reply          reporter  one       2    never
you     reply_contact  reporter  text      200  never
you     reply_times    reporter  text      100  never
you     pass_on        reporter  one       3    never
you     exposure       reporter  one       3    never
you     exposure_words reporter  text      200  never
you     about_us       content   one       3    never
tell    happening      content   text      2000 with_reason
tell    safe_now       content   one       3    with_reason
tell    answer_how     reporter  one       3    never
tell    answer_words   reporter  text      200  never
tell    more           content   text      2000 with_reason
"""
ROWS = [row.split() for row in APPROVED.strip().splitlines()]
ASKED = {page: [row[1] for row in ROWS if row[0] == page] for page, *_rest in ROWS}
"""The questions of each page."""
BY_DEFAULT = {row[1] for row in ROWS if row[5] == "by_default"} | {"told_on", "confirmed"}
"""What leaves without anybody's reason; the day, and countries that a trained person confirmed, are not asked."""
