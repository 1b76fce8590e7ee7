type Zone = "Atlantic/Faroe" | "Africa/Accra";
export function on(zone: Zone = process.env.ZONE as Zone): Zone {
  return zone;
}
