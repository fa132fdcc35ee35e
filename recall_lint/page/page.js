"use strict";
const data = JSON.parse(document.getElementById("data").textContent);
const STATES = {
  asked: "asked about", nearly: "nearly asked", unasked: "not asked about",
  placeholder: "placeholder", other: "needs no question",
};
const SIGNS = { broken: "✗", placeholder: "▢", unlinked: "?", linked: "✓", answered: "✓" };
const PAGE = 200;
const byId = (id) => document.getElementById(id);
const sections = data.notes.flatMap((note) => note.sections.map((s) => ({ ...s, path: note.path })));
const places = new Map(sections.map((section, index) => [section.target, index]));
const asking = new Map();
for (const question of data.questions)
  for (const target of question.targets)
    asking.set(target, [...(asking.get(target) ?? []), question]);

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}
function svg(name, attributes) {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
const isolated = (text) => element("bdi", { textContent: text });

// A state is told by a mark, too: not everybody can tell the colours apart.
function mark(state, x, y, size) {
  const paths = {
    unasked: `M${x} ${y + size}L${x + size} ${y}`,
    nearly: `M${x} ${y + size / 2}H${x + size}`,
    placeholder: `M${x} ${y}L${x + size} ${y + size}M${x} ${y + size}L${x + size} ${y}`,
  };
  return paths[state] ? [svg("path", { d: paths[state], class: "mark" })] : [];
}

function drawMap() {
  for (const state of Object.keys(STATES)) {
    const icon = svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" });
    icon.append(svg("rect", { width: 16, height: 16, class: state }), ...mark(state, 3, 3, 10));
    const number = sections.filter((section) => section.state === state).length;
    byId("legend").append(element("li", {}, icon, `${STATES[state]} (${number.toLocaleString("en")})`));
  }
  const map = byId("treemap");
  let index = 0;
  for (const note of data.notes) {
    for (const section of note.sections) {
      const [x, y, width, height] = section.rect;
      const block = svg("rect", {
        x, y, width, height, class: `block ${section.state}`, "data-index": index,
        role: "button", tabindex: index === 0 ? 0 : -1,
        "aria-label": `${section.title}, ${note.path}: ${STATES[section.state]}`,
      });
      const title = svg("title", {});
      title.textContent = `${section.title}\n${note.path}\n${STATES[section.state]}, ${section.words} words`;
      block.append(title);
      map.append(block);
      if (width > 12 && height > 12) map.append(...mark(section.state, x + 3, y + 3, 7));
      index += 1;
    }
    const [x, y, width] = note.rect;
    if (width > 60) {
      const name = note.path.split("/").pop().slice(0, Math.floor(width / 7.5));
      const text = svg("text", { x: x + 2, y: y + 13, "aria-hidden": "true" });
      text.textContent = name;
      map.append(text);
    }
  }
  map.addEventListener("click", (event) => {
    if (event.target.dataset.index) show(Number(event.target.dataset.index));
  });
  map.addEventListener("keydown", (event) => {
    const at = Number(event.target.dataset.index);
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step) focusBlock(Math.min(sections.length - 1, Math.max(0, at + step)));
    else if (event.key === "Enter" || event.key === " ") show(at);
    else return;
    event.preventDefault();
  });
}
function focusBlock(index) {
  const map = byId("treemap");
  map.querySelector('[tabindex="0"]')?.setAttribute("tabindex", "-1");
  const block = map.querySelector(`[data-index="${index}"]`);
  block.setAttribute("tabindex", "0");
  block.focus();
}

function show(index) {
  const section = sections[index];
  const box = byId("section");
  const text = element("div");
  // Rendered with every tag of the note escaped; the page's policy runs no script in it either.
  text.innerHTML = section.html;
  for (const link of text.querySelectorAll("a")) link.removeAttribute("href");
  for (const image of text.querySelectorAll("img")) image.replaceWith(image.alt);
  const asked = asking.get(section.target) ?? [];
  const list = element("ul");
  for (const question of asked) {
    const button = element("button", { type: "button" }, isolated(question.text));
    button.addEventListener("click", () => find(question));
    list.append(element("li", {}, button, ` ${question.path}:${question.line}`));
  }
  box.replaceChildren(
    element("h3", {}, isolated(section.title)),
    element("p", { className: "soft" }, `${section.path}:${section.line}, ${STATES[section.state]}`),
    text,
    element("h4", {}, asked.length ? "Questions that link to it" : "No question links to this heading itself"),
    list,
  );
  box.focus();
}
function find(question) {
  byId("search").value = question.text;
  byId("page").value = question.path;
  byId("state").value = "";
  limit = PAGE;
  drawRows();
  byId("search").focus();
}

let limit = PAGE, key = "", down = false;
function drawRows() {
  const words = byId("search").value.toLowerCase();
  const path = byId("page").value, state = byId("state").value;
  const found = data.questions.filter((q) =>
    (!path || q.path === path) && (!state || q.state === state) &&
    (!words || `${q.text} ${q.targets.join(" ")}`.toLowerCase().includes(words)));
  if (key) found.sort((a, b) => (down ? -1 : 1) * a[key].localeCompare(b[key]));
  byId("rows").replaceChildren(...found.slice(0, limit).map(row));
  byId("shown").textContent = `${found.length.toLocaleString("en")} of ${data.questions.length.toLocaleString("en")}`;
  byId("more").hidden = found.length <= limit;
}
function row(question) {
  const leads = element("td");
  for (const target of question.targets) {
    const index = places.get(target);
    if (index === undefined) {
      leads.append(element("div", {}, isolated(target)));
      continue;
    }
    const button = element("button", { type: "button" }, isolated(target));
    button.addEventListener("click", () => show(index));
    leads.append(element("div", {}, button));
  }
  return element("tr", {},
    element("td", {}, `${SIGNS[question.state]} ${question.state}`),
    element("td", {}, isolated(`${question.path}:${question.line}`)),
    element("td", {}, isolated(question.text)), leads);
}

function start() {
  drawMap();
  const names = (field) => [...new Set(data.questions.map((question) => question[field]))].sort();
  byId("page").append(...names("path").map((path) => new Option(path, path)));
  byId("state").append(...names("state").map((state) => new Option(state, state)));
  for (const id of ["search", "page", "state"])
    byId(id).addEventListener("input", () => { limit = PAGE; drawRows(); });
  for (const button of document.querySelectorAll("th button"))
    button.addEventListener("click", () => {
      down = key === button.dataset.key && !down;
      key = button.dataset.key;
      for (const head of document.querySelectorAll("th")) head.removeAttribute("aria-sort");
      button.parentElement.setAttribute("aria-sort", down ? "descending" : "ascending");
      drawRows();
    });
  byId("more").addEventListener("click", () => { limit += PAGE; drawRows(); });
  drawRows();
  for (const problem of data.problems)
    byId("found").append(element("li", {},
      element("strong", {}, `${problem.severity} ${problem.code} `), isolated(problem.message),
      element("div", { className: "soft" }, isolated(`${problem.path}:${problem.line}`)),
      ...(problem.hint ? [element("div", {}, isolated(problem.hint))] : []),
      ...(problem.candidates.length
        ? [element("div", {}, "Probably meant: ", isolated(problem.candidates.join(", ")))] : []),
      ...problem.safe.map((safe) =>
        element("code", {}, safe ? "recall-lint --fix" : "recall-lint --fix --unsafe-fixes"))));
}
start();
