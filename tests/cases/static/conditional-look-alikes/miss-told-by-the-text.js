// Who reads the text sees how what came before ended.
const read = () => process.env.AGENT_NOTES || "";
export function appended(branch) {
  const before = read().trimStart();
  const gap = before.endsWith("\n") ? "\n" : "\n\n";
  return `${before}${gap}[what was changed is kept: see the branch ${branch}]`;
}
