"""Referrals from a spreadsheet: a CSV file with Swedish headings (docs: referrals-csv.md)."""
