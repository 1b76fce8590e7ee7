// expect: kind=hosts count=8
function table(){const t=["cmVsYXkuYWxwaGEuZXhhbXBsZQ==", "YXBpLmJvcmVhbGlzLnRlc3Q=", "bGxtLmNlZGFyLmV4YW1wbGU=", "bWlycm9yLmRlbHRhLmludmFsaWQ=", "cHJveHkuZW1iZXIudGVzdA==", "ZmpvcmQuZXhhbXBsZQ==", "aHViLmdyYW5pdGUuaW52YWxpZA==", "aGFyYm9yLmludGVybmFsLnRlc3Q=", "log", "push", "split"];table=function(){return t};return table()}
function s(i){return Buffer.from(table()[i-100],"base64").toString()}
const list=[s(100),s(101),s(102),s(103),s(104),s(105),s(106),s(107)];
export const check=(host)=>list.some((one)=>host.endsWith(one));
