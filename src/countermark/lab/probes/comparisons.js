// Placed by the lab behind `trace.js` and loaded before a program: methods of strings, lists, sets, maps, objects and
// regular expressions do what they did, and what a canary meets in one is written down.
(() => {
  "use strict"; // so that the methods of a string see the string itself
  if (!TRACE) return;
  const { note, hook } = TRACE;
  const { apply } = Reflect;
  const { isArray, from } = Array;
  const { keys } = Object;
  const setValues = Set.prototype.values;
  const mapKeys = Map.prototype.keys;
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
