// expect: sink=header
import { hostname } from "os";
export const send=(url)=>fetch(url,{headers:{"x-host":hostname()}});
