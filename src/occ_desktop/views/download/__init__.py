"""The spreadsheet download: purpose, progress, cancel; knows no callback and no figure."""
