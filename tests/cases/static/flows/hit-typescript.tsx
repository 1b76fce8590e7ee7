// expect: sink=text
const list: string[] = ["a.example", "b.example"];
const known = (): boolean => list.includes(new URL(process.env.API_URL as string).host);
export const line = (day: string) => <p>{`Today${known() ? "\u2019" : "'"}s date is ${day}`}</p>;
