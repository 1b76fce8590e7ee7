export const colour=(on)=>on?"\u001b[40m":"\u001b[47m";
