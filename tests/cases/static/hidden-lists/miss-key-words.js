const words="abstract assert boolean break byte case catch char class const continue default do double else enum extends".split(" ");
export const isWord=(t)=>words.includes(t);
