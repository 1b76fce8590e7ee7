// expect: sink=body
import { hostname } from "os";
export const send=(url)=>fetch(url,{method:"POST",body:hostname()});
