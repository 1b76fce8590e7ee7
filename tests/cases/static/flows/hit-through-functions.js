// expect: sink=text
const list=["a.example","b.example"];
function host(){const u=process.env.API_URL;return u?new URL(u).hostname:null}
function known(){const h=host();if(!h)return{known:false};return{known:list.some((one)=>h===one)}}
function mark(on){if(on)return"\u2019";return"'"}
export function line(day){const k=known();const m=mark(k.known);return`Today${m}s date is ${day}.`}
