"""English dates with the full name of the month, as federal websites write them."""

DATE_FORMAT = "F j, Y"
YEAR_MONTH_FORMAT = "F Y"
