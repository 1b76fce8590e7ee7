// expect: kind=hosts count=8
const list=atob("cmVsYXkuY"+"WxwaGEuZX"+"hhbXBsZSx"+"hcGkuYm9y"+"ZWFsaXMud"+"GVzdCxsbG"+"0uY2VkYXI"+"uZXhhbXBs"+"ZSxtaXJyb"+"3IuZGVsdG"+"EuaW52YWx"+"pZCxwcm94"+"eS5lbWJlc"+"i50ZXN0LG"+"Zqb3JkLmV"+"4YW1wbGUs"+"aHViLmdyY"+"W5pdGUuaW"+"52YWxpZCx"+"oYXJib3Iu"+"aW50ZXJuY"+"WwudGVzdA"+"==").split(",");
export const check=(host)=>list.some((one)=>host.endsWith(one));
