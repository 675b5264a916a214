// node subscribe.mjs URL: fetches a feed with node-ical's own fetching, and prints {uid: {summary, status, start}}.

import nodeIcal from "node-ical";

const fetched = Object.values(await nodeIcal.async.fromURL(process.argv[2]));
const events = fetched.filter((each) => each.type === "VEVENT");
const two = (number) => String(number).padStart(2, "0");
const day = (date) => `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
const told = events.map(({ uid, summary, status, start }) => [uid, { summary, status, start: day(start) }]);
process.stdout.write(JSON.stringify(Object.fromEntries(told)));
