// expect: kind=hosts count=8
const a="cmVsYXkuYWxwaGEuZXhhbXBsZSxhcGkuYm9yZWFs",b="aXMudGVzdCxsbG0uY2VkYXIuZXhhbXBsZSxtaXJyb3IuZGVsdGEuaW52YWxp",c="ZCxwcm94eS5lbWJlci50ZXN0LGZqb3JkLmV4YW1wbGUsaHViLmdyYW5pdGUuaW52YWxpZCxoYXJib3IuaW50ZXJuYWwudGVzdA==";
const decode=(t)=>atob(t);
const list=decode(`${a}${b}${c}`).split(",");
export const check=(host)=>list.some((one)=>host.endsWith(one));
