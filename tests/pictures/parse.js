// Reads a JSON list of Mermaid texts and writes what Mermaid's parser says of each: null when it
// reads it, else its complaint.
import { readFileSync } from "node:fs";
import { JSDOM } from "jsdom";

const dom = new JSDOM("<body></body>");
globalThis.window = dom.window;
globalThis.document = dom.window.document;
const { default: mermaid } = await import("mermaid");

const said = [];
for (const text of JSON.parse(readFileSync(0, "utf8"))) {
  try {
    await mermaid.parse(text);
    said.push(null);
  } catch (error) {
    said.push(String(error));
  }
}
console.log(JSON.stringify(said));
