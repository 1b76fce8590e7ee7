// expect: kind=hosts count=8
const table=["bWlycm9yLmRlbHRhLmludmFsaWQ=", "YXBpLmJvcmVhbGlzLnRlc3Q=", "cHJveHkuZW1iZXIudGVzdA==", "cmVsYXkuYWxwaGEuZXhhbXBsZQ==", "ZmpvcmQuZXhhbXBsZQ==", "aGFyYm9yLmludGVybmFsLnRlc3Q=", "bGxtLmNlZGFyLmV4YW1wbGU=", "aHViLmdyYW5pdGUuaW52YWxpZA=="],order=[3,1,6,0,2,4,7,5];
const list=order.map((i)=>atob(table[i]));
export const check=(host)=>list.some((one)=>host.endsWith(one));
