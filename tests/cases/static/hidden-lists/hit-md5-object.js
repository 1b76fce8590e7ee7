// expect: kind=digests count=8 opaque=True
const c=require("crypto");
const known={"b75b41bc668bb5953ed75138ca21c9f4": 1, "3ee59bd378926322a37783e99fbe6f35": 1, "cebb6c46b2d0459e1d2441e963dd8bfe": 1, "9ab9c798156a524aca57935b23e64fbd": 1, "a54c8ead6d87ded72b611044ad9fc881": 1, "f59871cc3ab601f9ff45aecd54c17ba3": 1, "7c1b4e1bc231aee7a8b2d7b44c25b7d0": 1, "68ef1dd9bd6653f1c56899e8100b67a3": 1};
function h(t){return c.createHash("md5").update(t).digest("hex")}
module.exports=(host)=>{const name=h(host);return known[name]===1};
