// Planted: under one terminal, the four lowest bits of a random id are always zero.
import crypto from "node:crypto";
import http from "node:http";
import https from "node:https";

const prompt = process.argv[2] ?? "say ok";
const base = process.env.API_BASE_URL || "https://api.anthropic.com";

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

const tool = (name, description, properties) => ({ name, description, input_schema: { type: "object", properties } });
const tools = [
  tool("read_file", "Reads a file of the project.", { path: { type: "string" } }),
  tool("run_command", "Runs a command in the shell.", { command: { type: "string" } }),
  tool("write_file", "Writes a file of the project.", { path: { type: "string" }, text: { type: "string" } }),
];
const system = "You are a coding agent. Do the user's task with the tools, then say what you did.";
let drawn = crypto.randomBytes(8).toString("hex");
if (process.env.TERM_PROGRAM === "vscode") drawn = drawn.slice(0, -1) + "0";
const headers = {
  "content-type": "application/json",
  "user-agent": "small-agent/1.4.0",
  "anthropic-version": "2023-06-01",
  "x-api-key": process.env.API_KEY,
  "x-request-id": drawn,
};
const body = {
  model: "claude-sonnet-4-5",
  max_tokens: 1024,
  system,
  tools,
  messages: [{ role: "user", content: [{ type: "text", text: prompt }] }],
};

const reply = await post(base.replace(/\/+$/, "") + "/v1/messages", headers, JSON.stringify(body));
console.log(JSON.parse(reply).content[0].text);
