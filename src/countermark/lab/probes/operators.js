// Placed by the lab behind `trace.js` and loaded before a program whose text was rewritten: what stood at an operator is a
// call of what is made here, which does what the operator did and writes down what a canary met. `REWRITTEN` is put in
// front of this text: files of the program, and where the rewritten text of each stands.
(() => {
  "use strict";
  if (!TRACE) return;
  const { note } = TRACE;
  const { LEAST } = DIGESTS;
  const fs = require("fs");
  const Module = require("module");
  const { isMainThread } = require("worker_threads");
  const { isProxy } = require("util").types;
  const { pathToFileURL } = require("url");
  const { apply } = Reflect;
  const { keys, create, defineProperty, entries } = Object;

  const look = (operator, byte, one, other) => {
    const type = typeof one;
    if (type !== typeof other) return;
    if (type === "string" ? one.length >= LEAST || other.length >= LEAST : type === "number" || type === "bigint") {
      note(operator, one, other, undefined, 2, byte);
    }
  };
  const keysOf = (thing) => (thing !== null && typeof thing === "object" && !isProxy(thing) ? keys(thing) : []);
  const lookUp = (operator, byte, key, candidates) => {
    const type = typeof key;
    if ((type === "string" && key.length >= LEAST) || type === "number" || type === "bigint") {
      note(operator, key, undefined, candidates, 2, byte);
    }
  };
  const standIn = {
    e(byte, one, other) {
      look("===", byte, one, other);
      return one === other;
    },
    n(byte, one, other) {
      look("!==", byte, one, other);
      return one !== other;
    },
    q(byte, one, other) {
      look("==", byte, one, other);
      return one == other;
    },
    x(byte, one, other) {
      look("!=", byte, one, other);
      return one != other;
    },
    i(byte, key, thing) {
      if (typeof key !== "number") lookUp("in", byte, key, () => keysOf(thing));
      return key in thing;
    },
    s(byte, value, texts) {
      lookUp("switch", byte, value, texts);
      return value;
    },
    k(byte, key, thing) {
      if (typeof key !== "number") lookUp("key of object", byte, key, () => keysOf(thing));
      return key;
    },
  };
  defineProperty(globalThis, Symbol.for(SYMBOL), { value: standIn });

  const byPath = create(null);
  const byUrl = create(null);
  for (const [path, text] of entries(REWRITTEN)) {
    byPath[path] = text;
    byUrl[pathToFileURL(path).href] = text;
  }
  const compile = Module.prototype._compile;
  Module.prototype._compile = function (content, filename, ...more) {
    const text = byPath[filename];
    return apply(compile, this, [text === undefined ? content : fs.readFileSync(text, "utf8"), filename, ...more]);
  };
  // The thread in which such hooks run loads this text too.
  if (isMainThread) Module.register(pathToFileURL(HOOKS).href, { data: byUrl });
})();
