// States also have marks: not everybody can distinguish the colours.
function mark(state, x, y, size) {
  const paths = {
    dead: `M${x} ${y}L${x + size} ${y + size}M${x} ${y + size}L${x + size} ${y}`,
    placeholder: `M${x} ${y}H${x + size}V${y + size}H${x}Z`,
    unasked: `M${x} ${y + size}L${x + size} ${y}`,
    nearly: `M${x} ${y + size / 2}H${x + size}`,
  };
  return paths[state] ? [svg("path", { d: paths[state], class: "mark" })] : [];
}

function drawMap() {
  for (const state of Object.keys(SECTION_STATES)) {
    const icon = svg("svg", { viewBox: "0 0 16 16", "aria-hidden": "true" });
    icon.append(svg("rect", { width: 16, height: 16, class: state }), ...mark(state, 3, 3, 10));
    const many = sections.filter((section) => section.state === state).length;
    const label = `${SECTION_STATES[state]} (${number(many)})`;
    const made = element("button", { type: "button" }, icon, label);
    made.addEventListener("click", () => {
      const value = `section ${state}`;
      choose({ state: chosen.state === value ? "" : value });
    });
    made.dataset.state = state;
    made.disabled = !many;
    byId("legend").append(element("li", {}, made));
  }
  const map = byId("treemap");
  const blocks = [];
  const names = shortNames(data.notes.map((note) => note.path));
  let before = 0;
  for (const note of data.notes) {
    const [x, y, width] = note.rect;
    for (const block of note.blocks) {
      blocks.push(block.sections.map((place) => before + place));
      drawBlock(map, block.rect, blocks.at(-1), blocks.length - 1);
    }
    before += note.sections.length;
    if (width > Number(map.dataset.named)) {
      const many = note.dead ? ` ✗${number(note.dead)}` : "";
      map.append(svg("text", { x: x + 2, y: y + 13, "aria-hidden": "true" },
        fitting(names.get(note.path), width - 7.5 * many.length) + many));
    }
  }
  byId("grouped-map").hidden = blocks.length === sections.length;
  const open = (at) => (blocks[at].length > 1 ? showSeveral(blocks[at]) : show(blocks[at][0]));
  map.addEventListener("click", (event) => {
    if (event.target.dataset.index) open(Number(event.target.dataset.index));
  });
  const drawn = [...map.querySelectorAll(".block")];
  map.addEventListener("keydown", (event) => {
    const at = Number(event.target.dataset.index);
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step) focusBlock(drawn, at, step);
    else if (event.key === "Enter" || event.key === " ") open(at);
    else return;
    event.preventDefault();
  });
  views.push(() => {
    let reachable;
    drawn.forEach((block, place) => {
      const isShown = blocks[place].some((section) => sections[section].shown);
      block.classList.toggle("off", !isShown);
      block.setAttribute("tabindex", "-1");
      if (isShown) reachable ??= block;
    });
    reachable?.setAttribute("tabindex", "0");
    byId("mapped").textContent = `${number(sections.filter((section) => section.shown).length)} of ${number(sections.length)} sections`;
    for (const made of byId("legend").querySelectorAll("button"))
      made.setAttribute("aria-pressed", chosen.state === `section ${made.dataset.state}`);
  });
}
const fitting = (text, width) => text.slice(0, Math.max(3, Math.floor(width / 7.5)));
function drawBlock(map, [x, y, width, height], places, index) {
  const { path, state, title } = sections[places[0]];
  const name = places.length > 1 ? `${number(places.length)} sections` : title;
  const words = places.reduce((sum, place) => sum + sections[place].words, 0);
  const block = svg("rect", {
    x, y, width, height, class: `block ${state}`, "data-index": index, role: "button", tabindex: -1,
    "aria-label": `${name}, ${path}: ${SECTION_STATES[state]}`,
  });
  block.append(svg("title", {}, `${name}\n${path}\n${SECTION_STATES[state]}, ${number(words)} words`));
  map.append(block);
  const signs = width > 12 && height > 12 ? mark(state, x + 3, y + 4, 7) : [];
  map.append(...signs);
  const start = signs.length ? 14 : 4;
  if (width > 70 && height > 18)
    map.append(svg("text", { x: x + start, y: y + 12, class: `on-${state}`, "aria-hidden": "true" }, fitting(name, width - start)));
}
function focusBlock(drawn, from, step) {
  for (let index = from + step; drawn[index]; index += step) {
    if (drawn[index].classList.contains("off")) continue;
    drawn[from].setAttribute("tabindex", "-1");
    drawn[index].setAttribute("tabindex", "0");
    drawn[index].focus();
    return;
  }
}
function showSeveral(places) {
  const { path, state } = sections[places[0]];
  const shown = places.filter((place) => sections[place].shown);
  byId("section").replaceChildren(
    element("h3", {}, isolated(path)),
    ...listed(`Sections: ${SECTION_STATES[state]}`, shown, (place) => [button(sections[place].title, () => show(place))], "None."));
  byId("section").focus();
}

// A question about a section is also about its subsections.
function below(index) {
  const found = [];
  const { level, path } = sections[index];
  for (let next = index + 1; sections[next]?.path === path && sections[next].level > level; next += 1)
    found.push(...sections[next].asked);
  return [...new Set(found)].filter((question) => !sections[index].asked.includes(question));
}
function show(index) {
  const section = sections[index];
  const text = element("div");
  // Rendered with every tag of the note escaped; the page's policy runs no script in it either.
  text.innerHTML = section.html;
  for (const link of text.querySelectorAll("a")) link.removeAttribute("href");
  for (const image of text.querySelectorAll("img")) image.replaceWith(image.alt);
  if (!section.html && section.words)
    text.append(element("p", { className: "soft" }, "The text is omitted: the notebook has too many sections."));
  const meant = dead.filter((problem) => problem.candidates[0]?.target === section.target);
  const named = dead.filter((problem) => fileOf(problem.dead) === section.path && !meant.includes(problem));
  byId("section").replaceChildren(
    element("h3", {}, isolated(section.title)),
    element("p", { className: "soft" }, isolated(`${section.path}:${section.line}`),
      `, ${SECTION_STATES[section.state]}, ${number(section.words)} words`,
      section.changed === undefined ? "" : `, last changed ${dateOf(section.changed)}`),
    text,
    ...listed("Questions about it", section.asked, asks, "No question links to this heading."),
    ...listed("Questions about sections below it", below(index), asks),
    ...listed("Dead links that probably refer to it", meant, leadsNowhere),
    ...listed("Other dead links into this note", named, leadsNowhere),
  );
  byId("section").focus();
}
function listed(title, found, draw, otherwise) {
  if (!found.length && !otherwise) return [];
  const items = found.map((each) => element("li", {}, ...draw(each)));
  return [
    element("h4", {}, found.length ? `${title} (${number(found.length)})` : otherwise),
    ...(items.length ? [element("ul", {}, ...items)] : []),
  ];
}
const asks = (question) =>
  [button(question.text, () => showQuestion(question)), " ", isolated(`${question.path}:${question.line}`)];
const leadsNowhere = (problem) =>
  [button(problem.dead, () => showProblem(problem)), " ", isolated(`${problem.path}:${problem.line}`)];
