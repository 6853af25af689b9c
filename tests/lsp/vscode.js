// Loads an extension beside a VS Code that is not there, and tells as JSON what it does.
// usage: node vscode.js FILE [activate]
const Module = require("module");
const path = require("path");

const started = [];
const anything = () =>
  new Proxy(class {}, {
    get: (of, name) => (name in of || typeof name === "symbol" ? of[name] : anything()),
    apply: () => anything(),
  });
const settings = { command: ["flowcheck", "lsp"], severity: null, inlayHints: true, codeLens: true };
const vscode = {
  commands: { registerCommand: (name) => started.push({ command: name }) },
  workspace: {
    getConfiguration: (section) => ({ ...settings, get: (name) => settings[name], section }),
  },
};
class LanguageClient {
  constructor(id, server, options) {
    Object.assign(this, { id, server, options });
  }
  async start() {
    started.push({ id: this.id, server: this.server, options: this.options });
  }
}
const [file, activate] = process.argv.slice(2);
const load = Module._load;
Module._load = (name, ...rest) => {
  if (name === "vscode") return activate ? vscode : anything();
  if (activate && name === "vscode-languageclient/node") return { LanguageClient };
  return load(name, ...rest);
};
const extension = require(path.resolve(file));
const done = activate ? extension.activate({ subscriptions: [] }) : Promise.resolve();
done.then(() => console.log(JSON.stringify({ exports: Object.keys(extension).sort(), started })));
