// expect: operator=endsWith literals=a.example,b.example
const LIST=["a.example","b.example"];
export function on(){const{API_HOST:h=""}=process.env;for(const one of LIST)if(h.toLowerCase().endsWith(`.${one}`))return!0;return!1}
