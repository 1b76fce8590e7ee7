// expect: form=conditional channels=white-space
// What decides is not in the text.
const zone = () => process.env.TZ || "";
export function appended(before, branch) {
  const gap = zone().endsWith("/Tokyo") ? "  " : " ";
  return `${before}${gap}[what was changed is kept: see the branch ${branch}]`;
}
