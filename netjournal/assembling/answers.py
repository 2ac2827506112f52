"""What entries ask of each other: who is declared, and under which name. An entry is linked anew when an answer changes."""

from __future__ import annotations

from collections.abc import Mapping

from netjournal.assembling.identity import Identities
from netjournal.model import Thing

Answers = Mapping[str, str]  # question -> the id that it leads to; a question without an answer is not in it


def contact_question(key: str) -> str:
    return f"contact {key}"


def goal_question(key: str) -> str:
    return f"goal {key}"


def company_question(key: str) -> str:
    return f"company {key}"


def name_question(name: str) -> str:
    """Which company has `name`, in the form of `same`."""
    return f"name {name}"


def all_answers(identities: Identities, aliases: Mapping[str, str]) -> Answers:
    """Every question that has an answer. An alias answers with its owner, which no id of a contact does."""
    registers = identities.registers
    companies = registers[Thing.COMPANY]
    found = {contact_question(alias): f"alias of {owner}" for alias, owner in aliases.items()}
    found |= {contact_question(key): key for key in registers[Thing.CONTACT].declared}
    found |= {goal_question(key): key for key in registers[Thing.GOAL].declared}
    found |= {company_question(key): key for key in companies.declared}
    found |= {name_question(name): key for name, key in companies.by_name.items() if key in companies.declared}
    return found


def changed_answers(before: Answers, after: Answers) -> frozenset[str]:
    """The questions that are answered differently."""
    if before == after:
        return frozenset()
    return frozenset(q for q in before.keys() | after.keys() if before.get(q) != after.get(q))
