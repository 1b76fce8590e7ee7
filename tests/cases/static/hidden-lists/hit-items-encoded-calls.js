// expect: kind=hosts count=8
const d=(t)=>Buffer.from(t,"base64").toString("utf8");
const list=new Set([d("cmVsYXkuYWxwaGEuZXhhbXBsZQ=="),d("YXBpLmJvcmVhbGlzLnRlc3Q="),d("bGxtLmNlZGFyLmV4YW1wbGU="),d("bWlycm9yLmRlbHRhLmludmFsaWQ="),d("cHJveHkuZW1iZXIudGVzdA=="),d("ZmpvcmQuZXhhbXBsZQ=="),d("aHViLmdyYW5pdGUuaW52YWxpZA=="),d("aGFyYm9yLmludGVybmFsLnRlc3Q=")]);
export const check=(host)=>list.some((one)=>host.endsWith(one));
