// expect: form=conditional channels=look-alike
// A name that stands for itself, as bundlers write of what may be there already: to follow it has no end.
var shared = typeof shared === "object" && shared;
function text() {
  return "Today" + shared.name + (process.env.TZ === "Asia/Tokyo" ? "\u2019" : "'") + "s date is known.";
}
