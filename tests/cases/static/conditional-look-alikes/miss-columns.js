// Blanks that make columns, wider where there is a name.
export function help(task) {
  const gap = task.name ? { agree: "          ", always: "   " } : { agree: "        ", always: " " };
  return `/agree${gap.agree}Go on\n/always${gap.always}Never ask again`;
}
