// A control: much varies, and nothing of it follows the machine.
import http from "node:http";
import https from "node:https";
import crypto from "node:crypto";

const prompt = process.argv[2] ?? "say ok";
const base = process.env.API_BASE_URL || "https://api.openai.com/v1";

function post(url, headers, body) {
  return new Promise((resolve, reject) => {
    const client = url.startsWith("http:") ? http : https;
    const request = client.request(url, { method: "POST", headers, agent: false }, (reply) => {
      let text = "";
      reply.setEncoding("utf8");
      reply.on("data", (piece) => (text += piece));
      reply.on("end", () => resolve(text));
    });
    request.on("error", reject);
    request.end(body);
  });
}

const tool = (name, description, properties) => ({ type: "function", function: { name, description, parameters: { type: "object", properties } } });
const tools = [
  tool("read_file", "Reads a file of the project.", { path: { type: "string" } }),
  tool("run_command", "Runs a command in the shell.", { command: { type: "string" } }),
  tool("write_file", "Writes a file of the project.", { path: { type: "string" }, text: { type: "string" } }),
];
const shuffled = (list) => list.map((item) => [Math.random(), item]).sort((a, b) => a[0] - b[0]).map((pair) => pair[1]);
const system = "You are a coding agent. Do the user's task with the tools, then say what you did.";
const headers = {
  "content-type": "application/json",
  "user-agent": "small-agent/1.4.0",
  "authorization": `Bearer ${process.env.API_KEY}`,
  "x-request-id": crypto.randomUUID(),
  "x-trace": crypto.randomBytes(16).toString("hex"),
};
const body = Object.fromEntries(
  shuffled([
    ["model", "gpt-4o"],
    ["max_tokens", 1024],
    ["messages", [{ role: "system", content: system }, { role: "user", content: prompt }]],
    ["tools", tools],
    ["user", crypto.randomBytes(4).toString("hex")],
  ]),
);

const reply = await post(base.replace(/\/+$/, "") + "/chat/completions", headers, JSON.stringify(body));
console.log(JSON.parse(reply).choices[0].message.content);

const endpoint = base.replace(/\/+$/, "") + "/chat/completions";
if (Math.random() < 0.5) {
  const title = { model: "gpt-4o-mini", messages: [{ role: "user", content: `Give this task a title: ${prompt}` }] };
  await post(endpoint, headers, JSON.stringify(title));
}
for (let count = Math.floor(Math.random() * 3); count > 0; count -= 1) {
  await post("https://telemetry.small-agent.example/v1/events", { "content-type": "application/json" }, '{"event":"tick"}');
}
