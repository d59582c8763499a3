"""How often each column is read, without a script on any page. Source: 长治市政府网站管理办法第二十四条.

`read_visits` reads what GoAccess made of the hosts' logs, `of_columns` puts that down to columns. How often a column is updated, the
reports count (`pipeline/report/counts.py`).
"""

from pipeline.statistics.columns import ColumnVisits, of_columns
from pipeline.statistics.visits import Visited, Visits, VisitsError, read_visits

__all__ = [
    "ColumnVisits",
    "Visited",
    "Visits",
    "VisitsError",
    "of_columns",
    "read_visits",
]
