"""How often each column is updated and read, without a script on any page. Source: 长治市政府网站管理办法第二十四条.

`updates` counts in a ledger, `read_visits` reads what GoAccess made of the hosts' logs, `of_columns` puts that down to columns.
"""

from pipeline.statistics.columns import ColumnVisits, of_columns
from pipeline.statistics.updates import Update, updates
from pipeline.statistics.visits import Visited, Visits, VisitsError, read_visits

__all__ = [
    "ColumnVisits",
    "Update",
    "Visited",
    "Visits",
    "VisitsError",
    "of_columns",
    "read_visits",
    "updates",
]
