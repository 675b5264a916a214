"""Event ↔ VEVENT: the one door to icalendar (RFC 5545, RFC 7986).

`write` makes calendar files, `read` reads those of others; `lines` and `zones` are what reading needs first. Importing
this room loads no icalendar.
"""

from eventx.ical.write import FOOTER, PRODID, Change, calendar_bytes, is_ours, marked_title, vevent_bytes, zone_years

__all__ = ["FOOTER", "PRODID", "Change", "calendar_bytes", "is_ours", "marked_title", "vevent_bytes", "zone_years"]
