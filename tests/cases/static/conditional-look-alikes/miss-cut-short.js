// Three dots at the end that was cut off.
export function frame(line, caret) {
  if (caret > 80) return `\u2026${line}\n${caret}`;
  return `${line}\u2026\n${caret}`;
}
