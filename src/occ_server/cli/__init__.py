"""The command line ``occ-server``."""
