// Placed by the lab and loaded before a program: writes down what the program asks its surroundings, each question once.
// `LOG` is put in front of this text. Nothing that the program can compute changes: every hooked function does what it
// did, and the environment reads and writes as it did.
(() => {
  "use strict";
  const fs = require("fs");
  const { apply, ownKeys, defineProperty: define } = Reflect;
  const { defineProperty, getOwnPropertyDescriptor, getOwnPropertyDescriptors, defineProperties, getPrototypeOf } = Object;
  const { indexOf, slice, split, trim } = String.prototype;
  const { push, join } = Array.prototype;
  const { stringify } = JSON;
  const { isBuffer } = Buffer;
  const { resolve } = require("path");
  const { fileURLToPath } = require("url");
  const { promisify } = require("util");
  const later = queueMicrotask;
  const Text = String;
  const Link = URL;
  const seen = new Set();
  const seenHas = seen.has;
  const seenAdd = seen.add;
  const { writeSync } = fs;
  const LONGEST = 1024;
  const MOST_LINES = 50000;
  let lines = 0;
  let busy = false;
  let fd = -1;
  try {
    fd = fs.openSync(LOG, "a");
    writeSync(fd, '{"loaded":true}\n');
  } catch {
    return;
  }
  delete process.env.BUN_INSPECT_PRELOAD;

  const starts = (text, start) => apply(slice, text, [0, start.length]) === start;
  const holds = (text, part) => apply(indexOf, text, [part]) >= 0;
  // Where the program asks; nothing where its runtime does, for itself.
  const place = () => {
    const { stackTraceLimit, prepareStackTrace } = Error;
    Error.stackTraceLimit = 12;
    Error.prepareStackTrace = undefined;
    const frames = apply(split, `${new Error().stack}`, ["\n"]);
    Error.stackTraceLimit = stackTraceLimit;
    Error.prepareStackTrace = prepareStackTrace;
    for (let i = 0; i < frames.length; i++) {
      const frame = apply(trim, frames[i], []);
      if (!starts(frame, "at ") || holds(frame, __filename)) continue;
      if ((holds(frame, "<anonymous>") && !holds(frame, "/")) || holds(frame, "(native") || holds(frame, "(unknown")) continue;
      return holds(frame, "node:") || holds(frame, "(internal:") ? "" : frame;
    }
    return "";
  };
  const write = (said) => {
    if (lines >= MOST_LINES) return;
    lines += 1;
    writeSync(fd, `${stringify(said)}\n`);
  };
  const note = (what, name) => {
    if (busy || lines >= MOST_LINES || typeof name !== "string" || !name || name.length > LONGEST) return;
    busy = true;
    try {
      const key = `${what} ${name}`;
      if (apply(seenHas, seen, [key])) return;
      const at = place();
      if (!at) return;
      apply(seenAdd, seen, [key]);
      write({ read: what, name, at });
    } catch {
      // A trace that fails is a gap in it, and no business of the program's.
    } finally {
      busy = false;
    }
  };
  const put = (owner, name, described) => {
    try {
      defineProperty(owner, name, described);
    } catch {
      // Fixed by the runtime: what goes through it stays unseen.
    }
  };
  const wrapped = (original, look, more) => {
    const hooked = {
      call(...given) {
        if (!busy) look(this, given);
        return apply(original, this, given);
      },
    }.call;
    const own = getOwnPropertyDescriptors(original);
    delete own.prototype;
    defineProperties(hooked, { ...own, ...more });
    return hooked;
  };
  const hook = (owner, name, look) => {
    const described = owner && getOwnPropertyDescriptor(owner, name);
    if (!described || typeof described.value !== "function" || !(described.configurable || described.writable)) return;
    const more = {};
    const promised = getOwnPropertyDescriptor(described.value, promisify.custom);
    if (promised && promised.value) more[promisify.custom] = { ...promised, value: wrapped(promised.value, look) };
    put(owner, name, { ...described, value: wrapped(described.value, look, more) });
  };
  const hookGetter = (owner, name, look) => {
    const described = owner && getOwnPropertyDescriptor(owner, name);
    if (described && described.get && described.configurable) put(owner, name, { ...described, get: wrapped(described.get, look) });
  };

  // Variables. Whoever goes through all of them in turn asks for the whole, and for none of them.
  const held = process.env;
  let turn = null;
  const settle = () => {
    const left = turn;
    turn = null;
    if (left && left.next < left.names.length) for (let i = 0; i < left.next; i++) note("variable", left.names[i]);
  };
  const asked = (name) => {
    // What the language itself asks of every object is no question about a variable.
    if (typeof name !== "string" || name === "toJSON" || name === "then" || name in Object.prototype) return;
    if (turn && name === turn.names[turn.next]) {
      turn.next += 1;
      return;
    }
    if (turn) settle();
    note("variable", name);
  };
  const environment = new Proxy(held, {
    get(target, name) {
      asked(name);
      return target[name];
    },
    has(target, name) {
      asked(name);
      return name in target;
    },
    set(target, name, value) {
      target[name] = value;
      return true;
    },
    getOwnPropertyDescriptor(target, name) {
      if (!turn) asked(name);
      return getOwnPropertyDescriptor(target, name);
    },
    defineProperty(target, name, described) {
      return define(target, name, described);
    },
    ownKeys(target) {
      const names = ownKeys(target);
      settle();
      note("variables", "the whole environment");
      const plain = [];
      for (let i = 0; i < names.length; i++) {
        const described = getOwnPropertyDescriptor(target, names[i]);
        if (described && described.enumerable) apply(push, plain, [names[i]]);
      }
      if (plain.length) {
        const mine = { names: plain, next: 0 };
        turn = mine;
        later(() => {
          if (turn === mine) settle();
        });
      }
      return names;
    },
  });
  put(process, "env", { ...getOwnPropertyDescriptor(process, "env"), value: environment });
  if (process.env !== environment) process.env = environment;

  // Zone and language.
  const { resolvedOptions } = Intl.DateTimeFormat.prototype;
  const zone = apply(resolvedOptions, new Intl.DateTimeFormat(), []).timeZone;
  hook(Intl.DateTimeFormat.prototype, "resolvedOptions", () => {
    note("time-zone", "Intl.DateTimeFormat().resolvedOptions().timeZone");
    note("locale", "Intl.DateTimeFormat().resolvedOptions().locale");
  });
  const local = (self) => apply(resolvedOptions, self, []).timeZone === zone;
  const formatted = (self) => {
    busy = true;
    let mine = false;
    try {
      mine = local(self);
    } catch {
      // Not of the kind: the function itself will say so.
    } finally {
      busy = false;
    }
    if (mine) note("time-zone", "Intl.DateTimeFormat().format");
  };
  hookGetter(Intl.DateTimeFormat.prototype, "format", formatted);
  hook(Intl.DateTimeFormat.prototype, "formatToParts", formatted);
  for (const name of ["NumberFormat", "Collator", "PluralRules", "RelativeTimeFormat", "ListFormat", "Segmenter", "DisplayNames"]) {
    hook(Intl[name] && Intl[name].prototype, "resolvedOptions", () => note("locale", `Intl.${name}().resolvedOptions().locale`));
  }
  for (const name of ["getTimezoneOffset", "toString", "toDateString", "toTimeString", "getFullYear", "getMonth", "getDate", "getDay", "getHours", "getMinutes"]) {
    hook(Date.prototype, name, () => note("time-zone", name === "getTimezoneOffset" ? name : `Date.${name}`));
  }
  for (const name of ["toLocaleString", "toLocaleDateString", "toLocaleTimeString"]) {
    hook(Date.prototype, name, (_, given) => {
      if (given[0] === undefined) note("locale", `Date.${name}`);
      if (!given[1] || given[1].timeZone === undefined) note("time-zone", `Date.${name}`);
    });
  }
  hook(Number.prototype, "toLocaleString", (_, given) => {
    if (given[0] === undefined) note("locale", "Number.toLocaleString");
  });
  if (typeof navigator === "object" && navigator) {
    for (const name of ["language", "languages"]) hookGetter(getPrototypeOf(navigator), name, () => note("locale", `navigator.${name}`));
  }

  // Machine, user and network.
  const os = require("os");
  const asks = {
    hostname: ["hostname"],
    user: ["userInfo", "homedir"],
    network: ["networkInterfaces"],
    platform: ["arch", "cpus", "freemem", "loadavg", "machine", "platform", "release", "totalmem", "type", "uptime", "version"],
  };
  for (const kind of ownKeys(asks)) for (const name of asks[kind]) hook(os, name, () => note(kind, `os.${name}`));
  for (const name of ["getuid", "geteuid", "getgid", "getgroups"]) hook(process, name, () => note("user", `process.${name}`));
  const dns = require("dns");
  const resolving = ["getServers", "lookupService", "reverse"];
  for (const name of ownKeys(dns)) if (typeof name === "string" && starts(name, "resolve")) apply(push, resolving, [name]);
  for (const name of resolving) {
    hook(dns, name, () => note("name-service", `dns.${name}`));
    hook(dns.promises, name, () => note("name-service", `dns/promises.${name}`));
  }

  // Files, by whatever function; and programs.
  const file = (_, given) => {
    let path = given[0];
    try {
      if (path instanceof Link) path = fileURLToPath(path);
      else if (isBuffer(path)) path = Text(path);
      if (typeof path === "string" && path) note("file", resolve(path));
    } catch {
      // No path at all: the function itself will say so.
    }
  };
  const reading = ["access", "exists", "lstat", "open", "openAsBlob", "opendir", "readFile", "readdir", "readlink", "stat", "statfs"];
  for (const name of reading) {
    hook(fs, name, file);
    hook(fs, `${name}Sync`, file);
    hook(fs.promises, name, file);
  }
  for (const name of ["createReadStream", "watch", "watchFile"]) hook(fs, name, file);
  const programs = require("child_process");
  const started = (_, given) => {
    const more = given[1] instanceof Array ? given[1] : [];
    note("process", apply(slice, apply(join, [given[0], ...more], [" "]), [0, 200]));
  };
  for (const name of ["exec", "execFile", "execFileSync", "execSync", "fork", "spawn", "spawnSync"]) hook(programs, name, started);
  if (typeof Bun === "object" && Bun) {
    hook(Bun, "file", file);
    for (const name of ["spawn", "spawnSync"]) {
      hook(Bun, name, (_, given) => {
        const argv = given[0] instanceof Array ? given[0] : given[0] && given[0].cmd;
        if (argv instanceof Array) note("process", apply(slice, apply(join, argv, [" "]), [0, 200]));
      });
    }
    hook(Bun, "which", (_, given) => note("process", `which ${given[0]}`));
    if (Bun.env !== environment) put(Bun, "env", { ...getOwnPropertyDescriptor(Bun, "env"), value: environment, get: undefined });
  }
  const { syncBuiltinESMExports } = require("module");
  if (syncBuiltinESMExports) syncBuiltinESMExports();
})();
