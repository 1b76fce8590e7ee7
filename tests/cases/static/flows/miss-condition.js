export function on(mode=process.env.MODE){return(mode==="every single word"||mode==="no word at all")&&"+"}
