export const gap=(pretty)=>pretty?"\n":" ";
export const indent=(n)=>n?"  ":"";
