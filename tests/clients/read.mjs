// node read.mjs LIMIT FILE...: reads calendar files with ical.js (Thunderbird's parser) and node-ical, and
// prints what each makes of them: {file: {client: {calendar, events: [{uid, summary, ..., end, occurrences}]}}}.
// `end` is the client's own, also where the file tells none.
// An occurrence is [start, end]: a date, an instant in UTC, "" for no end. LIMIT: how many are told of an event.

import { readFileSync } from "node:fs";
import ICAL from "ical.js";
import nodeIcal from "node-ical";

const [LIMIT, ...FILES] = process.argv.slice(2);
const instant = (date) => date.toISOString().replace(".000Z", "Z");
const two = (number) => String(number).padStart(2, "0");
const day = (date) => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;

function withIcalJs(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) {
    ICAL.TimezoneService.register(zone);
  }
  const moment = (time) => {
    if (time.isDate) return time.toString();
    if (time.zone.tzid === "floating") return `floating ${time}`;
    return instant(time.toJSDate());
  };
  const events = calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    const hasEnd = component.hasProperty("dtend");
    const text = (name) => component.getFirstPropertyValue(name);
    const told = [];
    const starts = event.iterator();
    for (let next; told.length < LIMIT && (next = starts.next()); ) {
      // Of an event that does not repeat it would count the hours, and be one off over a change of clocks.
      const { startDate, endDate } = event.isRecurring() ? event.getOccurrenceDetails(next) : event;
      told.push([moment(startDate), hasEnd ? moment(endDate) : ""]);
    }
    return {
      uid: event.uid, summary: event.summary, description: event.description, location: event.location,
      status: text("status"), url: text("url"), geo: text("geo"), categories: text("categories"),
      end: moment(event.endDate), occurrences: told,
    };
  });
  const properties = calendar.getAllProperties().map((each) => [each.name, [each.type, `${each.getFirstValue()}`]]);
  return { calendar: calendar.getFirstPropertyValue("name"), properties: Object.fromEntries(properties), events };
}

function withNodeIcal(text) {
  const parsed = nodeIcal.sync.parseICS(text);
  const moment = (date) => (date.dateOnly ? day(date) : instant(date));
  const events = Object.values(parsed).filter((each) => each.type === "VEVENT").map((event) => {
    const length = event.end - event.start;
    const hasEnd = length > 0;
    const told = event.rrule
      ? nodeIcal.expandRecurringEvent(event, { from: event.start, to: new Date(+event.start + 2 * 366 * 864e5) })
      : [event];
    return {
      uid: event.uid, summary: event.summary, description: event.description, location: event.location ?? null,
      status: event.status, url: event.url?.val ?? event.url, categories: event.categories?.join(",") ?? null,
      geo: event.geo ? [event.geo.lat, event.geo.lon] : null,
      end: moment(event.end),
      occurrences: told.slice(0, LIMIT).map(({ start, end }) => [
        event.start.dateOnly ? day(start) : moment(start),
        !hasEnd ? "" : event.start.dateOnly ? day(end) : moment(end),
      ]),
    };
  });
  return { calendar: parsed.vcalendar?.["WR-CALNAME"] ?? null, events };
}

const read = {};
for (const file of FILES) {
  const text = readFileSync(file, "utf8");
  read[file] = { "ical.js": withIcalJs(text), "node-ical": withNodeIcal(text) };
}
process.stdout.write(JSON.stringify(read));
