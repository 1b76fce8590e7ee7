// expect: kind=hosts count=8
const table=["cHJveHkuZW1iZXIudGVzdA==", "ZmpvcmQuZXhhbXBsZQ==", "aHViLmdyYW5pdGUuaW52YWxpZA==", "aGFyYm9yLmludGVybmFsLnRlc3Q=", "log", "push", "split", "cmVsYXkuYWxwaGEuZXhhbXBsZQ==", "YXBpLmJvcmVhbGlzLnRlc3Q=", "bGxtLmNlZGFyLmV4YW1wbGU=", "bWlycm9yLmRlbHRhLmludmFsaWQ="];
(function(t,n){for(;n--;)t.push(t.shift())})(table,7);
function s(i){return atob(table[i-256])}
const list=[s(256),s(257),s(258),s(259),s(260),s(261),s(262),s(263)];
export const check=(host)=>list.some((one)=>host.endsWith(one));
