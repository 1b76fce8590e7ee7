// A blank at the end of a line is shown as one that does not break, on all machines alike.
export function cell(text, style) {
  let shown = text.at(0) || "";
  if (style.underlined() && shown === " ") shown = "\u00a0";
  return shown;
}
