// expect: operator=includes literals=a.example,b.example
interface Settings { url?: string }
const list: readonly string[] = ["a.example", "b.example"] as const;
function host(this: void, settings: Settings): string | null {
  const url = settings.url ?? process.env.API_URL!;
  return url ? new URL(url as string).hostname.toLowerCase() : null;
}
export const on = (settings: Settings): boolean => list.includes(host(settings)!);
