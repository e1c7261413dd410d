"""The door to law, facts, answers and results as data, and how they are read, told and framed: quick to load."""

from fanal.engines.jurisdiction.answer import PARTS, Answer, Needed, Node, Ref, Route, Verdict
from fanal.engines.jurisdiction.benchmark import plainly, standards
from fanal.engines.jurisdiction.benchmark.binding import MUST, Binding, binding_for
from fanal.engines.jurisdiction.benchmark.checklist import Item
from fanal.engines.jurisdiction.benchmark.exam import TestResult
from fanal.engines.jurisdiction.benchmark.standards import ItemResult, ItemState, Score
from fanal.engines.jurisdiction.cases import ends, explain, frame
from fanal.engines.jurisdiction.cases.kept import kept
from fanal.engines.jurisdiction.counting.patterns import Persons, pattern
from fanal.engines.jurisdiction.facts import Act, Age, Child, Facts, Link, Links, Place, Suspect
from fanal.engines.jurisdiction.files import canonical, corpus, exporting, extracts, splicing, stored, treaties
from fanal.engines.jurisdiction.files.articles import Article
from fanal.engines.jurisdiction.files.corpus import CorpusError, compile_texts, load_corpus
from fanal.engines.jurisdiction.files.facts_file import SCHEMA as FACTS_SCHEMA
from fanal.engines.jurisdiction.files.facts_file import FactsError, parse_facts
from fanal.engines.jurisdiction.files.reading import Defect, ReadingError, read
from fanal.engines.jurisdiction.model import (
    ABSENT,
    CONDUCTS,
    Basis,
    Cap,
    Cite,
    Condition,
    Corpus,
    Coverage,
    Definition,
    DoubleCriminality,
    Edge,
    Exemption,
    Expr,
    Law,
    LimitationText,
    Missing,
    OffenceText,
    Profile,
    Provision,
    Reservation,
    Review,
    ReviewStatus,
    RuleText,
    Source,
    StartTerm,
    Step,
    Switch,
    TreatyStatus,
    Version,
    VictimMeasure,
    Years,
)
from fanal.engines.jurisdiction.parts import criminality, links, versions
from fanal.engines.jurisdiction.parts.amending import AtomKind
from fanal.engines.jurisdiction.parts.offences import Question
from fanal.engines.jurisdiction.parts.versions import lived, standing
from fanal.engines.jurisdiction.reform.atoms import Atom, patch, patched
from fanal.engines.jurisdiction.values import FACT, LAW, Truth, Value

__all__ = [
    "ABSENT", "CONDUCTS", "FACT", "FACTS_SCHEMA", "LAW", "MUST", "PARTS", "Act", "Age", "Answer", "Article", "Atom",
    "AtomKind", "Basis", "Binding", "Cap", "Child", "Cite", "Condition", "Corpus", "CorpusError", "Coverage",
    "Defect", "Definition", "DoubleCriminality", "Edge", "Exemption", "Expr", "Facts", "FactsError", "Item",
    "ItemResult", "ItemState", "Law", "LimitationText", "Link", "Links", "Missing", "Needed", "Node", "OffenceText",
    "Persons", "Place", "Profile", "Provision", "Question", "ReadingError", "Ref", "Reservation", "Review",
    "ReviewStatus", "Route", "RuleText", "Score", "Source", "StartTerm", "Step", "Suspect", "Switch", "TestResult",
    "TreatyStatus", "Truth", "Value", "Verdict", "Version", "VictimMeasure", "Years", "binding_for", "canonical",
    "compile_texts", "corpus", "criminality", "ends", "explain", "exporting", "extracts", "frame", "kept", "links",
    "lived", "load_corpus", "parse_facts", "patch", "patched", "pattern", "plainly", "read", "splicing", "standards",
    "standing", "stored", "treaties", "versions",
]  # fmt: skip
