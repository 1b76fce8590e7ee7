import { hostname } from "os";
export const say=()=>console.log(`The host name is ${hostname()}`);
