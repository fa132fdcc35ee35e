let sortKey = "", sortedDown = false;
function drawQuestions() {
  const list = inParts(byId("rows"), byId("more"), byId("shown"), data.questions.length, 50, row);
  const draw = () => {
    const found = data.questions.filter((question) => question.shown);
    const order = { state: (a) => a.state, path: (a) => a.path, text: (a) => a.text,
      leads: (a) => a.leads.map(targetOf).join(" ") }[sortKey];
    if (order) found.sort((a, b) => (sortedDown ? -1 : 1) * order(a).localeCompare(order(b)));
    list(found);
  };
  for (const head of byId("table").querySelectorAll("th button"))
    head.addEventListener("click", () => {
      sortedDown = sortKey === head.dataset.key && !sortedDown;
      sortKey = head.dataset.key;
      for (const other of byId("table").querySelectorAll("th")) other.removeAttribute("aria-sort");
      head.parentElement.setAttribute("aria-sort", sortedDown ? "descending" : "ascending");
      draw();
    });
  views.push(draw);
}
const SIGNS = { broken: "✗", placeholder: "▢", unlinked: "?", linked: "✓", answered: "✓" };
const FEW = 5;
function row(question) {
  const leads = question.leads.map((lead) =>
    element("div", {}, typeof lead === "number" ? button(targetOf(lead), () => show(lead)) : isolated(lead)));
  if (leads.length > FEW) {
    const rest = leads.splice(FEW);
    leads.push(element("details", {}, element("summary", {}, `${number(rest.length)} more`), ...rest));
  }
  return element("tr", {},
    element("td", {}, `${SIGNS[question.state]} ${QUESTION_STATES[question.state]}`),
    element("td", {}, isolated(`${question.path}:${question.line}`)),
    element("td", {}, isolated(question.text)), element("td", {}, ...leads));
}
function showQuestion(question) {
  choose({ search: question.text, note: "", page: question.path, state: "" });
  byId("questions").querySelector(".scroll").focus();
}
