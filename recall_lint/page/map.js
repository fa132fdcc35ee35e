// A state is told by a mark, too: not everybody can tell the colours apart.
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
    byId("legend").append(element("li", {}, made));
  }
  const map = byId("treemap");
  let index = 0;
  for (const note of data.notes) {
    const [x, y, width] = note.rect;
    for (const section of note.sections) {
      drawBlock(map, section, note.path, index);
      index += 1;
    }
    if (width > 60) {
      const many = note.dead ? ` ✗${number(note.dead)}` : "";
      const room = Math.floor(width / 7.5) - many.length;
      const text = svg("text", { x: x + 2, y: y + 13, "aria-hidden": "true" });
      text.textContent = note.path.split("/").pop().slice(0, Math.max(3, room)) + many;
      map.append(text);
    }
  }
  map.addEventListener("click", (event) => {
    if (event.target.dataset.index) show(Number(event.target.dataset.index));
  });
  map.addEventListener("keydown", (event) => {
    const at = Number(event.target.dataset.index);
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step) focusBlock(at, step);
    else if (event.key === "Enter" || event.key === " ") show(at);
    else return;
    event.preventDefault();
  });
  const blocks = [...map.querySelectorAll(".block")];
  views.push(() => {
    let reachable;
    sections.forEach((section, place) => {
      const shown = showsSection(section);
      blocks[place].classList.toggle("off", !shown);
      blocks[place].setAttribute("tabindex", "-1");
      if (shown) reachable ??= blocks[place];
    });
    reachable?.setAttribute("tabindex", "0");
    const many = blocks.filter((block) => !block.classList.contains("off")).length;
    byId("mapped").textContent = `${number(many)} of ${number(blocks.length)} sections`;
    for (const made of byId("legend").querySelectorAll("button"))
      made.setAttribute("aria-pressed", chosen.state === `section ${made.dataset.state}`);
  });
}
function drawBlock(map, section, path, index) {
  const [x, y, width, height] = section.rect;
  const block = svg("rect", {
    x, y, width, height, class: `block ${section.state}`, "data-index": index, role: "button", tabindex: -1,
    "aria-label": `${section.title}, ${path}: ${SECTION_STATES[section.state]}`,
  });
  const told = `${section.title}\n${path}\n${SECTION_STATES[section.state]}, ${number(section.words)} words`;
  block.append(svg("title", {}, told));
  map.append(block);
  if (width > 12 && height > 12) map.append(...mark(section.state, x + 3, y + 3, 7));
}
function focusBlock(from, step) {
  const map = byId("treemap");
  for (let index = from + step; index >= 0 && index < sections.length; index += step) {
    const block = map.querySelector(`[data-index="${index}"]`);
    if (block.classList.contains("off")) continue;
    map.querySelector('[tabindex="0"]')?.setAttribute("tabindex", "-1");
    block.setAttribute("tabindex", "0");
    block.focus();
    return;
  }
}

// The sections below a section belong to what a question about it asks about.
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
    ...listed("Dead links that probably mean it", meant, leadsNowhere),
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
