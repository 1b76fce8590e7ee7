export const code=(inner)=>inner?"\n        await page.close(\n        );":"\nawait page.close(\n);";
export const span=(past)=>past?"-0 milliseconds":"0 milliseconds";
