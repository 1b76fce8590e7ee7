// expect: form=table channels=zero-width,white-space
export const space = (width) =>
  width < 0.06 ? "\u200a" : width < 0.17 ? "\u2009" : width < 0.23 ? "\u2005" : width < 0.28 ? "\u2005\u200a"
  : width > -0.06 ? "\u200a\u2063" : width > -0.17 ? "\u2009\u2063" : width > -0.23 ? "\u205f\u2063" : "\u2005\u2063";
