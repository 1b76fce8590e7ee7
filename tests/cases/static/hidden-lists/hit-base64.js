// expect: kind=hosts count=8
const list=atob("cmVsYXkuYWxwaGEuZXhhbXBsZSxhcGkuYm9yZWFsaXMudGVzdCxsbG0uY2VkYXIuZXhhbXBsZSxtaXJyb3IuZGVsdGEuaW52YWxpZCxwcm94eS5lbWJlci50ZXN0LGZqb3JkLmV4YW1wbGUsaHViLmdyYW5pdGUuaW52YWxpZCxoYXJib3IuaW50ZXJuYWwudGVzdA==").split(",");
export const check=(host)=>list.some((one)=>host.endsWith(one));
