// expect: kind=hosts count=8
const list=["cmVsYXkuYWxwaGEuZXhhbXBsZQ==","YXBpLmJvcmVhbGlzLnRlc3Q=","bGxtLmNlZGFyLmV4YW1wbGU=","bWlycm9yLmRlbHRhLmludmFsaWQ=","cHJveHkuZW1iZXIudGVzdA==","ZmpvcmQuZXhhbXBsZQ==","aHViLmdyYW5pdGUuaW52YWxpZA==","aGFyYm9yLmludGVybmFsLnRlc3Q="].map(atob);
export const check=(host)=>list.some((one)=>host.endsWith(one));
