"""What the engine of disclosure says of columns and their states, known for translation."""

from fanal.vocabulary.words import gettext_noop

WORDS = (
    gettext_noop("What is known of the cell: shown, fewer_than_k, too_few_to_say, held_back, no_data, not_assessed."),
    gettext_noop("Number of {unit}, protected. Where there is none the state stands here; that is not zero."),
    gettext_noop("The least number of {unit} that the cell may stand for."),
    gettext_noop("The largest number of {unit} that the cell may stand for."),
    gettext_noop("The cell in words."),
    gettext_noop("A number, with the range that the true number lies in."),
    gettext_noop("Fewer than the threshold, or so close to it that it is not shown. None is possible too."),
    gettext_noop("Too few to be told from the noise that protects the children. None is possible too."),
    gettext_noop("Held back: a small number, or one from which a small number could be worked out."),
    gettext_noop("No data: nobody records this. It is not zero."),
    gettext_noop("Not assessed: nobody was asked. It is not zero."),
    gettext_noop("estimate: the result that was signed. other: what another method says of the same lists."),
    gettext_noop("estimated, or why there is no figure."),
    gettext_noop("The method by which the line was estimated."),
    gettext_noop("The model: which lists depend on each other, by number in the order of the lists."),
    gettext_noop(
        "The best single figure if the model is true, with those on no list. Never to be used without its limits."
    ),
    gettext_noop("The lower limit of the interval."),
    gettext_noop("The upper limit of the interval; infinite where the data set none."),
    gettext_noop("The share of cases in which such an interval holds, from 0 to 1."),
    gettext_noop("How many are on at least one list."),
    gettext_noop("Reasons and warnings. They belong to the figure."),
    gettext_noop("How many children are on no list and on some: the estimate, and what other methods say"),
    gettext_noop("Synthetic rows: no row is a child, and no count of rows is official"),
    gettext_noop("Children"),
    gettext_noop("Share"),
)
