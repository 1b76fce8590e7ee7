// The middle pieces of tall brackets, left and right.
export function tall(name) {
  let middle = "\u23a2";
  if (name === "\\rmoustache") middle = "\u23a5";
  return middle;
}
