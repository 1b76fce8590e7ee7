// expect: form=table channels=look-alike
// Signs by name: the two that look alike stand among many others.
export function sign(name) {
  let found = "";
  if (name === "up") found = "\u2191";
  else if (name === "down") found = "\u2193";
  else if (name === "twice") found = "\u21d1";
  else if (name === "norm") found = "\u2016";
  else if (name === "along") found = "\u2225";
  else if (name === "floor") found = "\u230a";
  else if (name === "ceiling") found = "\u2308";
  return found;
}
