// What pages do better with a script; all of it works without. No dependencies, nothing is sent anywhere else.
"use strict";
(() => {
  const root = document.documentElement;
  const store = {
    get: () => { try { return localStorage.getItem("theme"); } catch { return null; } },
    set: (value) => { try { localStorage.setItem("theme", value); } catch { /* it holds for this page then */ } },
  };
  const systemDark = matchMedia("(prefers-color-scheme: dark)");
  // Before the first paint, or a dark room is lit by a white page.
  if (["light", "dark"].includes(store.get())) root.dataset.theme = store.get();
  root.classList.add("lively");

  const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : systemDark.matches);
  const say = (text) => { document.getElementById("said").textContent = text; };

  function theme() {
    const button = document.querySelector(".theme");
    const show = () => button.setAttribute("aria-pressed", String(dark()));
    button.hidden = false;
    show();
    systemDark.addEventListener("change", show);
    button.addEventListener("click", () => {
      root.dataset.theme = dark() ? "light" : "dark";
      store.set(root.dataset.theme);
      show();
    });
  }

  function copying() {
    for (const button of document.querySelectorAll("[data-copy]")) {
      const field = document.getElementById(button.dataset.copy);
      const label = button.firstChild;
      const before = label.textContent;
      button.hidden = false;
      field.addEventListener("focus", () => field.select());
      button.addEventListener("click", async () => {
        let done = true;
        try {
          await navigator.clipboard.writeText(field.value);
        } catch { // not over plain http: then by hand
          field.select();
          done = document.execCommand("copy");
          button.focus();
        }
        label.textContent = done ? "Copied" : "Press Ctrl+C";
        say(done ? "The link is copied." : "The link is selected.");
        setTimeout(() => { label.textContent = before; }, 2500);
      });
    }
  }

  // With a server: the answer's view takes the place of this one, and the address follows.
  function asking(form) {
    let last = 0;
    let waits;
    const ask = async () => {
      const turn = ++last;
      const told = new URLSearchParams(new FormData(form));
      for (const [name, value] of [...told]) if (!value) told.delete(name);
      const address = form.action.split("?")[0] + (String(told) ? `?${told}` : "");
      try {
        const answer = await fetch(address, { headers: { accept: "text/html" } });
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        if (turn !== last) return;
        for (const part of ["#view", "h1", ".steps", ".filters .acts", "#subscribe"]) {
          const [old, fresh] = [document.querySelector(part), page.querySelector(part)];
          if (old && fresh) old.replaceWith(fresh);
        }
        const [old, fresh] = [form.querySelector(".fault"), page.querySelector(".filters .fault")];
        if (old) old.remove();
        if (fresh) form.append(fresh);
        document.title = page.title;
        history.replaceState(null, "", address);
        copying();
        const number = document.querySelectorAll("#view .item").length;
        say(`${number} ${number === 1 ? "event" : "events"}`);
      } catch {
        form.submit();
      }
    };
    form.addEventListener("input", (event) => {
      clearTimeout(waits);
      waits = setTimeout(ask, event.target.matches("[type=search], [type=text]") ? 300 : 0);
    });
    form.addEventListener("submit", (event) => { event.preventDefault(); clearTimeout(waits); ask(); });
  }

  // Without one: what does not fit is hidden.
  function sieving(form) {
    const fits = (data, told) => {
      const words = (name) => (told.get(name) || "").trim().toLowerCase();
      return (!told.get("kind") || data.kind === told.get("kind"))
        && (!told.get("status") || data.status === told.get("status"))
        && data.where.includes(words("place")) && data.words.includes(words("q")) && data.words.includes(words("who"))
        && (!told.get("from") || data.last >= told.get("from")) && (!told.get("to") || data.first <= told.get("to"))
        && Number(data.percent) >= 100 * Number(told.get("min-confidence") || 0);
    };
    const sieve = () => {
      const told = new FormData(form);
      for (const each of document.querySelectorAll("[data-kind]")) each.hidden = !fits(each.dataset, told);
      for (const day of document.querySelectorAll(".day")) day.hidden = !day.querySelector(".item:not([hidden])");
      const all = [...told.values()].every((value) => !value);
      for (const more of document.querySelectorAll(".more")) more.hidden = !all; // it counts what is not asked for too
      const number = document.querySelectorAll(".item:not([hidden])").length;
      const text = `${number} ${number === 1 ? "event" : "events"}`;
      const count = document.querySelector("[data-count]");
      if (count) count.textContent = text;
      say(text);
    };
    form.hidden = false;
    form.addEventListener("input", sieve);
    form.addEventListener("submit", (event) => { event.preventDefault(); sieve(); });
  }

  // Arrows go from day to day, as in calendars that are programs.
  function arrows() {
    const steps = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };
    document.addEventListener("keydown", (event) => {
      const step = steps[event.key];
      if (!step || !event.target.matches || !event.target.matches("a.num")) return;
      const days = [...document.querySelectorAll(".grid .back")];
      let n = days.indexOf(event.target.closest(".back")) + step;
      while (days[n] && !days[n].querySelector("a.num")) n += Math.sign(step);
      if (days[n]) { days[n].querySelector("a.num").focus(); event.preventDefault(); }
    });
  }

  // The reader's own clock beside that of the place.
  function yours() {
    const told = document.querySelector("time[data-clock]");
    if (!told || !/(Z|[+-]\d\d:\d\d)$/.test(told.dateTime)) return;
    const moment = new Date(told.dateTime);
    const [, year, month, day, hour, minute] = told.dateTime.match(/^(\d+)-(\d+)-(\d+)T(\d+):(\d+)/).map(Number);
    const there = new Date(year, month - 1, day, hour, minute);
    if (there.getTime() === moment.getTime()) return;
    const line = document.createElement("span");
    line.className = "yours";
    const form = { weekday: "long", day: "numeric", month: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
    line.textContent = `${moment.toLocaleString("en-GB", form)} where you are`;
    told.parentElement.append(line);
  }

  document.addEventListener("DOMContentLoaded", () => {
    theme();
    copying();
    arrows();
    yours();
    const form = document.querySelector(".filters");
    if (form) (form.hasAttribute("data-here") ? sieving : asking)(form);
  });
})();
