export const heading=(on)=>on?"\nEnvironment variables:":"Environment variables:";
