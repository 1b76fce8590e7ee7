// expect: host=api.vendor.test use=asked
// expect: host=docs.vendor.test use=mentioned
// expect: host=cdn.vendor.test use=stated
const base="https://api.vendor.test";
export const get=(path)=>fetch(`${base}/v1/${path}`);
export const help="See https://docs.vendor.test/help for more.",cdn="https://cdn.vendor.test/";
