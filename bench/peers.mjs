// chrono-node behind standard input and output, for peers.py.
//
// In: one JSON object, {"texts": [{"text", "reference"}], "size", "limit", "rounds"}.
// Out: one JSON object, {"found": [[{start, end, first, last, precision}]], "once", "rate", "characters", "version"};
// once (a first pass) and rate (the best round) are characters per processor second (of wall time where that is less), loading left out.
import { readFileSync } from "node:fs";
import * as chrono from "chrono-node";

const { texts, size, limit, rounds } = JSON.parse(readFileSync(0, "utf8"));
const instant = (day) => ({ instant: new Date(`${day ?? "2000-01-01"}T12:00:00Z`), timezone: 0 });
const parse = ({ text, reference }) => chrono.parse(text, instant(reference));

const two = (n) => String(n).padStart(2, "0");
const iso = (parts) => `${parts.get("year")}-${two(parts.get("month"))}-${two(parts.get("day"))}`;
const DAYS = ["day", "weekday", "hour"];
const precision = (parts) => (DAYS.some((part) => parts.isCertain(part)) ? "day" : "month");

// JavaScript counts UTF-16 units, Python code points.
const points = (text, index) => [...text.slice(0, index)].length;

function found({ text, reference }) {
  return parse({ text, reference }).map((result) => ({
    start: points(text, result.index),
    end: points(text, result.index + result.text.length),
    first: iso(result.start),
    last: iso(result.end ?? result.start),
    precision: precision(result.start),
  }));
}

function seconds(start) {
  const cpu = process.cpuUsage(start.cpu);
  return Math.min((cpu.user + cpu.system) / 1e6, (performance.now() - start.wall) / 1e3);
}

function round() {
  const start = { cpu: process.cpuUsage(), wall: performance.now() };
  let characters = 0;
  while (characters < size && seconds(start) < limit)
    for (const text of texts) {
      parse(text);
      characters += [...text.text].length;
      if (characters >= size || seconds(start) > limit) break;
    }
  return { rate: characters / seconds(start), characters };
}

const all = texts.reduce((sum, { text }) => sum + [...text].length, 0);
parse(texts[0]);
const start = { cpu: process.cpuUsage(), wall: performance.now() };
texts.forEach(parse);
const once = all / seconds(start);
const best = Array.from({ length: rounds }, round).reduce((a, b) => (a.rate > b.rate ? a : b));
const { version } = JSON.parse(readFileSync(new URL("node_modules/chrono-node/package.json", import.meta.url), "utf8"));
console.log(JSON.stringify({ found: texts.map(found), once, ...best, version }));
