// expect: kind=eval excerpt=eval(text)
// expect: kind=eval excerpt=new_Function("x",text)
export const run=(text)=>[eval(text),new Function("x",text)];
