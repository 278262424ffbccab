"""Reading the list of a cohort's people from what a spreadsheet saved: CSV or .xlsx, whole or not at all."""
