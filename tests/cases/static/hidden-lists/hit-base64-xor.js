// expect: kind=hosts count=8
const list=Buffer.from("KT43OiJ1OjcrMzp1PiM6Nis3Pnc6KzJ1OTQpPjo3Mih1Lz4oL3c3NzZ1OD4/Oil1PiM6Nis3Pnc2MikpNCl1Pz43Lzp1MjUtOjcyP3crKTQjInU+Njk+KXUvPigvdz0xNCk/dT4jOjYrNz53My45dTwpOjUyLz51MjUtOjcyP3czOik5NCl1MjUvPik1Ojd1Lz4oLw==","base64").map((b)=>b^91).toString().split(",");
export const check=(host)=>list.some((one)=>host.endsWith(one));
