// A stand-in for the module `vscode`: what the extension and its client ask the editor for.
//
// Classes and functions that the test does not look at are made up when they are asked for.

"use strict";

const path = require("node:path");
const { fileURLToPath, pathToFileURL } = require("node:url");

class Anything {
  dispose() {}
}

// What may be called, be made with `new`, and be extended.
function made() {
  function Made() {}
  Made.prototype.dispose = () => {};
  return Made;
}

class EventEmitter {
  #listeners = new Set();
  event = (listener) => {
    this.#listeners.add(listener);
    return { dispose: () => this.#listeners.delete(listener) };
  };
  fire(value) {
    for (const listener of this.#listeners) listener(value);
  }
  dispose() {}
}

class Uri {
  static file = (name) => new Uri(pathToFileURL(name));
  static parse = (value) => new Uri(new URL(value));
  constructor(url) {
    this.url = url;
    this.scheme = url.protocol.slice(0, -1);
    this.path = url.pathname;
    this.fsPath = this.scheme === "file" ? fileURLToPath(url) : url.pathname;
  }
  toString() {
    return this.url.toString();
  }
}

class Disposable {
  static from = (...all) => new Disposable(() => all.forEach((each) => each.dispose()));
  constructor(dispose) {
    this.dispose = dispose;
  }
}

class CancellationTokenSource {
  token = { isCancellationRequested: false, onCancellationRequested: () => ({ dispose() {} }) };
  cancel() {
    this.token.isCancellationRequested = true;
  }
  dispose() {}
}

class TabInputText {
  constructor(uri) {
    this.uri = uri;
  }
}

class CodeActionKind {
  static Empty = new CodeActionKind("");
  constructor(value) {
    this.value = value;
  }
  append(part) {
    return new CodeActionKind(this.value ? `${this.value}.${part}` : part);
  }
}
for (const [name, value] of [
  ["QuickFix", "quickfix"],
  ["Refactor", "refactor"],
  ["RefactorExtract", "refactor.extract"],
  ["RefactorInline", "refactor.inline"],
  ["RefactorRewrite", "refactor.rewrite"],
  ["Source", "source"],
  ["SourceOrganizeImports", "source.organizeImports"],
]) {
  CodeActionKind[name] = new CodeActionKind(value);
}

function anything(known) {
  return new Proxy(known, {
    get(target, name) {
      if (!(name in target) && typeof name === "string" && name !== "then") {
        target[name] = /^on[A-Z]|^(register|create|show|set)/.test(name)
          ? () => anything(new Anything())
          : anything(made());
      }
      return target[name];
    },
  });
}

// An editor with one folder and one file open. `told` takes the problems of the file.
function editor({ folder, file, text, command, told, failed }) {
  const document = {
    uri: Uri.file(file),
    fileName: file,
    languageId: "markdown",
    version: 1,
    isClosed: false,
    getText: () => text,
  };
  const tab = { input: new TabInputText(document.uri), isActive: true };
  const group = { tabs: [tab], activeTab: tab, isActive: true };
  const problems = {
    set: (of, found) => told(of.toString(), found),
    delete() {},
    clear() {},
    dispose() {},
  };
  const commands = new Map();
  const vscode = anything({
    version: "1.91.0",
    CancellationTokenSource,
    CodeActionKind,
    Disposable,
    EventEmitter,
    TabInputText,
    Uri,
    commands: anything({
      registerCommand: (name, run) => {
        commands.set(name, run);
        return new Anything();
      },
    }),
    env: anything({ language: "en", appName: "stand-in" }),
    languages: anything({
      createDiagnosticCollection: () => problems,
      match: (selector) => (selector.some((each) => each.language === "markdown") ? 10 : 0),
    }),
    window: anything({
      activeTextEditor: { document },
      visibleTextEditors: [{ document }],
      tabGroups: anything({ all: [group], activeTabGroup: group }),
      showErrorMessage: async (message) => failed(message),
      createOutputChannel: () =>
        anything({ name: "", append() {}, appendLine() {}, show() {}, dispose() {} }),
    }),
    workspace: anything({
      textDocuments: [document],
      workspaceFolders: [{ uri: Uri.file(folder), name: path.basename(folder), index: 0 }],
      notebookDocuments: [],
      getConfiguration: () => ({ get: (name, other) => (name === "command" ? command : other) }),
      getWorkspaceFolder: () => undefined,
    }),
  });
  return { vscode, commands };
}

module.exports = { editor };
