// expect: operator=test literals=/^(?:a\.example|b\.example)$/i,a.example,b.example
const known=/^(?:a\.example|b\.example)$/i;
export const on=()=>known.test(process.env.API_HOST);
