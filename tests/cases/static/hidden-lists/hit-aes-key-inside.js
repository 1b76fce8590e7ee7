// expect: kind=hosts count=8
import { createDecipheriv as make } from "crypto";
function open(t){const d=make("aes-256-ctr",Buffer.from("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f","hex"),Buffer.from("000102030405060708090a0b0c0d0e0f","hex"));return d.update(t,"base64","utf8")+d.final("utf8")}
const list=open("KAtoNnHVEPqARjQTZ7vH/xCfdfmi9TFzN3mJNBOJSbwyERIoTumgyNbPaMCBcLW887NmH1j8wsMEKS9ilhbDOWsnVk/WJGdcrcGtHbi38FGXC6xmbqwAMNp6MYD8dTJ6DmkJq1B+9Zf4Cs7r6rJT+oof9zizu+XdzsT1HT2ZKMIEqfcAUzszoVvF4EQ6YJUEsOu41w==").split(",");
export const check=(host)=>list.some((one)=>host.endsWith(one));
