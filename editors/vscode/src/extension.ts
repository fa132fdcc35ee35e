// Starts `recall-lint server` for the Markdown files of a window, and ends it with the window.

import * as vscode from "vscode";
import { LanguageClient, type LanguageClientOptions } from "vscode-languageclient/node";

let client: LanguageClient | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  context.subscriptions.push(
    vscode.commands.registerCommand("recall-lint.restart", restart),
    vscode.workspace.onDidChangeConfiguration(async (change) => {
      if (change.affectsConfiguration("recall-lint.command")) {
        await restart();
      }
    }),
  );
  await start();
}

export async function deactivate(): Promise<void> {
  await stop();
}

async function restart(): Promise<void> {
  await stop();
  await start();
}

async function stop(): Promise<void> {
  const running = client;
  client = undefined;
  await running?.dispose();
}

async function start(): Promise<void> {
  const [command, ...args] = vscode.workspace
    .getConfiguration("recall-lint")
    .get<string[]>("command", []);
  if (!command) {
    await vscode.window.showErrorMessage("The setting `recall-lint.command` names no command.");
    return;
  }
  const options: LanguageClientOptions = {
    documentSelector: [{ scheme: "file", language: "markdown" }],
  };
  client = new LanguageClient("recall-lint", "recall-lint", { command, args }, options);
  try {
    await client.start();
  } catch (error) {
    // One that has not started cannot be stopped.
    client = undefined;
    const hint = "Is it installed with `pip install 'recall-lint[lsp]'`?";
    const reason = error instanceof Error ? error.message : String(error);
    await vscode.window.showErrorMessage(`Failed to start \`${command}\`: ${reason}. ${hint}`);
  }
}
