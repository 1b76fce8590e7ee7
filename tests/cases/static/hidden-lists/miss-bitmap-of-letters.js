const table=[0,0,0,0,0,0,1023,67043328,2281701374,134217726];
export const isWord=(c)=>(table[c>>5]>>>(c&31)&1)===1;
