"use strict";
const byId = (id) => document.getElementById(id);
// Field names and repeated words of many values are stored once.
function unpacked(value) {
  if (Array.isArray(value)) return value.map(unpacked);
  if (value === null || typeof value !== "object") return value;
  if (value.rows)
    return value.rows.map((row) => Object.fromEntries(value.fields.map((name, at) =>
      [name, value.common[name] ? value.common[name][row[at]] : unpacked(row[at])])));
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, unpacked(field)]));
}
const data = unpacked(JSON.parse(byId("data").textContent));
const sections = data.notes.flatMap((note) => note.sections.map((section) => ({
  ...section, path: note.path, target: section.anchor === null ? note.path : `${note.path}#${section.anchor}`, asked: [],
})));
for (const question of data.questions)
  for (const lead of question.leads)
    if (typeof lead === "number") sections[lead].asked.push(question);
data.questions.forEach((question, index) => { question.edited = data.timeline.questions[index]; });
sections.forEach((section, index) => { section.changed = data.timeline.sections[index]; });
for (const pair of data.timeline.stale) {
  const [question, section] = [data.questions[pair.question], sections[pair.section]];
  question.stale = true;
  // Perhaps only a subsection changed.
  if (pair.changed === section.changed) section.stale = true;
}
const dead = data.problems.filter((problem) => problem.dead);
const fileOf = (target) => target.split("#")[0];
const targetOf = (lead) => (typeof lead === "number" ? sections[lead].target : lead);
const number = (value) => value.toLocaleString("en");

const SECTION_STATES = {
  dead: "named by dead links", placeholder: "placeholder", unasked: "not asked about",
  nearly: "nearly asked", asked: "asked about", other: "needs no question",
};
const QUESTION_STATES = {
  broken: "dead link", placeholder: "leads to a placeholder", unlinked: "no link",
  linked: "linked", answered: "answered", stale: "its section changed since",
};

// Files with the same name, with as many folders as distinguish them.
function shortNames(paths) {
  const tail = (path, parts) => path.split("/").slice(-parts).join("/");
  const found = new Map();
  for (let parts = 1, rest = [...paths]; rest.length; parts += 1) {
    const many = new Map();
    for (const path of rest) many.set(tail(path, parts), (many.get(tail(path, parts)) ?? 0) + 1);
    const isClear = (path) => many.get(tail(path, parts)) === 1 || tail(path, parts) === path;
    for (const path of rest) if (isClear(path)) found.set(path, tail(path, parts));
    rest = rest.filter((path) => !isClear(path));
  }
  return found;
}

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}
function svg(name, attributes, text) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  if (text !== undefined) made.textContent = text;
  return made;
}
const isolated = (text) => element("bdi", { textContent: text });
function button(text, pressed) {
  const made = element("button", { type: "button", className: "link" }, isolated(text));
  made.addEventListener("click", pressed);
  return made;
}

// The selection applies to all parts of the page; each part draws itself again.
const chosen = { search: "", note: "", page: "", state: "" };
const views = [];
function choose(changes) {
  Object.assign(chosen, changes);
  for (const [id, value] of Object.entries(chosen)) if (byId(id).value !== value) byId(id).value = value;
  byId("clear").hidden = !Object.values(chosen).some(Boolean);
  for (const question of data.questions) question.shown = showsQuestion(question);
  for (const section of sections) section.shown = showsSection(section);
  for (const draw of views) draw();
}
const holds = (...texts) => {
  const words = chosen.search.trim().toLowerCase();
  return !words || texts.some((text) => text.toLowerCase().includes(words));
};
const stateOf = (kind) => (chosen.state.startsWith(`${kind} `) ? chosen.state.slice(kind.length + 1) : "");

// The selection is a file, or a folder, whose name ends with a slash.
const isIn = (path, name) => !name || path === name || (name.endsWith("/") && path.startsWith(name));

function showsQuestion(question) {
  const targets = question.leads.map(targetOf);
  const own = stateOf("question"), reached = stateOf("section");
  return isIn(question.path, chosen.page) &&
    (!chosen.note || targets.some((target) => isIn(fileOf(target), chosen.note))) &&
    (!own || question.state === own || (own === "stale" && question.stale)) &&
    (!reached || question.leads.some((lead) => sections[lead]?.state === reached)) &&
    holds(question.text, ...targets);
}
function showsSection(section) {
  const own = stateOf("section");
  if (!isIn(section.path, chosen.note) || (own && section.state !== own)) return false;
  return section.asked.some((question) => question.shown) || (!chosen.page && !stateOf("question") && holds(section.title, section.target));
}
const asking = new Map(data.questions.map((question) => [`${question.path}\n${question.text}`, question]));
function showsProblem(problem) {
  const asked = asking.get(`${problem.path}\n${problem.question}`)?.leads.map(targetOf) ?? [];
  const files = [problem.path, ...[problem.dead, ...asked].map(fileOf)];
  return isIn(problem.path, chosen.page) && files.some((file) => isIn(file, chosen.note)) &&
    holds(problem.message, problem.path, problem.hint, problem.question);
}

// Long lists are shown in parts.
function inParts(list, more, shown, all, size, draw) {
  let limit = size, found = [];
  const redraw = () => {
    list.replaceChildren(...found.slice(0, limit).map(draw));
    shown.textContent = all ? `${number(found.length)} of ${number(all)}` : "none";
    (list.closest("table") ?? list).hidden = !all;
    more.hidden = found.length <= limit;
  };
  more.addEventListener("click", () => {
    const first = limit;
    limit += size * 4;
    redraw();
    list.children[first]?.querySelector("button, summary")?.focus();
  });
  return (now) => { found = now; limit = size; redraw(); };
}
