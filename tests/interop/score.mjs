// What the scoring of a package says of many tables.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { script, tables } = JSON.parse(readFileSync(0, "utf8")), scoring = createRequire(import.meta.url)(script);
console.log(JSON.stringify(tables.map(({ rows, rule }) => scoring.score(rows, rule))));
