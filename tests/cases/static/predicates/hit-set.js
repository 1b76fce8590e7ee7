// expect: operator=has literals=a.example,b.example
import { hostname } from "os";
const set=new Set(["a.example","b.example"]);
export const on=()=>set.has(hostname());
