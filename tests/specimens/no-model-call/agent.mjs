// Planted: it never calls a model.
console.log(`You said: ${process.argv[2] ?? "nothing"}`);
