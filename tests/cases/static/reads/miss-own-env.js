const process={env:{API_HOST:"x"}};
export const f=()=>process.env.API_HOST;
