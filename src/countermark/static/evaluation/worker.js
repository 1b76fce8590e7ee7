// Runs pieces of a program's pure code, one line of JSON each, and says what texts came out. It runs inside a sealed
// box, which is what keeps it harmless and ends what is endless: the contexts below only keep one piece from spoiling
// the next. Functions that a value holds are called too; where "only" is given, those of these texts.
"use strict";
const vm = require("vm"), fs = require("fs");
const ALLOWED = ["buffer", "crypto", "punycode", "querystring", "string_decoder", "url", "util", "zlib"];
const MOST_ITEMS = 50000, MOST_CHARS = 2000000, DEPTH = 6, FRESH_EVERY = 100;
const GIVEN = { Buffer, atob, btoa, TextDecoder, TextEncoder, URL, URLSearchParams, structuredClone, escape, unescape };

// What a piece leaves running must not end the others.
process.on("uncaughtException", () => {});
process.on("unhandledRejection", () => {});

// What is drawn by lot is not pure: it would be another list each time.
const DRAWN = ["randomBytes", "pseudoRandomBytes", "rng", "prng", "randomFill", "randomFillSync", "randomInt", "randomUUID",
  "getRandomValues", "webcrypto", "subtle", "generateKey", "generateKeySync", "generateKeyPair", "generateKeyPairSync",
  "generatePrime", "generatePrimeSync", "createECDH", "createDiffieHellman", "getDiffieHellman", "diffieHellman"];
function refuse() { throw new Error("nothing of that kind here"); }
const CRYPTO = {};
for (const name of Object.keys(require("crypto")))
  Object.defineProperty(CRYPTO, name, DRAWN.includes(name) ? { get: refuse } : { get: () => require("crypto")[name] });

function fresh() {
  const context = vm.createContext({}, { microtaskMode: "afterEvaluate", codeGeneration: { strings: false, wasm: false } });
  // Not enumerable, as built-ins are: a piece that gives the global object must not be taken for a list of these.
  const give = (name, value) => Object.defineProperty(context, name, { value, writable: true, configurable: true });
  for (const [name, value] of Object.entries(GIVEN)) give(name, value);
  give("require", (name) => {
    const plain = String(name).replace(/^node:/, "");
    if (!ALLOWED.includes(plain)) throw new Error("nothing of that kind here");
    return plain === "crypto" ? CRYPTO : require(plain);
  });
  vm.runInContext("Math.random = () => { throw new Error('nothing of that kind here'); }", context);
  // The names of our own functions, of which a trace would tell, are no list of the program's.
  vm.runInContext("Object.defineProperty(Error, 'stackTraceLimit', { value: 0 })", context);
  give("$made", undefined);
  give("$holder", undefined);
  return context;
}

function bytesOf(value) {
  if (ArrayBuffer.isView(value)) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  return Object.prototype.toString.call(value) === "[object ArrayBuffer]" ? Buffer.from(value) : null;
}

function* views(value, depth, budget, holder) {
  if (budget.items-- < 0 || depth > DEPTH || value === null) return;
  if (typeof value === "string") { yield ["text", value]; return; }
  if (typeof value === "function") {
    const text = Function.prototype.toString.call(value);
    if (value.length > 0 || depth > 2 || /^class\b/.test(text)) return;
    if (depth > 0 && budget.only && !budget.only.includes(text)) return;
    let made;
    try { made = budget.call(value, holder); } catch (error) { if (depth === 0) throw error; }
    yield* views(made, depth + 1, budget);
    return;
  }
  if (typeof value !== "object") return;
  const tag = Object.prototype.toString.call(value), bytes = bytesOf(value);
  if (bytes) { yield ["text", bytes.toString("utf8")]; return; }
  if (tag === "[object Promise]") { yield* views(budget.settled(value), depth + 1, budget); return; }
  if (tag === "[object RegExp]") { yield ["pattern", value.source]; return; }
  if (tag === "[object Map]") { yield* rows([...value.keys()], depth, budget); yield* rows([...value.values()], depth, budget); return; }
  if (tag === "[object Set]") { yield* rows([...value], depth, budget); return; }
  if (Array.isArray(value)) { yield* rows(value, depth, budget); return; }
  const keys = Object.keys(value);
  if (keys.includes("enumerable") && keys.includes("configurable")) return; // what describes a property says nothing
  const spelled = [...paths(value, "", 0, { left: 20000 })];
  if (spelled.length > 1) yield ["items", spelled];
  yield* rows(keys, depth, budget);
  yield* rows(keys.map((key) => { try { return value[key]; } catch { return undefined; } }), depth, budget, value);
}

function* rows(values, depth, budget, holder) {
  const texts = values.slice(0, MOST_ITEMS).filter((one) => typeof one === "string");
  if (texts.length > 1) yield ["items", texts];
  const numbers = values.filter((one) => Number.isInteger(one) && one >= 0 && one < 256);
  if (numbers.length === values.length && numbers.length >= 8) yield ["text", Buffer.from(numbers).toString("utf8")];
  for (const one of values) if (typeof one === "object" || typeof one === "function") yield* views(one, depth + 1, budget, holder);
  if (texts.length === 1 || depth < 1) for (const text of texts) if (text.length >= 16) yield ["text", text];
}

// The words that a tree of single characters spells.
function* paths(value, before, depth, budget) {
  if (budget.left-- < 0 || depth > 80) return;
  const keys = Object.keys(value);
  for (const key of keys) {
    if ([...key].length !== 1) continue;
    const next = value[key];
    if (next && typeof next === "object") yield* paths(next, before + key, depth + 1, budget);
    else if (before) yield /^[\w.-]$/.test(key) && depth > 1 && !keys.some((k) => k.length > 1) ? before + key : before;
  }
  if (depth > 1 && keys.every((key) => [...key].length !== 1)) yield before;
}

function run(code, context) {
  return new vm.Script("(function(){" + code + "\n})()").runInContext(context);
}

const CALL = new vm.Script("$made.call($holder)"), NOTHING = new vm.Script("0");

function said({ code, only }, context) {
  const budget = {
    only,
    items: MOST_ITEMS,
    call: (made, holder) => { context.$made = made; context.$holder = holder; return CALL.runInContext(context); },
    settled: (promise) => {
      let found;
      promise.then((value) => { found = value; }, () => {});
      NOTHING.runInContext(context);
      return found;
    },
  };
  const found = [];
  let chars = 0;
  for (const view of views(run(code, context), 0, budget)) {
    chars += view[0] === "items" ? view[1].reduce((sum, one) => sum + one.length, 0) : view[1].length;
    if (chars > MOST_CHARS) break;
    found.push(view);
  }
  return found;
}

// Lines of the standard input, as they come; reading waits, which nothing else here minds.
function* lines() {
  const chunk = Buffer.alloc(1 << 16);
  let held = [];
  for (;;) {
    let size;
    try { size = fs.readSync(0, chunk); } catch (error) { if (error.code === "EAGAIN") continue; throw error; }
    if (size === 0) return;
    let start = 0, end;
    while ((end = chunk.indexOf(10, start)) >= 0 && end < size) {
      held.push(Buffer.from(chunk.subarray(start, end)));
      yield Buffer.concat(held).toString("utf8");
      held = [];
      start = end + 1;
    }
    held.push(Buffer.from(chunk.subarray(start, size)));
  }
}

function tell(text) {
  const data = Buffer.from(text + "\n");
  let done = 0;
  while (done < data.length) {
    try { done += fs.writeSync(1, data, done); } catch (error) { if (error.code !== "EAGAIN") throw error; }
  }
}

let context = fresh(), number = 0;
for (const line of lines()) {
  if (number++ % FRESH_EVERY === 0) context = fresh();
  let answer;
  try { answer = { views: said(JSON.parse(line), context) }; }
  catch (error) { answer = { error: String(error && error.message).slice(0, 200) }; context = fresh(); }
  let text;
  try { text = JSON.stringify(answer); } catch { text = "{\"error\":\"cannot be written down\"}"; }
  tell(text);
}
