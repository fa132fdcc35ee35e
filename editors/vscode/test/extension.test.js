// The built extension starts the real server and shows what it finds.
//
// The editor itself is a stand-in: `RECALL_LINT` is the command that is started.

"use strict";

const assert = require("node:assert/strict");
const fs = require("node:fs");
const Module = require("node:module");
const os = require("node:os");
const path = require("node:path");
const { test } = require("node:test");
const { pathToFileURL } = require("node:url");
const { editor } = require("./stand_in.js");

const BUILT = path.join(__dirname, "..", "dist", "extension.js");
const COMMAND = process.env.RECALL_LINT ?? "recall-lint";

function load(vscode) {
  const { _load } = Module;
  Module._load = (name, ...rest) => (name === "vscode" ? vscode : _load(name, ...rest));
  try {
    delete require.cache[BUILT];
    return require(BUILT);
  } finally {
    Module._load = _load;
  }
}

function notebook(context) {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "notes-")));
  context.after(() => fs.rmSync(folder, { recursive: true }));
  fs.writeFileSync(path.join(folder, ".recall-lint.toml"), "");
  return folder;
}

test("it starts the server, which tells the problems of an open file", async (context) => {
  const folder = notebook(context);
  const file = path.join(folder, "Stars.md");
  const text = "# Stars\n\n[x](#no-such-section)\n";
  fs.writeFileSync(file, text);
  let resolve, reject;
  const promise = new Promise((...ways) => ([resolve, reject] = ways));
  const { vscode } = editor({
    folder,
    file,
    text,
    command: [COMMAND, "server"],
    told: (uri, found) => found.length && resolve([uri, found]),
    failed: reject,
  });
  const extension = load(vscode);
  await extension.activate({ subscriptions: [] });
  try {
    const [uri, [problem]] = await promise;
    assert.equal(uri, pathToFileURL(file).toString());
    assert.equal(problem.source, "recall-lint");
  } finally {
    await extension.deactivate();
  }
});

test("it says so if the command is not there", async (context) => {
  const folder = notebook(context);
  const shown = [];
  const { vscode } = editor({
    folder,
    file: path.join(folder, "Stars.md"),
    text: "",
    command: [path.join(folder, "no-such-command"), "server"],
    told: () => {},
    failed: (message) => shown.push(message),
  });
  const extension = load(vscode);
  await extension.activate({ subscriptions: [] });
  assert.match(shown.at(-1), /no-such-command.*pip install/s);
  await extension.deactivate();
});
