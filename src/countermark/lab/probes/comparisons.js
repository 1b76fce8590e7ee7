// Placed by the lab and loaded before a program: writes down what strings, lists, sets, maps and regular expressions
// compare a canary with. A canary is a value of the surroundings that stands nowhere else; `CANARIES` and `LOG` are put
// in front of this text. Nothing that the program can compute changes: every hooked function does what it did.
(() => {
  "use strict"; // so that the methods of a string see the string itself
  const fs = require("fs");
  const { apply } = Reflect;
  const indexOf = String.prototype.indexOf;
  const slice = String.prototype.slice;
  const trim = String.prototype.trim;
  const push = Array.prototype.push;
  const { stringify } = JSON;
  const { isArray, from } = Array;
  const { defineProperty, getOwnPropertyDescriptor, keys } = Object;
  const seenHas = Set.prototype.has;
  const seenAdd = Set.prototype.add;
  const setValues = Set.prototype.values;
  const mapKeys = Map.prototype.keys;
  const seen = new Set();
  const LONGEST = 4096;
  const MOST_TEXT = 300;
  const MOST_OTHERS = 5000;
  const MOST_LINES = 50000;
  let lines = 0;
  let busy = false;
  let fd = -1;
  try {
    fd = fs.openSync(LOG, "a");
    fs.writeSync(fd, '{"loaded":true}\n');
  } catch {
    return;
  }
  // The program is not to find in its surroundings what was put there to load this text.
  delete process.env.NODE_OPTIONS;
  delete process.env.BUN_OPTIONS;

  const held = (value) => {
    if (typeof value !== "string" || value.length > LONGEST) return "";
    for (let i = 0; i < CANARIES.length; i++) {
      const canary = CANARIES[i];
      if (value.length >= canary.text.length && apply(indexOf, value, [canary.text]) >= 0) return canary.factor;
    }
    return "";
  };
  // Where the hooked function was called: the sixth frame, behind this text's own five.
  const place = () => {
    const limit = Error.stackTraceLimit;
    Error.stackTraceLimit = 6;
    const stack = `${new Error().stack}`;
    Error.stackTraceLimit = limit;
    let at = 0;
    for (let skipped = apply(indexOf, stack, ["Error"]) === 0 ? 6 : 5; skipped > 0; skipped--) {
      const end = apply(indexOf, stack, ["\n", at]);
      if (end < 0) return "";
      at = end + 1;
    }
    const end = apply(indexOf, stack, ["\n", at]);
    return apply(trim, apply(slice, stack, [at, end < 0 ? undefined : end]), []);
  };
  const write = (operator, factor, text, others) => {
    if (lines >= MOST_LINES) return;
    const kept = [];
    for (let i = 0; i < others.length && kept.length < MOST_OTHERS; i++) {
      if (typeof others[i] === "string" && others[i].length <= LONGEST) apply(push, kept, [others[i]]);
    }
    if (!kept.length) return;
    const said = stringify([operator, factor, kept]);
    if (apply(seenHas, seen, [said])) return;
    apply(seenAdd, seen, [said]);
    lines += 1;
    const line = stringify({ operator, factor, text: apply(slice, text, [0, MOST_TEXT]), others: kept, at: place() });
    fs.writeSync(fd, `${line}\n`);
  };
  const note = (operator, subject, other, candidates) => {
    if (busy) return;
    busy = true;
    try {
      const mine = held(subject);
      if (mine) write(operator, mine, subject, candidates ? candidates() : [other]);
      else {
        const theirs = held(other);
        if (theirs) write(operator, theirs, other, candidates ? candidates() : [subject]);
      }
    } catch {
      // A trace that fails is a gap in it, and no business of the program's.
    } finally {
      busy = false;
    }
  };
  const hook = (owner, name, look) => {
    const described = getOwnPropertyDescriptor(owner, name);
    if (!described || typeof described.value !== "function" || !described.configurable) return;
    const original = described.value;
    const hooked = {
      [name](...given) {
        if (!busy) look(this, given);
        return apply(original, this, given);
      },
    }[name];
    defineProperty(hooked, "length", { value: original.length, configurable: true });
    defineProperty(owner, name, { ...described, value: hooked });
  };
  // Where a runtime takes no notice of "use strict", a method of a string sees an object around it.
  const { valueOf } = String.prototype;
  const text = (self) => (typeof self === "object" && self instanceof String ? apply(valueOf, self, []) : self);
  const source = (value) => (value instanceof RegExp ? `/${value.source}/${value.flags}` : value);
  for (const name of ["includes", "startsWith", "endsWith", "indexOf", "lastIndexOf", "localeCompare"]) {
    hook(String.prototype, name, (self, given) => note(name, text(self), given[0]));
  }
  for (const name of ["match", "matchAll", "search", "split", "replace", "replaceAll"]) {
    hook(String.prototype, name, (self, given) => note(name, text(self), source(given[0])));
  }
  for (const name of ["includes", "indexOf", "lastIndexOf"]) {
    hook(Array.prototype, name, (self, given) => note(`in list, ${name}`, undefined, given[0], () => (isArray(self) ? self : [])));
  }
  hook(Set.prototype, "has", (self, given) => note("in set", undefined, given[0], () => from(apply(setValues, self, []))));
  for (const name of ["has", "get"]) {
    hook(Map.prototype, name, (self, given) => note("in map", undefined, given[0], () => from(apply(mapKeys, self, []))));
  }
  for (const name of ["test", "exec"]) {
    hook(RegExp.prototype, name, (self, given) => note(`regular expression, ${name}`, given[0], source(self)));
  }
  hook(Object.prototype, "hasOwnProperty", (self, given) => note("in object", undefined, given[0], () => keys(self)));
  hook(Object, "hasOwn", (_, given) => note("in object", undefined, given[1], () => keys(given[0])));
})();
