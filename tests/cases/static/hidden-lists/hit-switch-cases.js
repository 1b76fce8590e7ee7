// expect: kind=hosts count=8
const d=(t)=>Buffer.from(t,"base64").toString();
export function check(host){switch(host){case d("cmVsYXkuYWxwaGEuZXhhbXBsZQ=="):return 0;case d("YXBpLmJvcmVhbGlzLnRlc3Q="):return 1;case d("bGxtLmNlZGFyLmV4YW1wbGU="):return 2;case d("bWlycm9yLmRlbHRhLmludmFsaWQ="):return 3;case d("cHJveHkuZW1iZXIudGVzdA=="):return 4;case d("ZmpvcmQuZXhhbXBsZQ=="):return 5;case d("aHViLmdyYW5pdGUuaW52YWxpZA=="):return 6;case d("aGFyYm9yLmludGVybmFsLnRlc3Q="):return 7;}return -1}
