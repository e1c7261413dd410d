"""The demonstration network: five fictional countries, their members, people, agreements, and a year of concerns.

Everything is made by the same deeds as in earnest, in the order of time, with a fixed seed; due times are counted from
the real time of loading. It loads only with `fanal demo` (`loading`),
never into another installation.
"""

from fanal.site.demo.cast import CODE, PASSWORD, code, people, secrets, who

__all__ = ["CODE", "PASSWORD", "code", "people", "secrets", "who"]
