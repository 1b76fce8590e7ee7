// expect: kind=url value=https://api.vendor.test/v1/x host=api.vendor.test count=2
export const a="https://api.vendor.test/v1/x",b=(id)=>`see https://api.vendor.test/v1/x ${id}`;
