const mark="\ufeff";
export const write=(text,keep)=>(keep?mark:"")+text;
