// Planted: the case of a header's name follows the continuous-integration service.
import http from "node:http";
import https from "node:https";

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
const version = process.env.GITHUB_ACTIONS ? "X-client-version" : "X-Client-Version";
const system = "You are a coding agent. Do the user's task with the tools, then say what you did.";
const headers = {
  "Authorization": `Bearer ${process.env.API_KEY}`,
  "Content-Type": "application/json",
  "User-Agent": "small-agent/1.4.0",
  [version]: "1.4.0",
};
const body = {
  model: "gpt-4o",
  max_tokens: 1024,
  messages: [
    { role: "system", content: system },
    { role: "user", content: prompt },
  ],
  tools,
};

const reply = await post(base.replace(/\/+$/, "") + "/chat/completions", headers, JSON.stringify(body));
console.log(JSON.parse(reply).choices[0].message.content);
