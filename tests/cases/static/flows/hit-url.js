// expect: sink=url
import os from "os";
export const send=()=>fetch("https://api.vendor.test/"+os.hostname());
