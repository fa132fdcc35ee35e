const ROW = 30;
const nodeFinder = (nodes) => {
  const places = new Map(nodes.map((node, place) => [node.name, place]));
  return (path) => {
    if (places.has(path)) return places.get(path);
    for (let end = path.lastIndexOf("/"); end >= 0; end = path.lastIndexOf("/", end - 1))
      if (places.has(path.slice(0, end + 1))) return places.get(path.slice(0, end + 1));
    return places.get("");
  };
};
function pairsOf(questions) {
  const found = new Map();
  for (const question of questions)
    for (const file of new Set(question.leads.map(targetOf).map(fileOf))) {
      const key = `${question.path}\n${file}`;
      const pair = found.get(key) ?? { page: question.path, note: file, questions: 0, dead: 0 };
      pair.questions += 1;
      pair.dead += question.dead.some((target) => fileOf(target) === file) ? 1 : 0;
      found.set(key, pair);
    }
  return [...found.values()];
}

function drawGraph() {
  const { pages, notes } = data.graph;
  if (!pages.length) {
    byId("columns").replaceChildren(element("p", {}, "No question leads to a note."));
    byId("graph").querySelector("details").hidden = true;
    return;
  }
  const height = ROW * Math.max(pages.length, notes.length);
  const lines = svg("svg", { viewBox: `0 0 100 ${height}`, preserveAspectRatio: "none", height, "aria-hidden": "true" });
  const left = column("page", pages), right = column("note", notes);
  byId("columns").append(left, lines, right);
  const grouped = [...pages, ...notes].filter((node) => node.files > 1).length;
  byId("grouped").textContent = grouped ? "Only the files with the most questions are listed by name; folders represent the others." : "";
  const pageOf = nodeFinder(pages), noteOf = nodeFinder(notes);
  const sum = (pairs) => {
    const edges = new Map();
    for (const pair of pairs) {
      const key = `${pageOf(pair.page)} ${noteOf(pair.note)}`;
      const edge = edges.get(key) ?? { questions: 0, dead: 0 };
      edges.set(key, { questions: edge.questions + pair.questions, dead: edge.dead + pair.dead });
    }
    return edges;
  };
  const all = sum(pairsOf(data.questions));
  const most = Math.max(...[...all.values()].map((edge) => edge.questions));
  const drawn = new Map();
  const middle = (place, nodes) => ((place + 0.5) * height) / nodes.length;
  for (const [key, edge] of [...all].sort((a, b) => b[1].questions - a[1].questions)) {
    const [from, to] = key.split(" ").map(Number);
    const y = middle(from, pages), z = middle(to, notes);
    const line = svg("g", { class: "edge" });
    const draw = (many, kind) => line.append(svg("path", { d: `M0 ${y}C50 ${y} 50 ${z} 100 ${z}`, class: kind,
      "stroke-width": 1 + 9 * Math.sqrt(many / most) }));
    draw(edge.questions, "all");
    if (edge.dead) draw(edge.dead, "broken");
    drawn.set(key, line);
    lines.append(line);
  }
  const table = inParts(byId("pairs"), byId("more-pairs"), byId("paired"), pairsOf(data.questions).length, 50, pairRow);
  views.push(() => {
    const pairs = pairsOf(data.questions.filter((question) => question.shown))
      .filter((pair) => isIn(pair.note, chosen.note)).sort((a, b) => b.questions - a.questions);
    const edges = sum(pairs);
    for (const [key, line] of drawn) line.classList.toggle("off", !edges.has(key));
    label(left, "page", pages, edges, 0);
    label(right, "note", notes, edges, 1);
    table(pairs);
  });
}
function column(kind, nodes) {
  const made = element("ul", { className: `column ${kind}s` });
  for (const node of nodes) {
    const item = element("button", { type: "button" });
    // Selecting it again clears the selection.
    item.addEventListener("click", () => choose({ [kind]: chosen[kind] === node.name ? "" : node.name }));
    item.disabled = !node.name;
    made.append(element("li", {}, item));
  }
  return made;
}
function label(made, kind, nodes, edges, side) {
  const questions = nodes.map(() => 0), deads = nodes.map(() => 0);
  for (const [key, edge] of edges) {
    const place = Number(key.split(" ")[side]);
    questions[place] += edge.questions;
    deads[place] += edge.dead;
  }
  const names = shortNames(nodes.filter((node) => !node.name.endsWith("/")).map((node) => node.name));
  nodes.forEach((node, place) => {
    const item = made.children[place].firstChild;
    const name = node.name || "elsewhere";
    const files = node.files > 1 ? `, ${number(node.files)} files` : "";
    const many = `${number(questions[place])}${deads[place] ? ` ✗${number(deads[place])}` : ""}`;
    const short = names.get(node.name) || `${name} (${number(node.files)})`;
    item.replaceChildren(element("span", { className: "name" }, isolated(short)), " ", element("span", {}, many));
    item.title = `${name}${files}`;
    item.setAttribute("aria-label",
      `${name}${files}: ${number(questions[place])} questions${deads[place] ? `, ${number(deads[place])} with a dead link` : ""}`);
    item.setAttribute("aria-pressed", Boolean(node.name) && chosen[kind] === node.name);
    item.classList.toggle("off", !questions[place]);
  });
}
function pairRow(pair) {
  return element("tr", {},
    element("td", {}, button(pair.page, () => choose({ page: pair.page }))),
    element("td", {}, button(pair.note, () => choose({ note: pair.note }))),
    element("td", {}, number(pair.questions)), element("td", {}, pair.dead ? `✗ ${number(pair.dead)}` : ""));
}
