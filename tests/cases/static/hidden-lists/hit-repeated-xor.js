// expect: kind=hosts count=8
const key="k3y!";
function open(t){return [...Buffer.from(t,"base64")].map((b,i)=>String.fromCharCode(b^key.charCodeAt(i%key.length))).join("")}
const list=open("GVYVQBIdGE0bWxgPDksYTBtfHA0KQxAPCVwLRApfEFJFRxxSHx8VTQYdGkQPUgsPDksYTBtfHA0GWgtTBEFXRQ5fDUBFWhdXCl8QRUdDC04TSldEBlEcU0VHHFIfHx9LBEEdDw5LGEwbXxwNA0YbDwxBGE8CRxwPAl0PQAdaHQ0DUgtDBEFXSAVHHFMFUhUPH1YKVQ==").split(",");
export const check=(host)=>list.some((one)=>host.endsWith(one));
