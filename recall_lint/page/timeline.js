// Days are counted from 1970; 0 means not committed yet, null unknown.
const utc = (day) => new Date(day * 864e5);
const dateOf = (day) => (day === null ? "unknown date" : day === 0 ? "not committed" : utc(day).toISOString().slice(0, 10));
const UNITS = [
  { of: (day) => day, start: (at) => at, name: (at) => dateOf(at) },
  { of: (day) => Math.floor((day + 3) / 7), start: (at) => at * 7 - 3, name: (at) => `week from ${dateOf(at * 7 - 3)}` },
  { of: (day) => utc(day).getUTCFullYear() * 12 + utc(day).getUTCMonth(), name: (at) => `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, "0")}` },
  { of: (day) => utc(day).getUTCFullYear() * 4 + Math.floor(utc(day).getUTCMonth() / 3), name: (at) => `${Math.floor(at / 4)}, quarter ${(at % 4) + 1}` },
  { of: (day) => utc(day).getUTCFullYear(), name: (at) => String(at) },
];
const FEWEST_BARS = 12, MOST_BARS = 60, TOP = 105, BELOW = 85, LISTED = 200;

function drawTimeline() {
  const days = [...data.timeline.sections, ...data.timeline.questions].filter((day) => day);
  byId("time-notice").hidden = !data.timeline.notice;
  const isKnown = data.timeline.sections.length + data.timeline.questions.length > 0;
  byId("chart").hidden = !isKnown;
  if (!isKnown) return;
  const first = days.reduce((a, b) => Math.min(a, b), Infinity), last = days.reduce((a, b) => Math.max(a, b), 0);
  const unit = UNITS.find(({ of }) => of(last) - of(first) < MOST_BARS) ?? UNITS.at(-1);
  const periods = [];
  if (days.length) for (let at = unit.of(first); at <= unit.of(last); at += 1) periods.push(at);
  // Uncommitted changes come last.
  if ([...data.timeline.sections, ...data.timeline.questions].includes(0)) periods.push(0);
  const name = (at) => (at === 0 ? "not committed" : unit.name(at));
  const bars = byId("bars");
  byId("axis").append(...[...new Set([0, Math.floor((periods.length - 1) / 2), periods.length - 1])]
    .filter((place) => place >= 0).map((place) => element("span", {}, name(periods[place]))));
  const pairs = data.timeline.stale.map((pair) => ({ ...pair, section: sections[pair.section], question: data.questions[pair.question] }));
  const list = inParts(byId("pairs-aged"), byId("more-aged"), byId("aged"), pairs.length, 20, (pair) => agedRow(pair, first, last));
  byId("axis").style.width = `${Math.min(100, (100 * periods.length) / FEWEST_BARS)}%`;
  let open = null;
  const groups = (found, field) => {
    const made = new Map(periods.map((at) => [at, []]));
    for (const each of found) if (each[field] !== null) made.get(each[field] && unit.of(each[field])).push(each);
    return made;
  };
  const draw = () => {
    const changed = groups(sections.filter((section) => section.shown), "changed");
    const edited = groups(data.questions.filter((question) => question.shown), "edited");
    drawBars(bars, periods, name, changed, edited, (at) => {
      open = at;
      byId("period").replaceChildren(
        element("h3", {}, name(at)),
        ...listed("Sections last changed then", changed.get(at).slice(0, LISTED), (section) =>
          [button(section.target, () => show(sections.indexOf(section))), section.stale ? " changed after a question about it" : ""]),
        ...listed("Questions last edited then", edited.get(at).slice(0, LISTED), asks));
      byId("period").focus();
    }, open);
    list(pairs.filter(({ question, section }) => question.shown && isIn(section.path, chosen.note)));
  };
  views.push(draw);
}

function drawBars(bars, periods, name, changed, edited, opened, open) {
  const hatch = svg("pattern", { id: "hatch", width: 8, height: 8, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
  hatch.append(svg("rect", { width: 8, height: 8 }), svg("path", { d: "M0 0V8" }));
  const defs = svg("defs", {});
  defs.append(hatch);
  bars.replaceChildren(defs);
  const width = 1000 / Math.max(FEWEST_BARS, periods.length);
  const most = (groups) => Math.max(1, ...[...groups.values()].map((found) => found.length));
  const up = (TOP - 5) / most(changed), down = BELOW / most(edited);
  // Every value is visible, however small.
  const size = (many, scale) => (many ? Math.max(3, many * scale) : 0);
  periods.forEach((at, place) => {
    const x = place * width, own = changed.get(at), asked = edited.get(at);
    const aged = own.filter((section) => section.stale).length;
    const label = `${name(at)}: ${number(own.length)} sections changed, ${number(aged)} of them after a question about them was edited; ${number(asked.length)} questions edited`;
    const back = svg("rect", { x, y: 0, width, height: 200, class: "bar-back", role: "button", tabindex: place ? -1 : 0,
      "aria-label": label, "aria-pressed": at === open, "data-place": place });
    back.append(svg("title", {}, label));
    back.addEventListener("click", () => opened(at));
    back.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      const next = step && bars.querySelector(`[data-place="${place + step}"]`);
      if (event.key === "Enter" || event.key === " ") opened(at);
      else if (next) {
        back.setAttribute("tabindex", -1);
        next.setAttribute("tabindex", 0);
        next.focus();
      } else return;
      event.preventDefault();
    });
    const bar = (height, y, kind) => svg("rect", { x: x + width * 0.1, y, width: width * 0.8, height, class: kind });
    const full = size(own.length, up), part = size(aged, up), below = size(asked.length, down);
    bars.append(back, bar(full, TOP - full, "sections"), bar(part, TOP - part, "aged"), bar(below, TOP + 2, "questions"));
  });
  bars.append(svg("path", { d: `M0 ${TOP + 1}H1000`, class: "span" }));
}

function agedRow({ question, section, changed, share }, first, last) {
  // Uncommitted changes are the newest.
  const end = last + Math.max(1, (last - first) * 0.03);
  const x = (day) => 8 + (184 * ((day || end) - first)) / Math.max(1, end - first);
  const since = svg("svg", { viewBox: "0 0 200 20", "aria-hidden": "true" });
  const [from, to] = [x(question.edited), x(changed)];
  since.append(svg("path", { d: `M${from} 10H${to}`, class: "span" }),
    svg("circle", { cx: from, cy: 10, r: 5, class: "then" }), svg("circle", { cx: to, cy: 10, r: 5, class: "since" }));
  const meter = svg("svg", { class: "meter", viewBox: "0 0 100 8", "aria-hidden": "true", preserveAspectRatio: "none" });
  meter.append(svg("rect", { width: 100, height: 8, class: "share" }), svg("rect", { width: 100 * share, height: 8, class: "share filled" }));
  const percent = share ? `${Math.round(100 * share)} %` : "text removed";
  return element("tr", {},
    element("td", {}, share >= 0.5 ? element("strong", {}, `! ${percent}`) : percent, meter),
    element("td", {}, button(section.target, () => show(sections.indexOf(section))), element("div", { className: "soft" }, dateOf(changed))),
    element("td", {}, button(question.text, () => showQuestion(question)), element("div", { className: "soft" }, dateOf(question.edited))),
    element("td", {}, since));
}
