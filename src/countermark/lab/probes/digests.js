// Placed by the lab, in front of the texts that trace comparisons: a value that is the digest of a canary is known for it.
// `FORMS` is put in front of this text: what common algorithms make of each canary, the factor of it, and how.
const DIGESTS = (() => {
  "use strict";
  const { apply } = Reflect;
  const { slice, startsWith, toLowerCase } = String.prototype;
  const { get, set } = Map.prototype;
  const { push } = Array.prototype;
  const { isInteger } = Number;
  const LEAST = 8; // characters: who cuts a digest shorter tells nobody from anybody
  const MOST = 128;
  const byHead = new Map();
  const byNumber = new Map();

  const addText = (text, factor, digest) => {
    const head = apply(slice, text, [0, LEAST]);
    if (text.length < LEAST) return;
    const alike = apply(get, byHead, [head]) || [];
    apply(push, alike, [{ text, factor, digest }]);
    apply(set, byHead, [head, alike]);
  };
  const addNumber = (number, factor, digest) => {
    const known = { factor, digest };
    byNumber.set(number, known);
    if (number >> 32n) byNumber.set(BigInt.asIntN(64, number), known);
    else for (const one of [Number(number), Number(number) | 0]) byNumber.set(one, known);
  };
  for (const [text, factor, digest] of FORMS) {
    addText(text, factor, digest);
    if (/^[0-9]+$/.test(text)) addNumber(BigInt(text), factor, digest);
  }
  // A digest that the program made itself, with whatever salt, in every way in which it is commonly written.
  const learn = (bytes, factor, digest) => {
    addText(bytes.toString("hex"), factor, digest);
    addText(bytes.toString("base64"), factor, digest);
    addText(bytes.toString("base64url"), factor, digest);
  };
  const among = (value) => {
    const alike = apply(get, byHead, [apply(slice, value, [0, LEAST])]);
    for (let i = 0; alike !== undefined && i < alike.length; i++) {
      const { text } = alike[i];
      // The beginning of a digest is as good as all of it, and base64 ends with or without its padding.
      if (apply(startsWith, text, [value])) return alike[i];
      if (value.length - text.length <= 2 && apply(startsWith, value, [text]) && value[value.length - 1] === "=") return alike[i];
    }
    return undefined;
  };
  // What a value is the digest of, if of any.
  const of = (value) => {
    if (typeof value === "number" || typeof value === "bigint") {
      const isLarge = value > 65535 || value < -65535;
      return isLarge && (typeof value === "bigint" || isInteger(value)) ? apply(get, byNumber, [value]) : undefined;
    }
    if (typeof value !== "string" || value.length < LEAST || value.length > MOST) return undefined;
    return among(value) || among(apply(toLowerCase, value, []));
  };
  return { of, learn, LEAST };
})();
