export const rate=()=>process.env.SAMPLE_RATE?"1.0":"1";
