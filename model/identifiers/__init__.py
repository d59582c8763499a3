"""Identifiers as types: each parses its own text and says in Chinese what is wrong with it and what would be right."""

from model.identifiers.document_number import DocumentNumber
from model.identifiers.domain import ChineseDomain, Domain, HostName
from model.identifiers.filings import IcpNumber, Mark, MarkId, PoliceNumber, SiteCode
from model.identifiers.index_number import IndexNumber

__all__ = [
    "ChineseDomain",
    "DocumentNumber",
    "Domain",
    "HostName",
    "IcpNumber",
    "IndexNumber",
    "Mark",
    "MarkId",
    "PoliceNumber",
    "SiteCode",
]
