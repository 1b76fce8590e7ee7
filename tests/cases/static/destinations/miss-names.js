export const a=["index.js","object.keys","1.2.3","a: b","foo.bar.baz"];
