"""Contracts for import-linter that it does not bring along: doors and walls of rooms (`pyproject.toml`)."""

import grimp
from importlinter import Contract, ContractCheck, fields, output

DOORS = ("api", "contracts")


class Shut(Contract):
    """What must not be imported, line by line."""

    remedy: str

    def render_broken_contract(self, check: ContractCheck) -> None:
        for one in check.metadata["past"]:
            output.print_error(f"{one['importer']} -> {one['imported']} (l.{one['line_number']})", bold=False)
        output.new_line()
        output.print_error(self.remedy)


class DoorsContract(Shut):
    """Nothing reaches into a room past its doors. Models may name the models of lower rooms, for their foreign keys.

    Options: `among`, the packages in which each package has doors, so that a new one has them from its first day;
    `open`, those that have none; `builders`, who put rooms together and know them from inside.
    """

    type_name = "doors"
    remedy = "Import it from the room's api.py or contracts.py; put it there if others need it."

    among = fields.ListField(subfield=fields.StringField())
    open = fields.ListField(subfield=fields.StringField())
    builders = fields.ListField(subfield=fields.StringField())

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:
        past = []
        children = {room for parent in self.among for room in graph.find_children(parent)}
        for room in sorted(room for room in children - set(self.open) if graph.find_children(room)):
            inside = _inside(graph, room)
            for module in sorted(inside - {f"{room}.{door}" for door in DOORS}):
                for importer in sorted(graph.find_modules_that_directly_import(module) - inside):
                    if not importer.startswith(tuple(self.builders)) and not _foreign_key(importer, module, room):
                        past += graph.get_import_details(importer=importer, imported=module)
        return ContractCheck(kept=not past, metadata={"past": past})


class WallsContract(Shut):
    """Rooms that do not know each other, although the floors would let them. A room that is not built yet is no error.

    Option: `walls`, lines such as `fanal.tourism -> fanal.concerns`: the first never imports the second.
    """

    type_name = "walls"
    remedy = "These rooms do not know each other. What both need moves to a floor below them."

    walls = fields.ListField(subfield=fields.StringField())

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:
        past = []
        for wall in self.walls:
            one, other = wall.split(" -> ")
            mine, theirs = _inside(graph, one), _inside(graph, other)
            for importer in sorted(mine):
                for module in sorted(graph.find_modules_directly_imported_by(importer) & theirs):
                    past += graph.get_import_details(importer=importer, imported=module)
        return ContractCheck(kept=not past, metadata={"past": past})


def _inside(graph: grimp.ImportGraph, room: str) -> set[str]:
    return {room, *graph.find_descendants(room)} if room in graph.modules else set()


def _foreign_key(importer: str, module: str, room: str) -> bool:
    return module == f"{room}.models" and "models" in importer.split(".")
