"""The desktop client of agents and supervisors, on a synced and encrypted local cache."""
