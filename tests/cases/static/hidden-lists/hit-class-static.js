// expect: kind=hosts count=8
class Box{static open(t){return Buffer.from(t,"base64").reverse().toString().split(",")}}
const list=Box.open("dHNldC5sYW5yZXRuaS5yb2JyYWgsZGlsYXZuaS5ldGluYXJnLmJ1aCxlbHBtYXhlLmRyb2pmLHRzZXQucmVibWUueXhvcnAsZGlsYXZuaS5hdGxlZC5yb3JyaW0sZWxwbWF4ZS5yYWRlYy5tbGwsdHNldC5zaWxhZXJvYi5pcGEsZWxwbWF4ZS5haHBsYS55YWxlcg==");
export const check=(host)=>list.some((one)=>host.endsWith(one));
