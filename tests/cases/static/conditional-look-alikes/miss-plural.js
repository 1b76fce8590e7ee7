export const line=(n)=>n===1?"one file":"many files";
