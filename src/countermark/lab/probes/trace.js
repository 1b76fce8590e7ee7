// Placed by the lab, in front of the texts that trace comparisons: what is known of a canary, and how a comparison with one
// is written down. A canary is a value of the surroundings that stands nowhere else; `CANARIES` and `LOG` are put in front
// of this text. Nothing that the program can compute changes.
const TRACE = (() => {
  "use strict";
  const fs = require("fs");
  const { apply } = Reflect;
  const { indexOf, lastIndexOf, slice, trim } = String.prototype;
  const { push } = Array.prototype;
  const { stringify } = JSON;
  const { defineProperty, getOwnPropertyDescriptor } = Object;
  const { writeSync } = fs;
  const Text = String;
  const seen = new Set();
  const { has, add } = Set.prototype;
  const LONGEST = 4096;
  const MOST_TEXT = 300;
  const MOST_OTHERS = 5000;
  const MOST_LINES = 50000;
  let lines = 0;
  let busy = false;
  let fd = -1;
  try {
    fd = fs.openSync(LOG, "a");
    writeSync(fd, '{"loaded":true}\n');
  } catch {
    return undefined;
  }

  // Which canary a value holds, or is the digest of.
  const held = (value) => {
    if (typeof value === "string") {
      if (value.length > LONGEST) return undefined;
      for (let i = 0; i < CANARIES.length; i++) {
        const { text } = CANARIES[i];
        if (value.length >= text.length && apply(indexOf, value, [text]) >= 0) return CANARIES[i];
      }
    }
    return DIGESTS.of(value);
  };
  // Where the program compares: so many frames behind this text's own. A byte of the program's text is said as such.
  const place = (own, byte) => {
    const { stackTraceLimit, prepareStackTrace } = Error;
    Error.stackTraceLimit = own + 2;
    Error.prepareStackTrace = undefined;
    const stack = `${new Error().stack}`;
    Error.stackTraceLimit = stackTraceLimit;
    Error.prepareStackTrace = prepareStackTrace;
    let at = 0;
    for (let skipped = apply(indexOf, stack, ["Error"]) === 0 ? own + 2 : own + 1; skipped > 0; skipped--) {
      const end = apply(indexOf, stack, ["\n", at]);
      if (end < 0) return "";
      at = end + 1;
    }
    const end = apply(indexOf, stack, ["\n", at]);
    const frame = apply(trim, apply(slice, stack, [at, end < 0 ? undefined : end]), []);
    if (byte === undefined) return frame;
    const column = apply(lastIndexOf, frame, [":"]);
    const line = apply(lastIndexOf, frame, [":", column - 1]);
    const rest = apply(indexOf, frame, [")", column]) < 0 ? "" : ")";
    return `${apply(slice, frame, [0, line])}, byte ${byte}${rest}`;
  };
  const write = (operator, holder, text, others, own, byte) => {
    if (lines >= MOST_LINES) return;
    const kept = [];
    for (let i = 0; i < others.length && kept.length < MOST_OTHERS; i++) {
      const type = typeof others[i];
      if (type === "number" || type === "bigint") apply(push, kept, [Text(others[i])]);
      else if (type === "string" && others[i].length <= LONGEST) apply(push, kept, [others[i]]);
    }
    if (!kept.length) return;
    const { factor, digest = "" } = holder;
    const said = stringify([operator, factor, digest, kept]);
    if (apply(has, seen, [said])) return;
    apply(add, seen, [said]);
    lines += 1;
    const line = { operator, factor, digest, text: apply(slice, Text(text), [0, MOST_TEXT]), others: kept };
    line.at = place(own + 1, byte);
    writeSync(fd, `${stringify(line)}\n`);
  };
  // `own`: how many frames of these texts lie between the program and this function.
  const note = (operator, subject, other, candidates, own = 2, byte = undefined) => {
    if (busy) return;
    busy = true;
    try {
      const mine = held(subject);
      if (mine) write(operator, mine, subject, candidates ? candidates() : [other], own + 1, byte);
      else {
        const theirs = held(other);
        if (theirs) write(operator, theirs, other, candidates ? candidates() : [subject], own + 1, byte);
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
  const say = (operator, holder, text, others, own) => {
    if (busy) return;
    busy = true;
    try {
      write(operator, holder, text, others, own + 1);
    } finally {
      busy = false;
    }
  };
  return { held, note, say, hook };
})();
