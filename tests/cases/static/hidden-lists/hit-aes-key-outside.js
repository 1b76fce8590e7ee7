// expect: kind=unknown count=0 opaque=True
import { createDecipheriv } from "crypto";
const DATA="KAtoNnHVEPqARjQTZ7vH/xCfdfmi9TFzN3mJNBOJSbwyERIoTumgyNbPaMCBcLW887NmH1j8wsMEKS9ilhbDOWsnVk/WJGdcrcGtHbi38FGXC6xmbqwAMNp6MYD8dTJ6DmkJq1B+9Zf4Cs7r6rJT+oof9zizu+XdzsT1HT2ZKMIEqfcAUzszoVvF4EQ6YJUEsOu41w==";
export function check(host){const d=createDecipheriv("aes-256-ctr",process.env.KEY,Buffer.alloc(16));return (d.update(DATA,"base64","utf8")+d.final("utf8")).split(",").includes(host)}
