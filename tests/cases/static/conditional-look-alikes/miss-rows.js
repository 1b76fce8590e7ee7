export const shells=()=>process.env.SHELL?.includes("zsh")?["zsh","bash"]:["bash","zsh"];
