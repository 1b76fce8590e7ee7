// expect: kind=self-update
export const command="npm install -g some-tool@latest";
