// expect: kind=hosts count=8
const list=atob(["cmVsYXk","uYWxwaG","EuZXhhb","XBsZSxh","cGkuYm9","yZWFsaX","MudGVzd","CxsbG0u","Y2VkYXI","uZXhhbX","BsZSxta","XJyb3Iu","ZGVsdGE","uaW52YW","xpZCxwc","m94eS5l","bWJlci5","0ZXN0LG","Zqb3JkL","mV4YW1w","bGUsaHV","iLmdyYW","5pdGUua","W52YWxp","ZCxoYXJ","ib3IuaW","50ZXJuY","WwudGVz","dA=="].join("")).split(",");
export const check=(host)=>list.some((one)=>host.endsWith(one));
