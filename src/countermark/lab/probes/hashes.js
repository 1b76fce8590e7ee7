// Placed by the lab, behind `trace.js`: a digest that the program makes of something that holds a canary, with whatever
// salt, is known from then on for a digest of that canary; and that it was made is written down.
(() => {
  "use strict";
  if (!TRACE) return;
  const crypto = require("crypto");
  const { apply } = Reflect;
  const { isBuffer } = Buffer;
  const { isView } = ArrayBuffer;
  const { latin1Slice } = Buffer.prototype;
  const marked = new WeakMap();
  const { get, set } = WeakMap.prototype;
  const MOST_BYTES = 4096;
  const BY_BYTES = { 16: "md5", 20: "sha1", 28: "sha224", 32: "sha256", 48: "sha384", 64: "sha512" };
  const bytesOf = (data) => {
    if (isBuffer(data)) return data;
    if (isView(data)) return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
    return data instanceof ArrayBuffer ? Buffer.from(data) : undefined;
  };
  const textOf = (data) => {
    if (typeof data === "string") return data;
    const bytes = bytesOf(data);
    return bytes && bytes.length <= MOST_BYTES ? apply(latin1Slice, bytes, []) : "";
  };
  const made = (text, bytes, own) => {
    const holder = TRACE.held(text);
    if (!holder || holder.digest) return;
    const name = BY_BYTES[bytes.length] || `${bytes.length * 8} bits`;
    DIGESTS.learn(bytes, holder.factor, name);
    TRACE.say("hashed", { factor: holder.factor, digest: name }, text, [bytes.toString("hex")], own);
  };
  const guarded = (look) => (self, given) => {
    try {
      look(self, given);
    } catch {
      // A trace that fails is a gap in it, and no business of the program's.
    }
  };
  for (const maker of [crypto.createHash("sha256"), crypto.createHmac("sha256", "")]) {
    const owner = Object.getPrototypeOf(maker);
    const { digest, copy } = owner;
    TRACE.hook(
      owner,
      "update",
      guarded((self, given) => {
        const text = textOf(given[0]);
        if (text && TRACE.held(text)) apply(set, marked, [self, text]);
      }),
    );
    const described = Object.getOwnPropertyDescriptor(owner, "digest");
    if (!described || typeof digest !== "function") continue;
    const hooked = {
      digest(...given) {
        const found = apply(digest, this, given);
        const text = apply(get, marked, [this]);
        if (text !== undefined) {
          try {
            made(text, isBuffer(found) ? found : Buffer.from(found, given[0]), 2);
          } catch {
            // As above.
          }
        }
        return found;
      },
    }.digest;
    Object.defineProperty(hooked, "length", { value: digest.length, configurable: true });
    Object.defineProperty(owner, "digest", { ...described, value: hooked });
    if (typeof copy === "function") {
      const copied = {
        copy(...given) {
          const found = apply(copy, this, given);
          const text = apply(get, marked, [this]);
          if (text !== undefined) apply(set, marked, [found, text]);
          return found;
        },
      }.copy;
      Object.defineProperty(copied, "length", { value: copy.length, configurable: true });
      Object.defineProperty(owner, "copy", { ...Object.getOwnPropertyDescriptor(owner, "copy"), value: copied });
    }
  }
  const subtle = crypto.webcrypto && crypto.webcrypto.subtle;
  if (subtle) {
    TRACE.hook(
      Object.getPrototypeOf(subtle),
      "digest",
      guarded((_, given) => {
        const text = textOf(given[1]);
        if (!text || !TRACE.held(text)) return;
        const name = `${(given[0] && given[0].name) || given[0]}`.replace("-", "");
        made(text, crypto.createHash(name).update(bytesOf(given[1])).digest(), 4);
      }),
    );
  }
  for (const name of ["equals", "compare"]) {
    TRACE.hook(
      Buffer.prototype,
      name,
      guarded((self, given) => {
        if (!isBuffer(self) || !isView(given[0]) || self.length < 8 || self.length > 64) return;
        const [mine, theirs] = [self, bytesOf(given[0])].map((one) => one.toString("hex"));
        TRACE.note(name, mine, theirs, undefined, 3);
      }),
    );
  }
})();
