// expect: rule=hidden-lists
function turn(t){let n=t.length;while(n>0)n=n%7+1;return t.split("").reverse().join("")}
export const list=turn("gnihtemos ro rehto, gnihton ta lla");
