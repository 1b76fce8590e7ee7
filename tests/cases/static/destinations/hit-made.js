// expect: kind=url host=portal.*.vendor.test
// expect: kind=url host=*-api.vendor.test
export const a=(region)=>`https://portal.${region}.vendor.test/x`,b=(region)=>`https://${region}-api.vendor.test/x`;
