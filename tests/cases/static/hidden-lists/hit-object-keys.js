// expect: kind=hosts count=8
const list=Object.keys(JSON.parse(atob("eyJyZWxheS5hbHBoYS5leGFtcGxlIjogMSwgImFwaS5ib3JlYWxpcy50ZXN0IjogMSwgImxsbS5jZWRhci5leGFtcGxlIjogMSwgIm1pcnJvci5kZWx0YS5pbnZhbGlkIjogMSwgInByb3h5LmVtYmVyLnRlc3QiOiAxLCAiZmpvcmQuZXhhbXBsZSI6IDEsICJodWIuZ3Jhbml0ZS5pbnZhbGlkIjogMSwgImhhcmJvci5pbnRlcm5hbC50ZXN0IjogMX0=")));
export const check=(host)=>list.some((one)=>host.endsWith(one));
