"""The door of cases: what is counted of files, sealed to the counting team (DNH-41); the list of a linkage run; how
many children somebody works with; what nobody did."""

from fanal.cases.counting.counting import BEGUN
from fanal.cases.counting.counting import Sealed as CountedFile
from fanal.cases.counting.counting import count as count_files
from fanal.cases.counting.counting import of as files_to_count
from fanal.cases.counting.counting import opened as open_stat_row
from fanal.cases.counting.linking import may_list as may_list_for_linkage
from fanal.cases.counting.linking import rows as linkage_rows
from fanal.cases.files.lists import how_many_children
from fanal.cases.members.proved import unproved

__all__ = [
    "BEGUN",
    "CountedFile",
    "count_files",
    "files_to_count",
    "how_many_children",
    "linkage_rows",
    "may_list_for_linkage",
    "open_stat_row",
    "unproved",
]
