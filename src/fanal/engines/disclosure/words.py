"""What cells, their states and their limits mean, in sentences for those who read a table."""

from collections.abc import Iterator

from fanal.engines.disclosure.model import Cell, ErrorTable, Policy, Protected, State

STATES: dict[State, str] = {
    "shown": "A number, with the range that the true number lies in.",
    "fewer_than_k": "Fewer than the threshold, or so close to it that it is not shown. None is possible too.",
    "too_few_to_say": "Too few to be told from the noise that protects the children. None is possible too.",
    "held_back": "Held back: a small number, or one from which a small number could be worked out.",
    "no_data": "No data: nobody records this. It is not zero.",
    "not_assessed": "Not assessed: nobody was asked. It is not zero.",
}
SHORT: dict[State, str] = {
    "fewer_than_k": "fewer than the threshold, or little more",
    "too_few_to_say": "too few to say",
    "held_back": "held back",
    "no_data": "no data",
    "not_assessed": "not assessed",
}


def said(cell: Cell, k: int | None = None) -> str:
    """A cell in a few words. `k`: the threshold of the policy, where it is known."""
    if cell.state != "shown" or cell.value is None:
        if cell.state == "fewer_than_k" and k is not None:
            return f"fewer than {k}" + (", or little more" if cell.upper is not None and cell.upper >= k else "")
        return SHORT[cell.state]
    if cell.lower is None or cell.upper is None or cell.lower == cell.upper == cell.value:
        return f"{cell.value:,}" if cell.value else "0 (impossible by definition)"
    return f"{cell.value:,} (stands for {cell.lower:,} to {cell.upper:,})"


def explained(cell: Cell) -> str:
    """A cell in a sentence, from what stands in its line of the file alone."""
    if cell.state != "shown" or cell.value is None:
        limits = "" if cell.upper is None else f" It stands for {cell.lower or 0:,} to {cell.upper:,}."
        return STATES[cell.state] + limits
    if cell.lower == cell.upper == cell.value:
        return f"Exactly {cell.value:,}." if cell.value else "0: it cannot occur by definition."
    return f"A shown {cell.value:,} stands for {cell.lower or 0:,} to {cell.upper or cell.value:,}."


def error(table: ErrorTable) -> str:
    """How far shown numbers may be from the truth."""
    value, lower, upper = table.example
    if table.method == "suppress":
        return "Shown numbers are exact."
    sure = "" if table.level >= 1 else f" in {100 * table.level:g} of 100 cases"
    return f"A shown {value:,} stands for {lower:,} to {upper:,}{sure} (standard error {table.standard_error:.1f})."


def under(table: Protected) -> tuple[str, ...]:
    """What is to stand under a table: its error, its method, what is hidden and why."""
    return (error(table.error), *_method(table.policy), *_hidden(table))


def _method(policy: Policy) -> Iterator[str]:
    if policy.method == "suppress":
        yield "For the named audience only; not to be passed on."
        return
    yield "Each number is changed on its own: totals need not add up."
    if policy.method == "cellkey":
        yield (
            f"Changed by at most {policy.D} (variance {policy.V:g}), then rounded to"
            f" {'whole numbers' if policy.base == 1 else f'multiples of {policy.base}'}."
        )
        yield "The same records are changed alike in every table, so asking again tells nothing more."
    else:
        yield "The noise was drawn anew and its price is in the ledger of the population."


def _hidden(table: Protected) -> Iterator[str]:
    found = {cell.state for cell in table.cells}
    for state, words in STATES.items():
        if state in found and state != "shown":
            short = said(Cell(state), table.policy.k)
            yield words if words.lower().startswith(short) else f"{short[0].upper()}{short[1:]}: {words}"
