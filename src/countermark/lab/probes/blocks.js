// Placed by the lab and loaded before a program: counts how often each block of the program's own text ran, and writes
// the counts down when the program ends. `LOG` is put in front of this text. V8 counts; nothing is rewritten.
(() => {
  "use strict";
  const fs = require("fs");
  const { Session } = require("inspector");
  const session = new Session();
  session.connect();
  let taken = null;
  const post = (method, given) => {
    taken = null;
    session.post(method, given, (error, result) => (taken = error ? null : result));
    return taken;
  };
  post("Profiler.enable");
  post("Profiler.startPreciseCoverage", { callCount: true, detailed: true });
  const { stringify } = JSON;
  let done = false;
  const write = () => {
    if (done) return;
    done = true;
    try {
      const found = post("Profiler.takePreciseCoverage");
      const lines = [];
      for (const script of found ? found.result : []) {
        if (!script.url.startsWith("file://") && !script.url.startsWith("/")) continue;
        if (script.url === __filename || script.url.endsWith(__filename)) continue;
        lines.push(stringify({ script: script.url }));
        for (const one of script.functions) {
          const counts = [];
          for (const range of one.ranges) counts.push(range.startOffset, range.endOffset, range.count);
          lines.push(stringify(counts));
        }
      }
      lines.push(stringify({ end: lines.length }), "");
      fs.appendFileSync(LOG, lines.join("\n"));
    } catch {
      // A trace that fails is a gap in it, and no business of the program's.
    }
  };
  // Not by listening, which a program could count: behind all that the program does when it ends.
  const { apply } = Reflect;
  const { emit, reallyExit } = process;
  const stand = (name, value) => {
    Object.defineProperty(process, name, { value, writable: true, configurable: true, enumerable: false });
  };
  stand("emit", function (...given) {
    const said = apply(emit, this, given);
    if (given[0] === "exit") write();
    return said;
  });
  stand("reallyExit", function (...given) {
    write();
    return apply(reallyExit, this, given);
  });
})();
