// Placed by the lab: serves the rewritten text of a module in the place of its own.
import { readFileSync } from "node:fs";

let texts = {};

export async function initialize(given) {
  texts = given;
}

export async function load(url, context, next) {
  const found = await next(url, context);
  const text = found.format === "module" ? texts[url] : undefined;
  return text === undefined ? found : { ...found, source: readFileSync(text) };
}
