"""The user's own files: read, mapped and checked at the door, with every fault named; nothing is invented.

`read_table` reads any file as it is; `read_sales` and its siblings give a `Checked` frame in the kit's names or
raise DataError; `check_together` holds the files against each other; `find_gaps` and `weekly_grid` show missing
weeks; `files_digest` recognises files already loaded.
"""

from forecast_kit.history.checked import Checked, TableReport
from forecast_kit.history.digest import files_digest
from forecast_kit.history.grid import find_gaps, weekly_grid
from forecast_kit.history.mapping import ColumnMap, parse_map
from forecast_kit.history.raw import RawTable, read_table
from forecast_kit.history.sales import read_actuals, read_sales
from forecast_kit.history.season_files import read_buys, read_markdowns, read_shipments, read_sizes
from forecast_kit.history.tables import read_categories, read_plan, read_stock, read_stores
from forecast_kit.history.together import HistoryReport, check_together

__all__ = [
    "Checked",
    "ColumnMap",
    "HistoryReport",
    "RawTable",
    "TableReport",
    "check_together",
    "files_digest",
    "find_gaps",
    "parse_map",
    "read_actuals",
    "read_buys",
    "read_categories",
    "read_markdowns",
    "read_plan",
    "read_sales",
    "read_shipments",
    "read_sizes",
    "read_stock",
    "read_stores",
    "read_table",
    "weekly_grid",
]
