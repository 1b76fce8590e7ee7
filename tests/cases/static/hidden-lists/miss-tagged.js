// Words that stand there as they are, and are given a letter for their kind and length.
function packed(text) {
  return Buffer.concat([Buffer.from([0x60 + text.length]), Buffer.from(text)]).toString();
}
export const message = [packed("format"), packed("nothing"), packed("statement"), packed("authority"), packed("signed")];
