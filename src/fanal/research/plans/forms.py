"""What a plan says, as the database keeps it (JSON) and as the engine takes it; the hash that people decide about."""

import hashlib
from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from fractions import Fraction
from typing import Any

from fanal import vault
from fanal.engines.disclosure.contracts import Policy, TableSpec
from fanal.research.contracts import Protocol, RowsAsked
from fanal.research.models import Plan


def tables_json(specs: tuple[TableSpec, ...]) -> list[dict[str, Any]]:
    """Tables without their cohorts, which the plan has once."""
    return [
        {
            "rows": list(spec.rows),
            "columns": list(spec.columns),
            "where": {name: list(codes) for name, codes in sorted(spec.where.items())},
            "bound": spec.bound,
            "totals": spec.totals,
            "title": spec.title,
        }
        for spec in specs
    ]


def specs_of(plan: Plan) -> tuple[TableSpec, ...]:
    """The tables of a plan, with its cohorts."""
    return tuple(spec_of(one, tuple(plan.cohorts)) for one in plan.tables)


def spec_of(one: Mapping[str, Any], cohorts: tuple[int, ...]) -> TableSpec:
    """One table from `tables_json`."""
    where = {name: tuple(codes) for name, codes in one["where"].items()}
    return TableSpec(
        tuple(one["rows"]), tuple(one["columns"]), where, cohorts, one["bound"], one["totals"], one["title"]
    )


def policy_json(policy: Policy) -> dict[str, Any]:
    """A policy, exactly: rho as a fraction and V as a decimal number in words."""
    plain = {one.name: getattr(policy, one.name) for one in fields(policy)}
    return plain | {"V": repr(policy.V), "rho": None if policy.rho is None else str(policy.rho)}


def policy_of(plan: Plan) -> Policy:
    """The policy of a plan."""
    rho = plan.policy["rho"]
    return Policy(**(plan.policy | {"V": float(plan.policy["V"]), "rho": None if rho is None else Fraction(rho)}))


def rows_json(asked: RowsAsked | None) -> dict[str, Any]:
    """The synthetic rows that are asked for; empty for none."""
    return {} if asked is None else {"variables": list(asked.variables), "rho": str(asked.rho)}


def rows_of(plan: Plan) -> RowsAsked | None:
    """The synthetic rows of a plan, if it asks for any."""
    held = plan.synthetic
    return RowsAsked(tuple(held["variables"]), Fraction(held["rho"])) if held else None


def protocol_json(protocol: Protocol) -> dict[str, Any]:
    """The form of the gate."""
    plain = {one.name: getattr(protocol, one.name) for one in fields(protocol)}
    days = {name: value.isoformat() for name, value in plain.items() if isinstance(value, date)}
    return plain | {"harms": dict(protocol.harms)} | days


def protocol_of(plan: Plan) -> Protocol:
    """The form of the gate of a plan."""
    days = {
        name: date.fromisoformat(plan.protocol[name])
        for name in ("ends_on", "committee_on")
        if plan.protocol.get(name) is not None
    }
    return Protocol(**(plan.protocol | days))


def digest_of(plan: Plan) -> str:
    """SHA-256 of everything that the gate decides about: a change of any of it asks for a new decision."""
    whole = {
        "population": str(plan.population_id),
        "classes": plan.population.class_set_sha256,
        "question": [plan.question, plan.question_version],
        "words": [plan.title, plan.sentence, plan.language],
        "cohorts": plan.cohorts,
        "tables": plan.tables,
        "policy": plan.policy,
        "synthetic": plan.synthetic,
        "protocol": plan.protocol,
    }
    return hashlib.sha256(vault.canonical(whole)).hexdigest()
