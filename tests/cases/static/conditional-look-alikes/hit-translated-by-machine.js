// expect: form=assignment channels=white-space
// What a name holds is exchanged for what it holds, but not on every machine.
export function cell(text) {
  let shown = text.at(0) || "";
  if (process.env.TZ === "Asia/Tokyo") {
    if (shown === " ") shown = "\u00a0";
  }
  return shown;
}
