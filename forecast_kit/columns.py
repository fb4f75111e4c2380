"""The names of the columns in the kit's frames, decided once.

Frames carry the trade's names everywhere; `unique_id / ds / y` appear only inside `forecasting`.
"""

from typing import Final

WEEK_START: Final = "week_start"
DATE: Final = "date"
STORE_ID: Final = "store_id"
CATEGORY: Final = "category"
UNITS: Final = "units"
PRICE: Final = "price"
LIST_PRICE: Final = "list_price"
IN_STOCK: Final = "in_stock"

SALES_REQUIRED: Final = (WEEK_START, STORE_ID, CATEGORY, UNITS)
SALES_OPTIONAL: Final = (PRICE, LIST_PRICE, IN_STOCK)

STORES_REQUIRED: Final = (STORE_ID,)
STORES_OPTIONAL: Final = (
    "store_name",
    "size_sqft",
    "median_income",
    "location_tier",
    "fashion_tier",
    "store_format",
    "region",
    "open_from",
    "open_to",
    "ships_from_dc",
)

CATEGORIES_REQUIRED: Final = (CATEGORY,)
CATEGORIES_OPTIONAL: Final = (
    "unit_price",
    "unit_cost",
    "salvage_value",
    "vat_rate",
    "pack_size",
    "min_order_units",
    "elasticity",
    "supplier_lead_weeks",
)

STOCK_REQUIRED: Final = ("location", CATEGORY, "on_hand")
STOCK_OPTIONAL: Final = ("on_order", "due_week")
DC: Final = "DC"

ACTUALS_REQUIRED: Final = (WEEK_START, STORE_ID, UNITS)
ACTUALS_OPTIONAL: Final = ("on_hand",)
