"""English dates with the full name of the month, as federal websites write them; instants with their zone."""

DATE_FORMAT = "F j, Y"
DATETIME_FORMAT = "F j, Y, P T"
YEAR_MONTH_FORMAT = "F Y"
