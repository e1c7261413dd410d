"""The site: settings, addresses, commands, and the screens of the rooms that lie below `web` (the desk).

The only place that knows all rooms. Nothing imports it.
"""
