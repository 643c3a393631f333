"""The frame around the rooms: rail, telephony bar, tabs, notices, status line, tray."""
