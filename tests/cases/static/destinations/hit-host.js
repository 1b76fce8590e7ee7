// expect: kind=host value=telemetry.vendor.example
// expect: kind=address value=203.0.113.7
export const hosts=["telemetry.vendor.example","203.0.113.7"];
