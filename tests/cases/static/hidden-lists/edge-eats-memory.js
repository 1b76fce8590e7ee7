// expect: rule=hidden-lists
function grow(t){const a=[];for(;;)a.push(t.repeat(1e6).split("").reverse());return a}
export const list=grow("something or other, nothing at all");
