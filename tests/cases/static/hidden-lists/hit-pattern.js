// expect: kind=hosts count=8
const list=new RegExp(atob("Xig/OnJlbGF5XC5hbHBoYVwuZXhhbXBsZXxhcGlcLmJvcmVhbGlzXC50ZXN0fGxsbVwuY2VkYXJcLmV4YW1wbGV8bWlycm9yXC5kZWx0YVwuaW52YWxpZHxwcm94eVwuZW1iZXJcLnRlc3R8ZmpvcmRcLmV4YW1wbGV8aHViXC5ncmFuaXRlXC5pbnZhbGlkfGhhcmJvclwuaW50ZXJuYWxcLnRlc3QpJA=="));
export const check=(host)=>list.some((one)=>host.endsWith(one));
