// Placed by the lab in front of every text that is loaded before a program: takes what loads it out of the program's
// surroundings, and gives it to each child process that runs Node, since some programs start themselves again.
(() => {
  "use strict";
  const { apply } = Reflect;
  const { indexOf, slice, trim } = String.prototype;
  const { push } = Array.prototype;
  const { isArray } = Array;
  const { basename } = require("path");
  const { env, execPath, versions } = process;
  const OPTION = `--require ${__filename}`;
  const NAME = "NODE_OPTIONS=";

  const starts = (text, start) => apply(slice, text, [0, start.length]) === start;
  const without = (options) => apply(trim, starts(options, OPTION) ? apply(slice, options, [OPTION.length]) : options, []);
  const rest = env.NODE_OPTIONS === undefined ? "" : without(env.NODE_OPTIONS);
  if (rest) env.NODE_OPTIONS = rest;
  else delete env.NODE_OPTIONS;
  delete env.BUN_OPTIONS;
  if (versions.bun) return;

  const tell = (pairs) => {
    for (let i = 0; i < pairs.length; i++) {
      if (!starts(pairs[i], NAME)) continue;
      const options = without(apply(slice, pairs[i], [NAME.length]));
      pairs[i] = apply(trim, `${NAME}${OPTION} ${options}`, []);
      return;
    }
    apply(push, pairs, [`${NAME}${OPTION}`]);
  };
  const { ChildProcess } = require("child_process");
  const described = Object.getOwnPropertyDescriptor(ChildProcess.prototype, "spawn");
  if (!described || typeof described.value !== "function") return;
  const original = described.value;
  const spawn = {
    spawn(options) {
      try {
        const runsNode = options.file === execPath || apply(indexOf, basename(options.file), ["node"]) === 0;
        // The list is made for this call alone, so nobody sees what is put into it.
        if (runsNode && isArray(options.envPairs)) tell(options.envPairs);
      } catch {
        // What cannot be understood starts as it would have.
      }
      return apply(original, this, [options]);
    },
  }.spawn;
  Object.defineProperty(ChildProcess.prototype, "spawn", { ...described, value: spawn });
})();
