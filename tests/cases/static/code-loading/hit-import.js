// expect: kind=import excerpt=import(name)
export const load=(name)=>import(name);
