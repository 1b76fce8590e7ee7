// expect: sink=text through=comparison,message
const known=()=>["a.example","b.example"].includes(process.env.API_HOST);
const line=(day)=>`Today${known()?"\u2019":"'"}s date is ${day}`;
export const message=(day)=>({role:"user",content:line(day)});
