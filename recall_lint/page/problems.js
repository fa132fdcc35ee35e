function drawProblems() {
  const list = inParts(byId("found"), byId("more-found"), byId("counted"), data.problems.length, 50, problem);
  const kinds = new Map();
  for (const { code, name } of data.problems) kinds.set(`${code} ${name}`, (kinds.get(`${code} ${name}`) ?? 0) + 1);
  if (dead.length) byId("kind").append(new Option(`dead links (${number(dead.length)})`, "dead"));
  for (const [kind, many] of [...kinds].sort())
    byId("kind").append(new Option(`${kind} (${number(many)})`, kind));
  // Dead links of questions come first, then other dead links.
  const rank = (each) => (each.dead ? (each.question ? 0 : 1) : 2);
  data.problems.sort((a, b) => rank(a) - rank(b));
  const draw = () => {
    const kind = byId("kind").value;
    list(data.problems.filter((each) => showsProblem(each) &&
      (!kind || (kind === "dead" ? each.dead : `${each.code} ${each.name}` === kind))));
  };
  byId("kind").addEventListener("input", draw);
  views.push(draw);
}
const places = new Map(sections.map((section, index) => [section.target, index]));
function problem(each) {
  const parts = [
    element("p", {}, element("strong", {}, `${each.severity === "error" ? "✗" : "!"} ${each.severity} ${each.code} `),
      isolated(each.message)),
    element("p", { className: "soft" }, isolated(`${each.path}:${each.line}:${each.column}`),
      ...(each.question ? [", question: ", isolated(each.question)] : [])),
  ];
  const terms = [];
  const term = (name, ...values) => terms.push(element("dt", {}, name), ...values.map((v) => element("dd", {}, v)));
  if (each.written) term("Written", element("code", {}, isolated(each.written)));
  if (each.why.length) term("Why", ...each.why.map(isolated));
  if (each.hint) term("Hint", isolated(each.hint));
  if (each.candidates.length)
    term("Candidates", ...each.candidates.map(({ target, score, evidence }) => element("span", {},
      places.has(target) ? button(target, () => show(places.get(target))) : isolated(target),
      ` ${score.toFixed(2)}, `, isolated(evidence))));
  if (each.command)
    term(each.repair ? "Fix" : "Explanation", element("code", { className: "command" }, isolated(each.command)),
      ...(each.repair ? [isolated(each.repair)] : []));
  return element("li", {}, ...parts, ...(terms.length ? [element("dl", {}, ...terms)] : []));
}
function showProblem(wanted) {
  byId("kind").value = "";
  choose({ search: wanted.message, note: "", page: wanted.path, state: "" });
  byId("found").focus();
}
