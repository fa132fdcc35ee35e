function start() {
  // Also the folders that contain several files.
  const sorted = (values) => {
    const files = new Set(values), folders = new Map();
    for (const file of files)
      for (let end = file.indexOf("/"); end >= 0; end = file.indexOf("/", end + 1))
        folders.set(file.slice(0, end + 1), (folders.get(file.slice(0, end + 1)) ?? 0) + 1);
    const several = [...folders].filter(([, many]) => many > 1).map(([folder]) => folder);
    return [...files, ...several].sort();
  };
  const into = (id, values) => byId(id).append(...values.map((value) => new Option(value, value)));
  into("page", sorted([...data.questions, ...dead].map((each) => each.path)));
  into("note", sorted([...data.notes.map((note) => note.path),
    ...data.questions.flatMap((question) => question.leads.map(targetOf)).map(fileOf)]));
  const group = (label, kind, states, found) => {
    const made = element("optgroup", { label });
    for (const state of Object.keys(states))
      if (found.some((each) => each.state === state || each[state])) made.append(new Option(states[state], `${kind} ${state}`));
    byId("state").append(made);
  };
  group("Questions", "question", QUESTION_STATES, data.questions);
  group("Sections", "section", SECTION_STATES, sections);
  for (const id of Object.keys(chosen)) byId(id).addEventListener("input", () => choose({ [id]: byId(id).value }));
  byId("clear").addEventListener("click", () => { choose({ search: "", note: "", page: "", state: "" }); byId("search").focus(); });
  drawMap();
  drawGraph();
  drawTimeline();
  drawQuestions();
  drawProblems();
  choose({});
}
start();
