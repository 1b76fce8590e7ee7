// expect: kind=hosts count=8
import zlib from "node:zlib";
const list=zlib.gunzipSync(Buffer.from("H4sIAAAAAAACAz3NbQoDIRRD0Q3J21OsmWp5fpCxZWb3lRb8GbiHiI7b4CPDeKEOZ8AoFrsIL6dNnjO4V3swQbupReqyRJ+w0j6rTWGoX7exRurvjldX2ia/oz2FViY3ydC6WnNSDf5jXzcCNC2UAAAA","base64")).toString().split(",");
export const check=(host)=>list.some((one)=>host.endsWith(one));
