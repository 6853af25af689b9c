// Starts `flowcheck lsp` and lets VS Code speak with it.
const { commands, workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

function settings() {
  const { severity, inlayHints, codeLens } = workspace.getConfiguration("flowcheck");
  return { severity, inlayHints, codeLens };
}

async function start() {
  const [command, ...args] = workspace.getConfiguration("flowcheck").get("command");
  const documents = ["json", "jsonl"].map((language) => ({ language }));
  client = new LanguageClient("flowcheck", { command, args }, {
    documentSelector: documents,
    initializationOptions: settings(),
    synchronize: { configurationSection: "flowcheck" },
  });
  await client.start();
}

async function activate(context) {
  const restart = async () => {
    await client?.stop();
    await start();
  };
  context.subscriptions.push(commands.registerCommand("flowcheck.restart", restart));
  await start();
}

const deactivate = () => client?.stop();

module.exports = { activate, deactivate };
