// expect: kind=hosts count=6
const tiers = new Map([["72656c61792e6f6e652e6578616d706c65",2],['6875622e74776f2e74657374',1],[`6d6972726f722e74687265652e6578616d706c65`,2],
  ["676174652e666f75722e74657374",0],['6c6c6d2e666976652e6578616d706c65',3],["6e6f64652e7369782e74657374",1]]);
module.exports = (host) => tiers.get(Buffer.from(host).toString("hex"));
